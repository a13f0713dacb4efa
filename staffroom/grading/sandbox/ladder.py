"""The ladder: the best way to shut code in that works on this machine."""

from __future__ import annotations

from staffroom.grading.inside.limits import Limits
from staffroom.grading.sandbox.house import Bundle, House
from staffroom.grading.sandbox.rooms import Rooms
from staffroom.grading.sandbox.seated import SandboxError


def open_house(
    bundle: Bundle, limits: Limits | None = None, *, allow_unsandboxed: bool = False, rung: str | None = None
) -> House:
    """Start the warm processes of a lesson on the best rung that works, or on `rung`. Raises SandboxError.

    Without walls ("bare") only if `allow_unsandboxed`.
    """
    limits = limits or Limits()
    if rung == "nested":
        return Rooms("nested", bundle, limits)
    if rung in (None, "bare") and allow_unsandboxed:
        return Rooms("bare", bundle, limits)
    raise SandboxError("There is no sandbox on this machine.")
