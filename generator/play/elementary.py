"""Exponential, logarithm, powers and sums of single numbers, with the same bits on every machine.

Only what IEEE 754 rounds correctly (+, -, *, /) and what is exact (`frexp`, `ldexp`, rounding to an integer).
The platform's own `exp`, `log` and power may differ in the last bit, and so may `sum`, which newer versions
of Python carry out with a correction. `generator.maths` does the same, step by step, for arrays.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

LN2_HIGH = float.fromhex("0x1.62e42fee00000p-1")  # the first 33 bits of ln 2, so that n * LN2_HIGH is exact
LN2_LOW = float.fromhex("0x1.a39ef35793c76p-33")
LN2 = LN2_HIGH + LN2_LOW
SQRT_HALF = 0.7071067811865476
ATANH_TERMS = [1.0 / (2 * k + 1) for k in range(11)]
EXP_TERMS = [1.0 / math.factorial(k) for k in range(14)]
EXP_LIMIT = 700.0

_E0, _E1, _E2, _E3, _E4, _E5, _E6, _E7, _E8, _E9, _E10, _E11, _E12, _E13 = EXP_TERMS


def exps(numbers: Iterable[float]) -> list[float]:
    """Exponentials; relative error below 4e-16. Arguments are held inside ±700."""
    found, ldexp = [], math.ldexp
    for x in numbers:
        if x > EXP_LIMIT:
            x = EXP_LIMIT
        elif x < -EXP_LIMIT:
            x = -EXP_LIMIT
        n = round(x / LN2)
        r = (x - n * LN2_HIGH) - n * LN2_LOW
        # Horner's scheme, written out: a loop takes three times as long.
        total = r * _E13 + _E12
        total = (((total * r + _E11) * r + _E10) * r + _E9) * r + _E8
        total = (((total * r + _E7) * r + _E6) * r + _E5) * r + _E4
        found.append(ldexp((((total * r + _E3) * r + _E2) * r + _E1) * r + _E0, n))
    return found


def exp(x: float) -> float:
    """Exponential of one number."""
    return exps((x,))[0]


def log(x: float) -> float:
    """Natural logarithm of a positive number (from 2.3e-308); relative error below 4e-16 away from 1."""
    mantissa, exponent = math.frexp(x)
    if mantissa < SQRT_HALF:
        mantissa, exponent = mantissa * 2.0, exponent - 1
    s = (mantissa - 1.0) / (mantissa + 1.0)
    square, series = s * s, ATANH_TERMS[-1]
    for term in reversed(ATANH_TERMS[:-1]):
        series = series * square + term
    series = series * s
    return (series + series + exponent * LN2_LOW) + exponent * LN2_HIGH


def power(x: float, n: int) -> float:
    """`x` times itself, `n` factors, one after the other."""
    found = 1.0
    for _ in range(n):
        found *= x
    return found


def added(values: Iterable[float]) -> float:
    """Numbers added up, the first two first."""
    found = 0.0
    for value in values:
        found += value
    return float(found)
