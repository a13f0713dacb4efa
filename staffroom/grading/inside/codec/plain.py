"""Python's own numbers and texts, and the few values that are one of a kind."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from .buffers import Reader, TooLarge, Writer
from .nodes import get, need, put, reads, word, writes

_LONGEST_INT = 25_000  # hexadecimal digits
_WIDEST_DECIMAL = 10_000


@writes(int, like=True)
def _int(writer: Writer, value: Any, depth: int) -> Any:
    value = int.__index__(value)
    if -(1 << 200) < value < 1 << 200:
        return value
    if value.bit_length() > 4 * _LONGEST_INT:
        raise TooLarge("the value is a number with too many digits")
    return ["int", hex(value)]


@reads("int", 2)
def _read_int(reader: Reader, node: list[Any], depth: int) -> int:
    return int(word(node[1], _LONGEST_INT + 3, "int"), 16)


@writes(float, like=True)
def _float(writer: Writer, value: Any, depth: int) -> Any:
    return float.__float__(value)


@writes(str, like=True)
def _str(writer: Writer, value: Any, depth: int) -> Any:
    return put(writer, str.__str__(value), depth)


_SINGLES = {"...": Ellipsis, "NotImplemented": NotImplemented}


@writes(type(Ellipsis), type(NotImplemented))
def _single(writer: Writer, value: Any, depth: int) -> Any:
    return ["single", "..." if value is Ellipsis else "NotImplemented"]


@reads("single", 2)
def _read_single(reader: Reader, node: list[Any], depth: int) -> Any:
    return _SINGLES[node[1]]


@writes(complex, like=True)
def _complex(writer: Writer, value: Any, depth: int) -> Any:
    return ["complex", value.real, value.imag]


@reads("complex", 3)
def _read_complex(reader: Reader, node: list[Any], depth: int) -> complex:
    need(type(node[1]) is float and type(node[2]) is float, "complex")
    return complex(node[1], node[2])


@writes(bytes, bytearray, like=True)
def _bytes(writer: Writer, value: Any, depth: int) -> Any:
    return ["bytes", writer.put(bytes(value)), isinstance(value, bytearray)]


@reads("bytes", 3)
def _read_bytes(reader: Reader, node: list[Any], depth: int) -> bytes | bytearray:
    return (bytearray if node[2] is True else bytes)(reader.take(node[1]))


@writes(Decimal, like=True)
def _decimal(writer: Writer, value: Decimal, depth: int) -> Any:
    text = Decimal.__str__(value)
    if len(text) > _WIDEST_DECIMAL or (value.is_finite() and abs(value.adjusted()) > _WIDEST_DECIMAL):
        raise TooLarge("the value is a number with too many digits")
    return ["decimal", text]


@reads("decimal", 2)
def _read_decimal(reader: Reader, node: list[Any], depth: int) -> Decimal:
    value = Decimal(word(node[1], _WIDEST_DECIMAL, "decimal"))
    need(not value.is_finite() or abs(value.adjusted()) <= _WIDEST_DECIMAL, "decimal")
    return value


@writes(Fraction, like=True)
def _fraction(writer: Writer, value: Fraction, depth: int) -> Any:
    return ["fraction", _int(writer, value.numerator, depth), _int(writer, value.denominator, depth)]


@reads("fraction", 3)
def _read_fraction(reader: Reader, node: list[Any], depth: int) -> Fraction:
    above, below = (get(reader, part, depth + 1) for part in node[1:])
    need(type(above) is int and type(below) is int, "fraction")
    return Fraction(above, below)
