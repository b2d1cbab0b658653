"""Claude over Anthropic's SDK.

`model` is a model that `asking` asks: a `question`, in one `call` or more; `turn` is what is sent, `reading` what came
back, `refusals` what an error status means, `address` where it goes. `adapters.bedrock` shares what imports no SDK.
"""

from worker.adapters.claude.asking import ModelOptions
from worker.adapters.claude.model import ClaudeModel

__all__ = ["ClaudeModel", "ModelOptions"]
