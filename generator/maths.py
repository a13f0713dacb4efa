"""Elementary functions whose every bit is the same on every machine.

The same seed must give the same company on any processor. NumPy's `log`, `exp` and `interp` may differ in
the last bit with the vector width of the processor or with fused multiply-add, and one bit can move an
order over midnight. What stands here uses only operations that IEEE 754 rounds correctly (+, -, *, /,
square root) and exact ones (`frexp`, `ldexp`, `rint`), each as a separate NumPy call, so nothing can be
fused.

All functions take and give float64 arrays (or scalars) and are pure.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache, wraps

import numpy as np

from generator.play.elementary import (
    ATANH_TERMS,
    EXP_LIMIT,
    EXP_TERMS,
    LN2,
    LN2_HIGH,
    LN2_LOW,
    SQRT_HALF,
)

SQRT_HALF_PATTERN = np.array([SQRT_HALF]).view(np.int64)[0]

# Numbers at a time: what a piece needs stays in the processor's cache (measured: twice as fast), and the
# customers of a block are one piece.
PIECE = 20_480


def in_pieces(function: Callable[[np.ndarray], np.ndarray]) -> Callable[[np.ndarray], np.ndarray]:
    """Decorate a function of one array, element by element: long arrays are worked through piece by piece."""

    @wraps(function)
    def whole(x: np.ndarray) -> np.ndarray:
        x = np.asarray(x, dtype=np.float64)
        if x.size <= PIECE:
            return function(x)
        flat = x.reshape(-1)
        result = np.empty_like(flat)
        for start in range(0, len(flat), PIECE):
            result[start : start + PIECE] = function(flat[start : start + PIECE])
        return result.reshape(x.shape)

    return whole


def polynomial(coefficients: list[float], x: np.ndarray) -> np.ndarray:
    """Evaluate `coefficients[0] + coefficients[1] * x + …` (Horner; at least two coefficients)."""
    total = x * coefficients[-1]
    total += coefficients[-2]
    for coefficient in reversed(coefficients[:-2]):
        total *= x
        total += coefficient
    return total


def held(x: np.ndarray, low: float, high: float) -> np.ndarray:
    """Numbers held inside bounds; they nearly always are, which costs half as much to see as to ensure."""
    if x.size and (x.min() < low or x.max() > high):
        return np.minimum(np.maximum(x, low), high)
    return x


@in_pieces
def log(x: np.ndarray) -> np.ndarray:
    """Natural logarithm of positive numbers (from 2.3e-308); relative error below 4e-16 away from 1."""
    # x = mantissa * 2^exponent with a mantissa between √½ and √2, taken from the bits of x.
    pattern = x.view(np.int64)
    exponent = (pattern - SQRT_HALF_PATTERN) >> 52
    mantissa = (pattern - (exponent << 52)).view(np.float64)
    exponent = exponent.astype(np.float64)
    s = (mantissa - 1.0) / (mantissa + 1.0)
    series = polynomial(ATANH_TERMS, s * s) * s
    return (series + series + exponent * LN2_LOW) + exponent * LN2_HIGH


@in_pieces
def exp(x: np.ndarray) -> np.ndarray:
    """Exponential; relative error below 4e-16. Arguments are held inside ±700."""
    x = held(x, -EXP_LIMIT, EXP_LIMIT)
    n = np.rint(x / LN2)
    rest = (x - n * LN2_HIGH) - n * LN2_LOW
    return np.ldexp(polynomial(EXP_TERMS, rest), n.astype(np.int32))


def poisson(mean: np.ndarray | float, u: np.ndarray, most: int) -> np.ndarray:
    """Poisson numbers (int64, at most `most`) from uniform ones, by the inverse distribution function."""
    step = exp(-np.broadcast_to(np.asarray(mean, dtype=np.float64), u.shape))
    reached, found = step, np.zeros(len(u), dtype=np.int64)
    for k in range(1, most + 1):
        found += u > reached
        step = step * mean / k
        reached = reached + step
    return found


def log_gamma(a: float) -> float:
    """ln Γ(a) for a > 0, by Stirling's series after shifting the argument above 12."""
    product, x = 1.0, float(a)
    while x < 12.0:
        product *= x
        x += 1.0
    inverse = 1.0 / x
    series = polynomial(
        [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360], np.array(inverse * inverse)
    )
    logs = log(np.array([x, product]))
    half_log_two_pi = 0.9189385332046727
    return float((x - 0.5) * logs[0] - x + half_log_two_pi + series * inverse - logs[1])


