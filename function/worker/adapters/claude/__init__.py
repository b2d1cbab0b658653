"""Claude over Anthropic's SDK.

`model` sets up a `question`, which makes one `call` or more; `turn` is what is sent, `reading` what came back,
`refusals` what an error status means, `address` where it goes.
"""

from worker.adapters.claude.model import ClaudeModel

__all__ = ["ClaudeModel"]
