"""What S3 says to the worker beside the objects themselves: of keys that are not there, and of how long things stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from local.checkup.access import LOOK_FAILURES, name_refusal
from local.checkup.finding import Finding, bad, good, note

if TYPE_CHECKING:
    from local.checkup.access import Access

ABSENT = "clipscribe-doctor-looks-for-what-is-not-there"
_NOT_FOUND, _FORBIDDEN = 404, 403
_LIST = (
    "S3 answers 404 for a missing key only to those who may list it: grant s3:ListBucket under the condition"
    " s3:prefix {prefix}* (WorkerRole in template.yaml), or a deleted video is taken for a missing permission"
)
_EXPIRE = (
    "what attempts keep there (sound, transcripts) stays for ever: add the rule that docs/deploying.md shows under"
    " 'An existing bucket'"
)


def check_missing_key(access: Access, name: str, bucket: str, prefix: str) -> Finding:
    """Whether a key that is not there is answered 404, as the worker expects of a deleted video or checkpoint.

    Args:
        access: The way to AWS.
        name: The setting that names the bucket.
        bucket: The bucket.
        prefix: Where the worker looks, with its slash.
    """
    try:
        access.client("s3").head_object(Bucket=bucket, Key=f"{prefix}{ABSENT}")
    except ClientError as problem:
        status = problem.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        if status == _NOT_FOUND:
            return good(name, f"a missing key under {prefix} of {bucket} is answered 404")
        if status == _FORBIDDEN:
            return bad(name, f"a missing key under {prefix} of {bucket} is answered 403", _LIST.format(prefix=prefix))
        return note(name, f"a missing key under {prefix} of {bucket}: {name_refusal(problem)}")
    except LOOK_FAILURES as problem:
        return note(name, f"a missing key under {prefix} of {bucket}: {name_refusal(problem)}")
    return note(name, f"there is an object {prefix}{ABSENT} in {bucket}", "delete it: nothing of ours has that name")


def check_lifecycle(access: Access, bucket: str) -> Finding:
    """Whether a rule of the bucket deletes what attempts keep under `work/`."""
    subject = f"work/ of {bucket}"
    try:
        rules = access.client("s3").get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
    except ClientError as problem:
        if problem.response.get("Error", {}).get("Code") != "NoSuchLifecycleConfiguration":
            return note(subject, f"its lifecycle rules: {name_refusal(problem)}")
        rules: list[dict[str, Any]] = []
    except LOOK_FAILURES as problem:
        return note(subject, f"its lifecycle rules: {name_refusal(problem)}")
    days = [rule["Expiration"]["Days"] for rule in rules if _expires_work(rule)]
    return good(subject, f"deleted after {min(days)} days") if days else note(subject, "no rule deletes it", _EXPIRE)


def _expires_work(rule: dict[str, Any]) -> bool:
    """A rule for other prefixes, tags or sizes leaves some of `work/` there."""
    scope = rule.get("Filter", {})
    prefix = rule.get("Prefix", scope.get("Prefix", ""))
    whole = "work/".startswith(prefix) and set(scope) <= {"Prefix"}
    return whole and rule["Status"] == "Enabled" and "Days" in rule.get("Expiration", {})
