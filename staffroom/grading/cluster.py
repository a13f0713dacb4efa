"""Grade on a Dask cluster: the same pure function as on one machine, mapped over its workers.

Each worker process keeps one set of warm processes for the lesson, in a sandbox of its own machine; it sees
submissions, never the gradebook. A worker that dies gives its submissions back to the scheduler; each comes
back as one verdict, and the one writer here puts it down once.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import logging
import threading
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

from distributed import Client, WorkerPlugin

from generator.errors import UserError
from staffroom.grading.runners import LessonToRun
from staffroom.grading.stream import grader_failed
from staffroom.grading.verdict import Job, Reason, Verdict
from staffroom.scratch import temporary_folder

REACH_SECONDS = 5
WORKER_SECONDS = 10
#: Submissions per thread that the scheduler holds: enough that no worker waits for us.
AT_ONCE = 2
#: A company is sent to workers who do not have it; a larger one must lie where they find it.
LARGEST_COMPANY = 600_000_000


class ClusterRunner:
    """Runs jobs on the workers of a scheduler; use it in a `with` statement."""

    def __init__(self, scheduler: str, lesson: LessonToRun, company: Path | None = None) -> None:
        """`company` is the folder that the class shares; workers who cannot see it are sent its files."""
        self.scheduler, self.lesson, self.company = scheduler, lesson, company
        self.rung = ""
        self._key = f"centric-{uuid4().hex}"
        self._client: Client | None = None

    def __enter__(self) -> ClusterRunner:
        """Reach the workers and warm them up. Raises `UserError` where that fails."""
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        self._client = self._reach()
        try:
            self._same_software()
            self._client.register_plugin(_Lesson(self._key, self.lesson, *self._company()))
            self.rung = " and ".join(sorted(set(self._client.run(_warm, self._key).values())))
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """End the warm processes of all workers; the cluster itself goes on."""
        client, self._client = self._client, None
        if client is not None:
            with contextlib.suppress(Exception):
                client.unregister_worker_plugin(self._key)
            with contextlib.suppress(OSError, TimeoutError, RuntimeError):
                client.close()

    def run(self, jobs: Iterable[Job]) -> Iterator[Verdict]:
        """Grade all jobs; verdicts come as they are ready, jobs are taken as workers get free."""
        from concurrent.futures import CancelledError

        from distributed import as_completed
        from distributed.comm.core import CommClosedError

        assert self._client is not None
        client, source = self._client, iter(jobs)
        students: dict[str, str] = {}

        def submit() -> Any:
            job = next(source, None)
            if job is None:
                return None
            future = client.submit(_grade, self._key, job, pure=False)
            students[future.key] = job.student
            return future

        try:
            threads = max(1, sum(client.nthreads().values()))
            started = [f for f in (submit() for _ in range(AT_ONCE * threads)) if f is not None]
            running = as_completed(started, loop=client.loop)
            for future in running:
                yield _verdict(students.pop(future.key), future)
                future.release()
                following = submit()
                if following is not None:
                    running.add(following)
        except (CommClosedError, CancelledError) as error:
            raise UserError(
                f"The scheduler {self.scheduler} went away. What is graded is kept: the same command goes on "
                "from there."
            ) from error

    def _reach(self) -> Client:
        try:
            client = Client(self.scheduler, timeout=REACH_SECONDS, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise UserError(
                f"No scheduler answers at {self.scheduler} within {REACH_SECONDS} seconds; start one "
                "(`dask scheduler`), or leave --scheduler out."
            ) from error
        try:
            client.wait_for_workers(1, timeout=WORKER_SECONDS)
        except TimeoutError as error:
            client.close()
            raise UserError(
                f"The scheduler {self.scheduler} has no workers after {WORKER_SECONDS} seconds; start some "
                f"(`dask worker {self.scheduler}`)."
            ) from error
        return client

    def _same_software(self) -> None:
        assert self._client is not None
        try:
            found = self._client.run(software)
        except (ModuleNotFoundError, AttributeError) as error:
            raise UserError(
                f"A worker of {self.scheduler} cannot load this software ({error}); install the same version "
                "of centric on every worker."
            ) from error
        mine = software()
        for worker, theirs in sorted(found.items()):
            if theirs != mine:
                raise UserError(
                    f"The worker {worker} has another version of centric; install the same on every worker."
                )

    def _company(self) -> tuple[str, str, bytes]:
        """Where the company lies, its fingerprint, and its files if a worker does not see it there."""
        if self.company is None:
            return "", "", b""
        folder = str(self.company.resolve())
        mark = _mark(folder)
        assert self._client is not None
        if all(theirs == mark for theirs in self._client.run(_mark, folder).values()):
            return folder, mark, b""
        return folder, mark, _packed(Path(folder))


def _verdict(student: str, future: Any) -> Verdict:
    from distributed.scheduler import KilledWorker

    try:
        verdict: Verdict = future.result()
    except (UserError, OSError):
        raise
    except KilledWorker:
        reason = Reason(
            "worker-lost",
            "Your notebook brought the grading program to a halt; your instructor has been told.",
            "The same submission lost its worker again and again.",
        )
        return Verdict(student, 0.0, reason=reason)
    except Exception as error:
        if type(error).__name__ in ("CommClosedError", "CancelledError", "FutureCancelledError"):
            raise
        return Verdict(student, 0.0, reason=grader_failed(error))
    return verdict


def software() -> str:
    """A fingerprint of the programs that have a say in a verdict."""
    import classroom
    import generator
    import staffroom.grading

    whole = hashlib.sha256()
    for package in (staffroom.grading, classroom, generator):
        root = Path(str(package.__file__)).parent
        for path in sorted(root.rglob("*.py")):
            whole.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return whole.hexdigest()[:16]


def _mark(folder: str) -> str:
    """A fingerprint of the company in a folder; empty if there is none."""
    try:
        return hashlib.sha256(Path(folder, "manifest.json").read_bytes()).hexdigest()
    except OSError:
        return ""


def _packed(folder: Path) -> bytes:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and "truth" not in path.parts]
    if sum(path.stat().st_size for path in files) > LARGEST_COMPANY:
        raise UserError(
            f"The company is too large to be sent to the workers; put it at {folder} on each of them."
        )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path in files:
            archive.write(path, path.relative_to(folder).as_posix())
    return out.getvalue()


# ------------------------------------------------------------------------------------ on the workers

_LESSONS: dict[str, _Lesson] = {}


class _Lesson(WorkerPlugin):
    """What a worker needs of a lesson; workers that join or start anew are given it too."""

    idempotent = False

    def __init__(self, key: str, lesson: LessonToRun, folder: str, mark: str, packed: bytes) -> None:
        self.name = key
        self.key, self.lesson, self.folder, self.mark, self.packed = key, lesson, folder, mark, packed

    def setup(self, worker: Any) -> None:
        """Keep it; processes start with the first submission."""
        self.lock = threading.Lock()
        self.runner: Any = None
        self._close = threading.Event()
        self._thread: threading.Thread | None = None
        _LESSONS[self.key] = self

    def teardown(self, worker: Any) -> None:
        """End the warm processes."""
        _LESSONS.pop(self.key, None)
        self._close.set()
        if self._thread is not None:
            self._thread.join(timeout=30)

    def __getstate__(self) -> dict[str, Any]:
        """Only what is sent."""
        names = ("name", "key", "lesson", "folder", "mark", "packed")
        return {name: self.__dict__[name] for name in names}

    def open(self) -> Any:
        """The runner with its warm processes, started by the first who asks."""
        with self.lock:
            if self.runner is None:
                started: list[Any] = []
                there = threading.Event()
                # warm processes end with the thread that started them: a thread of the pool may come and go
                self._thread = threading.Thread(target=self._keep, args=(started, there), daemon=True)
                self._thread.start()
                there.wait()
                if isinstance(started[0], BaseException):
                    raise started[0]
                self.runner = started[0]
            return self.runner

    def _keep(self, started: list[Any], there: threading.Event) -> None:
        try:
            with contextlib.ExitStack() as stack:
                company = self._lay(stack)
                started.append(stack.enter_context(self.lesson.runner(1, company)))
                there.set()
                self._close.wait()
        except BaseException as error:
            started.append(error)
            there.set()

    def _lay(self, stack: contextlib.ExitStack) -> Path | None:
        if not self.folder:
            return None
        if _mark(self.folder) == self.mark:
            return Path(self.folder)
        if not self.packed:
            raise UserError(f"A worker that joined has no company at {self.folder}; put it there.")
        folder = stack.enter_context(temporary_folder("company"))
        with zipfile.ZipFile(io.BytesIO(self.packed)) as archive:
            archive.extractall(folder)
        # the sandbox's user must be able to read it
        Path(folder).chmod(0o755)
        return Path(folder)


def _warm(key: str) -> str:
    return str(_LESSONS[key].open().rung)


def _grade(key: str, job: Job) -> Verdict:
    verdict: Verdict = _LESSONS[key].open().grade(job)
    return verdict
