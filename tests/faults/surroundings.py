"""What a worker's machine and AWS do to it, by settings of the suite's own.

| name           | means                                                                                              |
|----------------|----------------------------------------------------------------------------------------------------|
| `FAULTS_NAIVE` | the control in place of the product                                                                |
| `FAULTS_RECORDED` | its calls of AWS are recorded for `tests/roles`                                            |
| `FAULTS_HASTE` | services are given no more time than one try needs                                                |
| `FAULTS_SKEW`  | seconds by which the worker's clock is wrong                                                       |
| `FAULTS_DISK`  | bytes of its disk                                                                                  |
| `FAULTS_FFMPEG`| a shell script in place of FFmpeg                                                                  |
| `FAULTS_TLS`   | name of an address: TLS is spoken to a server that does not                                        |
| `FAULTS_AWS`   | `SERVICE.OPERATION=CODE`, an error of AWS; `*` is every operation, `lost` loses the answer         |
| `FAULTS_DATABASE` | the connection is lost `before commit` or `after commit`, each time                            |
"""

from __future__ import annotations

import ctypes
import os
from functools import partial
from typing import TYPE_CHECKING, Any

import boto3
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import ReadTimeoutError
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import OperationalError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_NEW_NAMESPACE = 0x00020000
_NEW_USER = 0x10000000
_XML = b"<Error><Code>%s</Code><Message>told by the suite</Message></Error>"
_JSON = b'{"__type": "%s", "message": "told by the suite"}'


def shrink_disk(folder: Path, size: int) -> None:
    """Put a disk of so many bytes under a folder, for this process and its children.

    Raises:
        OSError: the machine does not let us.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_NEW_NAMESPACE) and libc.unshare(_NEW_NAMESPACE | _NEW_USER):
        raise OSError(ctypes.get_errno(), "no namespace of mounts to be had")
    private = libc.mount(b"none", b"/", None, 0x44000, None)  # MS_REC | MS_PRIVATE: nobody else shall see it
    if private or libc.mount(b"tmpfs", os.fsencode(folder), b"tmpfs", 0, f"size={size}".encode()):
        raise OSError(ctypes.get_errno(), "no disk to be had")


def spoil_settings(environment: Mapping[str, str], folder: Path) -> Mapping[str, str]:
    """The product's settings as this environment spoils them; a program that it wants is written into the folder."""
    changed = dict(environment)
    if address := environment.get("FAULTS_TLS"):
        changed[address] = changed[address].replace("http://", "https://")
    if script := environment.get("FAULTS_FFMPEG"):
        program = folder / "ffmpeg"
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o755)
        changed["FFMPEG_PATH"] = str(program)
    return changed


def spoil_aws(rule: str) -> None:
    """Let AWS answer with an error from now on; call it before a client is made."""
    operation, _, code = rule.partition("=")
    events = boto3._get_default_session().events  # type: ignore[attr-defined]  # noqa: SLF001 - boto3 has no public way to the session its clients come from
    if code == "lost":
        events.register(f"response-received.{operation}", _lose)
    else:
        events.register(f"before-send.{operation}", partial(_refuse, code))


def lose_database(moment: str) -> None:
    """Lose every connection of the catalogue's database at this moment of a transaction."""

    def lose(connection: Connection) -> None:
        if moment == "after commit":
            connection.connection.commit()
        else:
            connection.connection.rollback()  # as the database does; else an idle worker holds its lock
        raise OperationalError("told by the suite", None, ConnectionResetError("told by the suite"))

    event.listen(Engine, "commit", lose)


def _refuse(code: str, request: Any, **_: Any) -> Any:
    template = _XML if code in {"ExpiredToken", "SlowDown", "AccessDenied"} else _JSON
    status = 503 if code == "SlowDown" else 400
    return _Refusal(request.url, status, template % code.encode())


class _Refusal(AWSResponse):
    def __init__(self, url: str, status: int, body: bytes) -> None:
        super().__init__(url, status, HTTPHeaders(), None)
        self._content = body


def _lose(**_: Any) -> None:
    raise ReadTimeoutError(endpoint_url="told by the suite")
