"""The ladder: the best way to shut code in that works on this machine, found by trying."""

from __future__ import annotations

from collections.abc import Callable

from staffroom.grading.inside.limits import Limits
from staffroom.grading.sandbox.cold import ColdRooms
from staffroom.grading.sandbox.container import ContainerRooms
from staffroom.grading.sandbox.frames import SIDES
from staffroom.grading.sandbox.house import Bundle, House
from staffroom.grading.sandbox.rooms import Rooms
from staffroom.grading.sandbox.seated import SandboxError
from staffroom.grading.sandbox.trial import holes

Opens = Callable[[str, Bundle, Limits, tuple[str, str]], Rooms]
#: The rungs, best first, and what opens a house on each.
RUNGS: dict[str, Opens] = {"nested": Rooms, "landlock": Rooms, "cold": ColdRooms, "container": ContainerRooms}
#: The rung without walls, which must be asked for.
BARE = "bare"


def open_house(
    bundle: Bundle,
    limits: Limits | None = None,
    *,
    allow_unsandboxed: bool = False,
    rung: str | None = None,
    modules: tuple[str, str] = SIDES,
) -> House:
    """Start the warm processes of a lesson on the best rung that works, or on `rung` alone.

    Without walls ("bare") only if `allow_unsandboxed` and nothing else works, or if asked for. Raises
    SandboxError if nothing works, or if a side cannot warm up; nothing is left running then.
    """
    limits = limits or Limits()
    if rung == BARE and allow_unsandboxed:
        return Rooms(BARE, bundle, limits, modules)
    found, why = best([rung] if rung else list(RUNGS), limits)
    if found is None:
        if allow_unsandboxed and rung is None:
            return Rooms(BARE, bundle, limits, modules)
        raise SandboxError(_refusal(why))
    house = RUNGS[found](found, bundle, limits, modules)
    try:
        _try(house)
    except BaseException:
        house.close()
        raise
    return house


def best(rungs: list[str], limits: Limits) -> tuple[str | None, dict[str, str]]:
    """The first rung that stands its trial, if any, and why those before it do not, in words."""
    why: dict[str, str] = {}
    for rung in rungs:
        try:
            if rung not in RUNGS:
                raise SandboxError("There is no such rung.")
            house = RUNGS[rung](rung, Bundle("trial"), limits, ("probes", "probes"))
            try:
                _try(house)
            finally:
                house.close()
        except SandboxError as error:
            why[rung] = str(error)
        else:
            return rung, why
    return None, why


def _try(house: Rooms) -> None:
    for side in SIDES:
        found = {
            probe: got
            for probe, got in holes(house, side).items()
            if probe not in house.accepted.get(side, ())
        }
        if found:
            words = "; ".join(f"{probe.replace('_', ' ')} ({reached})" for probe, reached in found.items())
            raise SandboxError(f"The walls have holes: {words}.")


def _refusal(why: dict[str, str]) -> str:
    tried = " ".join(f"[{rung}] {words}" for rung, words in why.items())
    return (
        "No sandbox works on this machine, so no student's code is run here. `centric doctor` says what to "
        f"install; --allow-unsandboxed runs it with all your rights. {tried}"
    )
