"""The process that runs submissions, one after the other: `python -m staffroom.grading.worker COURSE`.

It reads jobs from its input and writes answers to its output, one JSON document per line. It holds a copy of
the lesson's cells (a scratch gradebook without students) and never sees the real gradebook. If it hangs, its
owner kills it and starts another.
"""

from __future__ import annotations

import base64
import json
import os
import sys
import time
import traceback
from pathlib import Path
from typing import IO, Any

from staffroom.grading.verdict import Company
from staffroom.mend import skip_slow_imports
from staffroom.scratch import temporary_folder

#: Not here: scores are saved elsewhere, and a student's own company comes with the job.
SKIPPED = ("SaveAutoGrades", "AssignLatePenalties", "OwnCompany")


def main(words: list[str]) -> int:
    """Serve jobs until the input ends. `words`: the course's folder and the scratch gradebook's URL."""
    root, db_url = words
    skip_slow_imports()
    answers = _keep_output_for_answers()
    with temporary_folder("home") as home, temporary_folder("desk") as cwd:
        # an instructor's own IPython start-up files have no say in a grade
        os.environ["IPYTHONDIR"] = home
        os.environ["NBGRADER_EXECUTION"] = "autograde"
        os.chdir(cwd)
        serve = Server(Path(root), db_url)
        answers.write(b'{"ready": true}\n')
        answers.flush()
        for line in sys.stdin.buffer:
            answer = serve.answer(json.loads(line))
            answers.write(json.dumps(answer).encode("ascii") + b"\n")
            answers.flush()
        os.chdir(root)
    return 0


def _keep_output_for_answers() -> IO[bytes]:
    """Take the output for ourselves: whatever else is printed, here or in a kernel, is dropped."""
    answers = os.fdopen(os.dup(1), "wb")
    drop = os.open(os.devnull, os.O_WRONLY)
    os.dup2(drop, 1)
    os.close(drop)
    return answers


class Server:
    """nbgrader's own steps of autograding, ready to be applied to one notebook after another."""

    def __init__(self, root: Path, db_url: str) -> None:
        """Read the course's settings and take from nbgrader the steps that it would take."""
        from nbgrader.converters import Autograde
        from nbgrader.coursedir import CourseDirectory

        from staffroom.course import find_course
        from staffroom.grading.execute import BoundedExecute
        from staffroom.lessons.release import quiet

        self.config = find_course(root).config
        self.config.Exporter.default_preprocessors = []
        self.db_url = db_url
        self.quiet = quiet
        plan = Autograde(coursedir=CourseDirectory(config=self.config), config=self.config)
        self.sanitize = list(plan.sanitize_preprocessors)
        # scores are saved by the one process that may write the gradebook
        self.run = [
            BoundedExecute if _name(step) == "Execute" else step
            for step in plan.autograde_preprocessors
            if _name(step) not in SKIPPED
        ]

    def answer(self, job: dict[str, Any]) -> dict[str, Any]:
        """Grade one job; gives `notebook` or `trouble`, never raises because of the submission."""
        from nbgrader.nbgraderformat import SchemaTooNewError, SchemaTooOldError, ValidationError

        from staffroom.grading.execute import KernelTrouble

        start = time.perf_counter()
        answer: dict[str, Any] = {"student": job["student"]}
        try:
            answer["notebook"] = self._autograde(job)
        except KernelTrouble as trouble:
            answer["trouble"] = {"key": trouble.key, "cell": trouble.cell}
        except (ValidationError, SchemaTooOldError, SchemaTooNewError) as error:
            answer["trouble"] = {"key": "damaged-cells", "words": str(error).split("\n")[0]}
        except Exception as error:
            words = f"{type(error).__name__}: {error}".split("\n")[0]
            answer["trouble"] = {"key": "grader-failed", "words": words, "trace": traceback.format_exc()}
        answer["seconds"] = time.perf_counter() - start
        return answer

    def _autograde(self, job: dict[str, Any]) -> str:
        import nbformat
        from nbconvert.exporters import NotebookExporter

        from staffroom.roster.laid import laid

        own = laid(_company(job.get("company")))
        with temporary_folder("work") as folder, self.quiet(), own:
            for name, content in _as_bytes(job["extras"]).items():
                path = Path(folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            text = job["notebook"]
            for steps in (self.sanitize, self.run):
                exporter = NotebookExporter(config=self.config)
                for step in steps:
                    exporter.register_preprocessor(step)
                resources = {
                    "unique_key": job["lesson"],
                    "metadata": {"path": folder, "name": job["lesson"]},
                    "nbgrader": {
                        "student": job["student"],
                        "assignment": job["lesson"],
                        "notebook": job["lesson"],
                        "db_url": self.db_url,
                    },
                }
                text, _ = exporter.from_notebook_node(nbformat.reads(text, as_version=4), resources=resources)
            return str(text)


def _as_bytes(files: dict[str, str]) -> dict[str, bytes]:
    return {name: base64.b64decode(content) for name, content in files.items()}


def _company(given: dict[str, Any] | None) -> Company | None:
    if given is None:
        return None
    return Company(_as_bytes(given["tables"]), _as_bytes(given["truth"]), given["others"], given["lot"])


def _name(step: Any) -> str:
    return (step if isinstance(step, str) else step.__name__).rsplit(".", 1)[-1]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
