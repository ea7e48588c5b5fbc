"""The reader's weights as a file: what stands in an ONNX file beside the net, read without onnxruntime."""

from __future__ import annotations

from collections.abc import Iterator

from extract.data import blob

WEIGHTS = "reader.onnx"
FORMAT = "1"
"""Meaning of the net's input, output and metadata; ``training/export.py`` writes the same."""

_METADATA, _KEY, _VALUE = 14, 1, 2  # onnx.proto: ModelProto.metadata_props, StringStringEntryProto
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5  # wire types of protocol buffers
_SIZES = {_FIXED64: 8, _FIXED32: 4}


def shipped_version() -> str | None:
    """Version of the shipped weights; None where they are missing, damaged or of another format."""
    try:
        facts = metadata(blob(WEIGHTS))
    except (OSError, ValueError):
        return None
    return facts.get("version", "0") if facts.get("format") == FORMAT else None


def metadata(model: bytes) -> dict[str, str]:
    """The metadata of an ONNX model.

    Raises:
        ValueError: It is damaged.
    """
    found: dict[str, str] = {}
    for number, content in _fields(model):
        if number == _METADATA:
            entry = dict(_fields(content))
            found[entry.get(_KEY, b"").decode()] = entry.get(_VALUE, b"").decode()
    return found


def _fields(message: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and bytes of the fields of a protocol buffers message that hold bytes."""
    at = 0
    while at < len(message):
        tag, at = _varint(message, at)
        number, wire = tag >> 3, tag & 7
        if wire == _VARINT:
            _, at = _varint(message, at)
            continue
        if wire == _BYTES:
            size, at = _varint(message, at)
        elif wire in _SIZES:
            size = _SIZES[wire]
        else:
            raise ValueError(f"wire type {wire}")
        if at + size > len(message):
            raise ValueError("cut short")
        if wire == _BYTES:
            yield number, message[at : at + size]
        at += size


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(message):
        byte = message[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at
    raise ValueError("cut short")
