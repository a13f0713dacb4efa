"""A small course, made anew for each test that asks for one."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_course import make_course


@pytest.fixture
def course_dir(tmp_path: Path) -> Path:
    return make_course(tmp_path / "course")
