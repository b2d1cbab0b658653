"""Claude through Amazon Bedrock: InvokeModel, signed with the worker's role, without Anthropic's SDK.

`model` is asked as in `adapters.claude`; `call` makes one exchange, `signature` signs it, `place` is its URL, `reading`
makes a message of the answer, `refusals` an error of another one by its `meanings`.
"""

from worker.adapters.bedrock.model import BedrockModel
from worker.adapters.bedrock.place import Place

__all__ = ["BedrockModel", "Place"]
