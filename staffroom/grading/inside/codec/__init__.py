"""Values between a student's process and the tests: plain data only, and never more than agreed.

A value is a tree in JSON and a list of raw buffers. Only what is named here crosses, and a reader believes
nothing: types, lengths, depths and sizes are checked before anything is made. Nothing is ever unpickled,
imported or evaluated. What is no data crosses as a handle, if the caller has a use for handles.

    data = encode({"a": frame, "n": 3}, limits)
    value = decode(data, limits)

Of the same type afterwards: None, `...`, NotImplemented, bool, int, float, complex, str, bytes, Decimal,
Fraction, list, tuple, set, frozenset, range, slice, dict, OrderedDict, Counter, dict views, map, filter, zip,
generators (up to a length), dates and times, NumPy arrays and scalars, and what pandas has: frames, series,
indexes of all kinds, arrays, time stamps and spans, periods, intervals, offsets. Subclasses of these arrive
as what they are made from; tables of another library arrive as pandas frames.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import arrays, containers, frames, panda, plain, times
from .buffers import CodecError, Limited, Reader, TooLarge, Writer
from .nodes import get, put

__all__ = ["CodecError", "Limited", "TooLarge", "decode", "encode"]

#: Each of these has told the registers what it can write and read.
_MODULES = (plain, times, containers, arrays, panda, frames)


def encode(
    value: Any, limits: Limited, handle: Callable[[Any], dict[str, Any] | None] | None = None
) -> bytes:
    """The value as bytes.

    Parameters
    ----------
    limits : anything with `value` (bytes), `elements` and `depth`
    handle : for an object that is no data: what stands for it (`id` and, if known, `kind`, `type`, `name`),
        or None if it may not cross

    Raises
    ------
    CodecError
        the value is no data, or (TooLarge) more than the limits allow; the text says so in plain words
    """
    writer = Writer(limits, handle)
    try:
        return writer.joined(put(writer, value, 0))
    except CodecError:
        raise
    except RecursionError:
        raise TooLarge("the value is nested too deeply") from None
    except MemoryError:
        raise TooLarge("the value is too large") from None
    except Exception as error:
        raise CodecError(f"the value cannot be read ({type(error).__name__})") from error


def decode(
    data: bytes | memoryview, limits: Limited, handle: Callable[[dict[str, Any]], Any] | None = None
) -> Any:
    """The value that the bytes stand for.

    `handle` makes of a handle's description what the caller wants in its place; without it there may be none.

    Raises
    ------
    CodecError
        the bytes are not what `encode` makes, or go beyond the limits
    """
    try:
        reader = Reader(data, limits, handle)
        value = get(reader, reader.tree, 0)
    except CodecError:
        raise
    except (Exception, RecursionError, MemoryError) as error:
        raise CodecError(f"no readable value ({type(error).__name__})") from None
    return value
