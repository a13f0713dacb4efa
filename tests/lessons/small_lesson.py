"""Where the small lesson lies, and what a measure found in it."""

from __future__ import annotations

from pathlib import Path

from staffroom.teaching.finding import Result

FIXTURES = Path(__file__).parent / "fixtures"


def says(result: Result) -> list[str]:
    """What a measure found, without the places."""
    return [finding.what for finding in result.findings]