def gamma_tails(a: float, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper tail (P, Q) of the gamma distribution with shape `a` and rate 1 at `x` > 0.

    Each tail is accurate relative to itself on its own side (series below a + 1, continued fraction by
    Lentz's method above; Press et al., Numerical Recipes, section 6.2).
    """
    x = np.asarray(x, dtype=np.float64)
    front = exp(a * log(x) - x - log_gamma(a))
    below = x < a + 1.0
    lower, upper = np.empty_like(x), np.empty_like(x)

    term = np.full(int(below.sum()), 1.0 / a)
    total, near, n = term.copy(), x[below], a
    while term.size and np.any(term > total * 1e-17):
        n += 1.0
        term = term * near / n
        total = total + term
    lower[below] = total * front[below]
    upper[below] = 1.0 - lower[below]

    far = x[~below]
    b = far + 1.0 - a
    c, d = np.full_like(far, 1e300), 1.0 / b
    fraction = d.copy()
    for i in range(1, 400):
        step = -i * (i - a)
        b = b + 2.0
        d = 1.0 / (step * d + b)
        c = b + step / c
        change = c * d
        fraction = fraction * change
        if (change == 1.0).all():
            break
    upper[~below] = fraction * front[~below]
    lower[~below] = 1.0 - upper[~below]
    return lower, upper


def normal_tail(z: np.ndarray) -> np.ndarray:
    """P(Z > z) for z >= 0, accurate relative to itself."""
    z = np.asarray(z, dtype=np.float64)
    half_square = np.maximum(0.5 * z * z, 1e-300)
    return 0.5 * gamma_tails(0.5, half_square)[1]


class Curve:
    """A smooth function known by values and slopes on an even grid (cubic Hermite interpolation).

    `start`, `step`: the grid; `values`, `slopes`: float64 arrays of equal length. Outside the grid the
    curve is held at its ends.
    """

    def __init__(self, start: float, step: float, values: np.ndarray, slopes: np.ndarray):
        self.start, self.per_step, self.last = start, 1.0 / step, len(values) - 2
        rise = values[1:] - values[:-1]
        left, right = slopes[:-1] * step, slopes[1:] * step
        self.c0, self.c1 = values, left
        self.c2 = 3.0 * rise - 2.0 * left - right
        self.c3 = left + right - 2.0 * rise

    def __call__(self, x: np.ndarray) -> np.ndarray:
        """Value of the curve at `x` (any shape)."""
        return in_pieces(self._value)(x)

    def _value(self, x: np.ndarray) -> np.ndarray:
        place = held((x - self.start) * self.per_step, 0.0, self.last + 1.0)
        cell = np.minimum(place.astype(np.int32), self.last)
        t = place - cell
        cell = cell.astype(np.intp)  # what NumPy takes without converting it for each of the four
        result = self.c3.take(cell)
        for coefficient in (self.c2, self.c1, self.c0):
            result *= t
            result += coefficient.take(cell)
        return result


class Steps:
    """Between which of rising edges numbers lie, looked up in a table instead of searched for.

    The same as `np.searchsorted(edges, x, side="right") - 1` for x of 0 or more, whose search costs several
    times as much where the numbers come in no order.
    """

    def __init__(self, edges: np.ndarray, parts: int):
        """`edges`: the first is 0. `parts`: of one; a power of two, so that parts of a number are exact."""
        self.parts, self.ends = parts, np.append(edges[1:], np.inf)
        starts = np.arange(int(edges[-1] * parts) + 2) / parts
        self.first = np.searchsorted(edges, starts, side="right") - 1

    def __call__(self, x: np.ndarray) -> np.ndarray:
        """Place of the last edge that is not above each number (int64)."""
        part = np.minimum((x * self.parts).astype(np.intp), len(self.first) - 1)
        found = self.first.take(part)  # never too high; too low where an edge lies within the part
        late = np.flatnonzero(x >= self.ends.take(found))
        while late.size:
            found[late] += 1
            late = late[x[late] >= self.ends[found[late]]]
        return found


Z_LIMIT, Z_STEP = 8.5, 1.0 / 64.0
Z_GRID = np.arange(round(2 * Z_LIMIT / Z_STEP) + 1) * Z_STEP - Z_LIMIT


def _normal_grid() -> tuple[np.ndarray, np.ndarray]:
    tail = normal_tail(np.abs(Z_GRID))
    density = exp(-0.5 * Z_GRID * Z_GRID) * 0.3989422804014327
    return tail, density


NORMAL_TAIL, NORMAL_DENSITY = _normal_grid()
normal_cdf = Curve(-Z_LIMIT, Z_STEP, np.where(Z_GRID > 0, 1.0 - NORMAL_TAIL, NORMAL_TAIL), NORMAL_DENSITY)

# Wichura (1988), algorithm AS 241 (PPND16), Applied Statistics 37(3), 477-484: numerators and denominators.
CENTRE = (
    [3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
     4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3],
    [1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
     2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3],
)  # fmt: skip
SHOULDER = (
    [1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
     1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2,
     7.74545014278341407640e-4],
    [1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
     1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
     1.05075007164441684324e-9],
)  # fmt: skip


def normal_quantile(u: np.ndarray) -> np.ndarray:
    """Standard normal quantile of u in (0, 1).

    Wichura's approximation; beyond 1.4e-11 from either end, which a draw of 53 bits reaches once in
    4e10, the shoulder's formula is kept (its error there is below 1e-4).
    """
    u = np.asarray(u, dtype=np.float64)
    flat = u.reshape(-1)
    z = _central_quantile(flat)
    outer = np.flatnonzero(np.abs(flat - 0.5) > 0.425)
    if outer.size:
        far = flat[outer]
        z[outer] = np.copysign(_tail_quantile(np.minimum(far, 1.0 - far)), far - 0.5)
    return z.reshape(u.shape)


@in_pieces
def _central_quantile(u: np.ndarray) -> np.ndarray:
    q = u - 0.5
    r = 0.180625 - q * q
    return polynomial(CENTRE[0], r) / polynomial(CENTRE[1], r) * q


@in_pieces
def _tail_quantile(tail: np.ndarray) -> np.ndarray:
    """Distance from 0 of the score beyond which so little lies."""
    r = np.sqrt(-log(tail)) - 1.6
    return polynomial(SHOULDER[0], r) / polynomial(SHOULDER[1], r)


@lru_cache(maxsize=64)  # the companies of a class share their laws
def gamma_curve(a: float) -> Curve:
    """Quantile curve of the gamma distribution with shape `a`, rate 1: normal score z -> ln x.

    The gamma variate that belongs to a normal score z is `exp(gamma_curve(a)(z))`; its distribution is
    gamma exactly (to 1e-9) if z is standard normal, whatever z is tied to. Found knot by knot with
    Newton's method on the logarithm of the nearer tail.
    """
    z = Z_GRID
    root = math.sqrt(a)
    wilson_hilferty = 1.0 - 1.0 / (9.0 * a) + z / (3.0 * root)
    guess = a * wilson_hilferty * wilson_hilferty * wilson_hilferty
    # Where that is poor (small shapes), the first term of the series of the lower tail.
    below = np.where(z > 0, 1.0 - NORMAL_TAIL, NORMAL_TAIL)
    first_term = (log(below) + log_gamma(a + 1.0)) / a
    y = np.where(wilson_hilferty < 0.5, first_term, log(np.maximum(guess, 1e-290)))
    log_tail = log(NORMAL_TAIL)
    constant = log_gamma(a)
    for _ in range(60):
        x = exp(y)
        lower, upper = gamma_tails(a, x)
        density = exp(a * y - x - constant)
        tail = np.maximum(np.where(z <= 0, lower, upper), 1e-300)
        miss = log(tail) - log_tail
        slope = np.where(z <= 0, density, -density) / tail
        move = np.minimum(np.maximum(miss / slope, -1.0), 1.0)
        y = y - move
        if np.all(np.abs(move) < 1e-12):
            break
    x = exp(y)
    slopes = NORMAL_DENSITY / exp(a * y - x - constant)
    return Curve(-Z_LIMIT, Z_STEP, y, slopes)


@lru_cache(maxsize=16)
def gamma_table(a: float) -> GammaTable:
    """The table of the gamma distribution with shape `a`, made once."""
    return GammaTable(a)


class GammaTable:
    """Gamma variates from raw bits, fast: 65,536 equally likely cells, linear inside a cell.

    For values drawn by the million. The highest cell has an exponential tail. The distribution function
    is right to 1.6e-5 everywhere.
    """

    def __init__(self, a: float):
        curve = gamma_curve(a)
        u = np.arange(1, 65536) / 65536.0
        inner = exp(curve(normal_quantile(u)))
        self.edges = np.concatenate([[0.0], inner, inner[-1:]])
        self.steps = np.diff(self.edges)
        # Above the last edge the excess is close to exponential with rate 1 - (a - 1) / x.
        top = inner[-1]
        self.tail_mean = 1.0 / (1.0 - (a - 1.0) / top) if a < top else 1.0

    def __call__(self, bits: np.ndarray) -> np.ndarray:
        """One variate (shape as `bits`, a flat uint64 array) with shape `a` and rate 1."""
        value = np.empty(len(bits))
        for start in range(0, len(bits), PIECE):
            value[start : start + PIECE] = self._value(bits[start : start + PIECE])
        return value

    def _value(self, bits: np.ndarray) -> np.ndarray:
        cell = (bits >> np.uint64(48)).view(np.int64)
        rest = ((bits >> np.uint64(11)) & np.uint64((1 << 37) - 1)).view(np.int64).astype(np.float64)
        rest += 0.5
        rest *= 2.0**-37
        low = self.edges.take(cell)
        value = self.steps.take(cell)
        value *= rest
        value += low
        top = np.flatnonzero(cell == 65535)
        if top.size:
            value[top] = low[top] - log(1.0 - rest[top]) * self.tail_mean
        return value
