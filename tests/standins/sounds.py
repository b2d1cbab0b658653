"""WAV bodies for CSR, and the headers to send them with."""

import io
import wave

KEYS = {"X-NCP-APIGW-API-KEY-ID": "an-id", "X-NCP-APIGW-API-KEY": "a-key"}
HEADERS = {**KEYS, "Content-Type": "application/octet-stream"}


def wav(seconds: float, *, rate: int = 16_000, channels: int = 1, width: int = 2) -> bytes:
    """Silence in a WAV file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(channels)
        writer.setsampwidth(width)
        writer.setframerate(rate)
        writer.writeframes(bytes(round(seconds * rate) * channels * width))
    return file.getvalue()


def piped(sound: bytes) -> bytes:
    """The same sound with the header FFmpeg writes to a pipe: it cannot know the sizes, so all bits are set."""
    unknown = b"\xff\xff\xff\xff"
    return sound[:4] + unknown + sound[8:40] + unknown + sound[44:]
