"""AWS's signature (SigV4) on a request."""

from __future__ import annotations

from typing import Any, cast

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.exceptions import BotoCoreError, ClientError

from worker.adapters.aws import make_session
from worker.jobs.errors import LLM_MISCONFIGURED, JobError
from worker.settings.kinds import clean_header_value

CREDENTIALS = ("AWS_ACCESS_KEY_ID", "AWS_PROFILE")
"""What to look at outside of Lambda, where no role gives credentials."""

_SERVICE = "bedrock"
_MISSING = "no AWS credentials were found; give the worker a role, or keys."
_UNUSABLE = "the AWS credentials hold signs that no header carries."


class Signer:
    """Signs with the credentials that boto3 finds. They are read at each call, because ECS and EKS rotate them."""

    def __init__(self, region: str) -> None:
        self._region = region
        self._session = make_session()

    def sign(self, url: str, body: bytes) -> dict[str, str]:
        """The headers of a POST of JSON to `url`, which must be sent exactly as given.

        Only the headers made here are signed, and the host: what the HTTP client or a proxy adds must not matter. A
        bearer token in `AWS_BEARER_TOKEN_BEDROCK` is not used: only boto3's own client for Bedrock would read it.

        Raises:
            JobError: LLM_BAD_RESPONSE, no credentials, or none that can be sent.
        """
        request = AWSRequest("POST", url, headers={"Content-Type": "application/json"}, data=body)
        SigV4Auth(self._find_credentials(), _SERVICE, self._region).add_auth(request)
        return {name: str(value) for name, value in cast("Any", request.headers).items()}

    def _find_credentials(self) -> Any:  # noqa: ANN401 - botocore has no types
        try:
            found: Any = cast("Any", self._session).get_credentials()
            credentials: Any = found and found.get_frozen_credentials()
        except (BotoCoreError, ClientError) as error:
            sentence = f"the AWS credentials cannot be read ({type(error).__name__})."
            raise JobError(LLM_MISCONFIGURED, "LLM", sentence, setting=CREDENTIALS) from None
        if not credentials:
            raise JobError(LLM_MISCONFIGURED, "LLM", _MISSING, setting=CREDENTIALS)
        sent = (credentials.access_key, credentials.token or "-")
        if any(clean_header_value(value) != value for value in sent):
            raise JobError(LLM_MISCONFIGURED, "LLM", _UNUSABLE, setting=CREDENTIALS)
        return credentials
