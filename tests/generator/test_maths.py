"""The elementary functions agree with SciPy's, and use nothing that differs between machines."""

import ast
from pathlib import Path

import numpy as np
import pytest
import scipy.special
import scipy.stats

from generator import draws, maths


def test_log_and_exp():
    x = np.exp(np.linspace(-300, 300, 20_001))
    assert np.allclose(maths.log(x), np.log(x), rtol=1e-15, atol=1e-15)
    y = np.linspace(-600, 600, 20_001)
    assert np.allclose(maths.exp(y), np.exp(y), rtol=1e-15, atol=0)


@pytest.mark.parametrize("a", [0.1, 0.5, 0.75, 3.6, 40.0])
def test_gamma_functions(a):
    assert maths.log_gamma(a) == pytest.approx(scipy.special.gammaln(a), abs=1e-13)
    x = np.exp(np.linspace(-12, 5, 500))
    lower, upper = maths.gamma_tails(a, x)
    assert np.allclose(lower, scipy.special.gammainc(a, x), rtol=1e-12, atol=1e-15)
    assert np.allclose(upper, scipy.special.gammaincc(a, x), rtol=1e-10, atol=1e-15)


def test_normal_quantile_and_cdf():
    u = (np.arange(50_001) + 0.5) / 50_001
    assert np.allclose(maths.normal_quantile(u), scipy.special.ndtri(u), atol=1e-13)
    z = np.linspace(-8, 8, 20_001)
    assert np.allclose(maths.normal_cdf(z), scipy.special.ndtr(z), atol=2e-10)


@pytest.mark.parametrize("a", [0.1, 0.13, 0.3, 0.5, 0.75, 3.6, 4.0, 75.0])
def test_gamma_curve_is_exact_in_both_tails(a):
    z = np.linspace(-7, 7, 5_001)
    x = maths.exp(maths.gamma_curve(a)(z))
    low, high = z <= 0, z >= 0
    assert np.all(np.diff(x) > 0)
    assert np.allclose(scipy.special.gammainc(a, x)[low], scipy.special.ndtr(z)[low], rtol=1e-8)
    assert np.allclose(scipy.special.gammaincc(a, x)[high], scipy.special.ndtr(-z)[high], rtol=1e-8)


@pytest.mark.parametrize("a", [0.6, 1.0, 4.0, 30.0])
def test_gamma_table_has_the_right_law(a):
    bits = draws.bits(draws.keys(5, "table", np.arange(200_000)))
    assert scipy.stats.kstest(maths.GammaTable(a)(bits), "gamma", args=(a,)).pvalue > 1e-4


def test_nothing_machine_dependent_is_called():
    """`np.log`, `np.exp`, `np.interp` and friends may differ in the last bit between processors."""
    banned = {"log", "exp", "log1p", "expm1", "power", "interp", "sin", "cos", "dot", "matmul", "einsum"}
    root = Path(maths.__file__).parent
    files = [root / "maths.py", root / "draws.py", root / "clock.py", root / "latents.py", root / "block.py"]
    found = []
    for path in [*files, *sorted((root / "business").glob("*.py"))]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Attribute)
                and node.attr in banned
                and isinstance(node.value, ast.Name)
                and node.value.id == "np"
            ):
                found.append(f"{path.name}:{node.lineno}: np.{node.attr}")
    assert not found
