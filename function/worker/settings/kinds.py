"""The types of the settings' values, each with its check; no error message quotes a value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, SecretStr
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from worker.telemetry.log import spell_level
from worker.urls.origins import is_host, read_origin, read_origins

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, ValidationInfo, ValidatorFunctionWrapHandler
    from pydantic.fields import FieldInfo

WEB = object()
"""Marks a URL of a service on the web: plain http is for `APP_ENV=dev` only."""

_BUCKET = re.compile(r"[0-9A-Za-z._-]{1,255}")
"""botocore's own rule. It refuses or misreads any other name, but only when it is called."""


def _check_url(url: str) -> str:
    if read_origin(url) is None:
        raise ValueError("must be a URL such as https://host.example.com:8443/path, in ASCII")
    if "@" in urlsplit(url).netloc:
        raise ValueError("must not hold a user name or password")
    return url


def _check_base(url: str) -> str:
    """Refuse a query or a fragment: it would be lost when a path is added to the URL."""
    if {"?", "#"} & set(url):
        raise ValueError("must end before any ? or #")
    return url


def _check_host(name: str) -> str:
    name = name.lower()
    if ":" in name or not is_host(name):
        raise ValueError("must be the name or IPv4 address of a host")
    return name


def _check_header(secret: SecretStr) -> SecretStr:
    if clean_header_value(secret.get_secret_value()) is None:
        raise ValueError("must be printable ASCII without line breaks, since it stands in a header")
    return secret


def _check_secret_url(secret: SecretStr) -> SecretStr:
    return SecretStr(_check_base(_check_url(secret.get_secret_value().strip())))


def _check_bucket(name: str) -> str:
    if not _BUCKET.fullmatch(name):
        raise ValueError("must be the name of a bucket, without s3:// or arn: before it")
    return name


def _check_origins(text: str) -> str:
    read_origins(text)
    return text


Url = Annotated[str, AfterValidator(_check_url)]
BaseUrl = Annotated[Url, AfterValidator(_check_base), WEB]
Origins = Annotated[str, AfterValidator(_check_origins)]
Secret = Annotated[SecretStr, AfterValidator(_check_header)]
SecretUrl = Annotated[SecretStr, AfterValidator(_check_secret_url), WEB]
"""A base URL with a key in its path."""
Bucket = Annotated[str, AfterValidator(_check_bucket)]
Host = Annotated[str, AfterValidator(_check_host)]
Level = Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"], BeforeValidator(spell_level)]


def read_scheme(url: str | SecretStr) -> str:
    """The scheme of a URL, also of a secret one, in lower case."""
    return urlsplit(url.get_secret_value() if isinstance(url, SecretStr) else url).scheme


@dataclass(frozen=True, slots=True)
class NeededWith:
    """Marks a secret that is required only while another setting, declared before it, has this value.

    The field needs an empty default and `validate_default`.
    """

    setting: str
    value: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401 - pydantic's own protocol
        return core_schema.with_info_wrap_validator_function(self._check, handler(source))

    def _check(self, value: object, check: ValidatorFunctionWrapHandler, info: ValidationInfo) -> object:
        if not isinstance(value, SecretStr):
            return check(value)
        if info.data.get(self.setting) == self.value:
            raise PydanticCustomError("missing", "Field required")
        return value


def may_be_required(field: FieldInfo) -> bool:
    """Whether a setting is required, always or with another one's value."""
    return field.is_required() or any(isinstance(mark, NeededWith) for mark in field.metadata)


def clean_header_value(secret: str) -> str | None:
    """Strip a secret, since a pasted one often ends in a newline.

    Returns:
        The value to send; None where it is blank, or not printable ASCII, which no server issues.
    """
    value = secret.strip()
    return value if value and value.isascii() and value.isprintable() else None
