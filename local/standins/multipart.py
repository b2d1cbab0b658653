"""A multipart/form-data body, taken apart strictly: whatever RFC 7578 does not allow is refused."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import Message
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from local.standins.wire import Request


class MalformedError(Exception):
    """The body is no multipart/form-data; the text says where it breaks."""


@dataclass(frozen=True)
class Part:
    """One field.

    Attributes:
        filename: None where the field has none; an empty one is `""`.
        content: All of it.
    """

    filename: str | None
    content: bytes


def read_parts(request: Request) -> dict[str, Part]:
    """The fields by name.

    Raises:
        MalformedError: Another content type, no boundary, no proper end, a field without a name, or a name twice.
    """
    pieces = _split(request.body, _read_boundary(request))
    parts = dict[str, Part]()
    for piece in pieces:
        name, part = _read_part(piece)
        if name in parts:
            raise MalformedError(f"{name} is there twice")
        parts[name] = part
    return parts


def _read_boundary(request: Request) -> bytes:
    head = Message()
    head["content-type"] = request.headers.get("content-type", "")
    boundary = head.get_boundary()
    if request.media_type() != "multipart/form-data" or not boundary:
        raise MalformedError("no multipart/form-data with a boundary")
    return boundary.encode()


def _split(body: bytes, boundary: bytes) -> list[bytes]:
    preamble, *pieces = (b"\r\n" + body).split(b"\r\n--" + boundary)
    if preamble or len(pieces) < 2 or pieces[-1] not in (b"--", b"--\r\n"):  # noqa: PLR2004 - a field and the end
        raise MalformedError("the boundary does not enclose the body")
    if not all(piece.startswith(b"\r\n") for piece in pieces[:-1]):
        raise MalformedError("a boundary is followed by something else")
    return [piece[2:] for piece in pieces[:-1]]


def _read_part(piece: bytes) -> tuple[str, Part]:
    lines, separator, content = piece.partition(b"\r\n\r\n")
    head = Message()
    for line in lines.decode().split("\r\n"):
        key, _, value = line.partition(":")
        head[key] = value.strip()
    name = head.get_param("name", header="content-disposition")
    if not separator or head.get_content_disposition() != "form-data" or not isinstance(name, str):
        raise MalformedError("a field without a head that names it")
    return name, Part(head.get_filename(), content)
