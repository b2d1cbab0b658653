"""AWS's signature (SigV4) as a service recomputes it, written after AWS's description and not with botocore."""

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import quote

from local.standins.wire import Request

_AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d{8})/([^/]+)/([^/]+)/aws4_request, SignedHeaders=([a-z0-9;-]+), "
    r"Signature=([0-9a-f]{64})"
)
_SERVICE = "bedrock"
_MOST_SECONDS = 300
_SIGNED = ["content-type", "host", "x-amz-date"]
_TOKEN = "x-amz-security-token"  # noqa: S105 - a header's name


@dataclass(frozen=True)
class Credentials:
    """Whose requests are taken; `token` is that of a session."""

    access_key: str
    secret_key: str = field(repr=False)
    token: str = field(default="", repr=False)


@dataclass(frozen=True)
class Forgery:
    """Why a signature is not taken."""

    kind: str
    message: str


def find_forgery(request: Request, credentials: Credentials, region: str, now: float) -> Forgery | None:
    """What is wrong with a request's signature.

    Args:
        request: As it arrived.
        credentials: Whose signature it must have.
        region: The Region that it must be for.
        now: Seconds since 1970.
    """
    given = _AUTHORIZATION.fullmatch(request.headers.get("authorization", ""))
    if given is None:
        return Forgery("IncompleteSignatureException", "Authorization header requires SigV4")
    key, day, for_region, service, signed, signature = given.groups()
    if key != credentials.access_key or request.headers.get(_TOKEN, "") != credentials.token:
        return Forgery("UnrecognizedClientException", "The security token included in the request is invalid.")
    expected = [*_SIGNED, _TOKEN] if credentials.token else _SIGNED
    if (for_region, service) != (region, _SERVICE) or signed.split(";") != expected:
        return Forgery("InvalidSignatureException", "Credential should be scoped to a valid region and service.")
    date = request.headers.get("x-amz-date", "")
    if not date.startswith(day) or abs(_read_date(date) - now) > _MOST_SECONDS:
        return Forgery("InvalidSignatureException", "Signature expired")
    scope = f"{day}/{region}/{_SERVICE}/aws4_request"
    if not hmac.compare_digest(signature, _sign(request, signed, scope, credentials.secret_key)):
        return Forgery("InvalidSignatureException", "The request signature we calculated does not match")
    return None


def _read_date(date: str) -> float:
    try:
        return datetime.strptime(date, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).timestamp()
    except ValueError:
        return 0.0


def _sign(request: Request, signed: str, scope: str, secret: str) -> str:
    headers = "".join(f"{name}:{request.headers.get(name, '').strip()}\n" for name in signed.split(";"))
    # The path is encoded once more than it was sent.
    path = quote(request.path, safe="/~")
    body = hashlib.sha256(request.body).hexdigest()
    canonical = f"{request.method}\n{path}\n{request.query}\n{headers}\n{signed}\n{body}"
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    text = "\n".join(["AWS4-HMAC-SHA256", request.headers["x-amz-date"], scope, digest])
    key = f"AWS4{secret}".encode()
    for part in [*scope.split("/"), text]:
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return key.hex()
