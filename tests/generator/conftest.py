import pytest

from generator import generate


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """A small company on disk with its truth; do not change it (copy it first)."""
    out = tmp_path_factory.mktemp("made") / "company"
    generate(out, customers=600, seed=3, block=200)
    return out


@pytest.fixture
def copy(made, tmp_path):
    """A copy of the small company that a test may harm."""
    import shutil

    return shutil.copytree(made, tmp_path / "copy")
