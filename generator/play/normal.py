"""The distribution function of the normal distribution, on any rows of numbers."""

from __future__ import annotations

from generator.play.arrays import Array, Arrays

# Hart (1968) as in West (2005), "Better approximations to cumulative normal functions", Wilmott.
TOP = (
    3.52624965998911e-02, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871,
    221.213596169931, 220.206867912376,
)  # fmt: skip
BOTTOM = (
    8.83883476483184e-02, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674,
    637.333633378831, 793.826512519948, 440.413735824752,
)  # fmt: skip
FAR = 7.07106781186547  # where half of what lies beyond is told by a continued fraction instead
ROOT_OF_TWO_PI = 2.506628274631


def normal_cdf(arrays: Arrays, z: Array) -> Array:
    """P(Z <= z), element by element; absolute error below 1e-14."""
    size = arrays.minimum(arrays.maximum(z, -z), 37.0)
    density = arrays.exp(size * size * -0.5)
    near = arrays.minimum(size, FAR)
    tail = density * (_horner(TOP, near) / _horner(BOTTOM, near))
    far = arrays.maximum(size, FAR)
    fraction = far + 0.65
    for step in (4.0, 3.0, 2.0, 1.0):
        fraction = far + step / fraction
    tail = arrays.where(size < FAR, tail, density / (fraction * ROOT_OF_TWO_PI))
    return arrays.where(z > 0.0, 1.0 - tail, tail)


def _horner(coefficients: tuple[float, ...], x: Array) -> Array:
    total = x * coefficients[0] + coefficients[1]
    for coefficient in coefficients[2:]:
        total = total * x + coefficient
    return total
