"""Large arguments that tests hand to many students' functions: they are kept elsewhere, by a digest.

What goes over then is the digest alone. A table that the tests' warm process holds is known by the arrays
that it is made of (`prints`); any other is encoded first, and known by its bytes. Tables as they were loaded
are kept by the students' warm process; what a test worked out is lent by the broker, no sooner than a test
hands it over.
"""

from __future__ import annotations

import hashlib
from typing import Any

from .codec import CodecError, encode
from .limits import Limits
from .prints import fingerprint

#: Bytes from which on a table is worth keeping.
LEAST = 20_000

_digests: set[str] = set()
_shapes: set[tuple[int, ...]] = set()
#: Digests of tables held in the warm process, by fingerprint; the tables themselves are kept, too.
_held: dict[tuple[Any, ...], str] = {}
_kept: list[Any] = []


def shape_of(value: Any) -> tuple[int, ...] | None:
    """Rows and columns of a table that may be worth keeping; None for anything else."""
    import pandas as pd

    if type(value) not in (pd.DataFrame, pd.Series):
        return None
    return value.shape if value.size * 8 >= LEAST else None


def as_loaded(value: Any, loaded: list[Any]) -> bool:
    """Whether a table is one of those that were read, untouched.

    What a test worked out itself is not kept with the students: it may be the answer to another exercise,
    and their code could look for it where it is kept.
    """
    place = fingerprint(value)
    return place is not None and any(fingerprint(one) == place for one in loaded)


def digest(data: bytes) -> str:
    """The name under which a value's bytes are kept."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def learn(digests: list[str], shapes: list[list[int]], held: list[Any], limits: Limits) -> int:
    """Take note of what is kept elsewhere; `held` are tables of this process, also in tuples and lists. Gives
    how many of these are among it.
    """
    _digests.update(digests)
    _shapes.update(tuple(shape) for shape in shapes)
    rest = list(held)
    while rest:
        value = rest.pop()
        if type(value) in (tuple, list):
            rest += value
        shape = shape_of(value)
        if shape in _shapes:
            name, place = digest(encode(value, limits)), fingerprint(value)
            if name in _digests and place is not None:
                _held[place] = name
                _kept.append(value)
    return len(_held)


def known_as(value: Any, limits: Limits) -> str | None:
    """The digest of a value that is kept elsewhere; None if it is not."""
    if not _digests:
        return None
    shape = shape_of(value)
    if shape is None or shape not in _shapes:
        return None
    name = _held.get(fingerprint(value) or ())
    if name is not None:
        return name
    try:
        name = digest(encode(value, limits))
    except CodecError:
        return None
    return name if name in _digests else None
