"""The lowest rung: warm processes and no walls. Only where an instructor typed that this is accepted."""

from __future__ import annotations

import tempfile
from pathlib import Path

from staffroom.grading.inside.limits import Limits
from staffroom.grading.sandbox.house import Bundle
from staffroom.grading.sandbox.shelf import environment, shelf
from staffroom.grading.sandbox.warm import Seated, Warm

#: Seconds for both warm processes to be ready.
WARMING = 600.0


class BareHouse:
    """Two warm processes with the rights of whoever grades."""

    rung = "bare"

    def __init__(
        self, bundle: Bundle, limits: Limits, modules: tuple[str, str] = ("student", "tester")
    ) -> None:
        """Start both (`modules` of the inside) and wait until they are warm. Raises SandboxError."""
        there = shelf()
        self._folder = tempfile.TemporaryDirectory(prefix="centric-house-")
        for name, path in there.library.items():
            (Path(self._folder.name) / name).symlink_to(path, target_is_directory=True)
        variables = environment(self._folder.name, there.packages, bundle.company)
        variables["HOME"] = self._folder.name
        command = [str(there.python), "-P", "-S", "-m", "inside.zygote"]
        self._warm: dict[str, Warm] = {}
        #: What `warm` of each side returned.
        self.said = {}
        try:
            sides = zip(("student", "tester"), modules, (bundle.student, bundle.tester), strict=True)
            for role, module, given in sides:
                self._warm[role] = warm = Warm(module, command, variables)
                warm.begin(given, bundle.company, {"limits": limits.as_dict()})
            for role, warm in self._warm.items():
                self.said[role] = warm.ready(WARMING)
        except BaseException:
            self.close()
            raise

    def student(self) -> Seated:
        """A process for a student's code."""
        return self._warm["student"].seat()

    def tester(self) -> Seated:
        """A process for tests."""
        return self._warm["tester"].seat()

    def close(self) -> None:
        """End all processes."""
        for warm in self._warm.values():
            warm.close()
        self._folder.cleanup()
