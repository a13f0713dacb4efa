"""Engines: the same company from all of them, and what happens when a worker, driver or scheduler goes."""

import contextlib
import json
import logging
import os
import shutil
import signal
import subprocess
import sys
from shlex import quote

import psutil
import pytest
from spoken import shell

from generator import UserError, WrongUse, generate, validate
from generator.engines import cluster as cluster_module
from generator.engines import engine_for

SMALL = {"customers": 700, "seed": 5}


def digests(manifest):
    return {name: table["logical_digest"] for name, table in manifest.tables.items()}


def problems(path):
    return [fact.sentence for fact in validate(path) if not fact.good]


def local_cluster(workers):
    from distributed import LocalCluster

    return LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        dashboard_address="127.0.0.1:0",
        silence_logs=logging.CRITICAL,
    )


@pytest.fixture(autouse=True)
def unhurried(monkeypatch):
    monkeypatch.setattr(cluster_module, "REACH_SECONDS", 300)
    monkeypatch.setattr(cluster_module, "WORKER_SECONDS", 300)


@pytest.fixture(scope="module")
def scheduler():
    """The address of a running cluster of two workers."""
    with local_cluster(2) as cluster:
        yield cluster.scheduler_address


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return digests(generate(tmp_path_factory.mktemp("whole") / "c", **SMALL))


@pytest.mark.parametrize("block", [97, 350])
def test_a_cluster_gives_the_same_company(whole, scheduler, tmp_path, block):
    steps = []
    made = generate(tmp_path / "c", **SMALL, block=block, scheduler=scheduler, progress=steps.append)
    assert digests(made) == whole
    assert problems(tmp_path / "c") == []
    assert [step.done for step in steps] == list(range(1, -(-700 // block) + 1))
    assert steps[-1].rows > steps[0].rows > 0


def test_four_processes_give_the_same_company(whole, tmp_path):
    assert digests(generate(tmp_path / "c", **SMALL, block=120, workers=4, engine="processes")) == whole


def test_a_stopped_run_goes_on_with_another_engine(whole, scheduler, tmp_path):
    def stop(step):
        if step.done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        generate(tmp_path / "c", **SMALL, block=150, progress=stop)
    steps = []
    made = generate(tmp_path / "c", **SMALL, block=150, scheduler=scheduler, progress=steps.append)
    assert digests(made) == whole
    assert len(steps) == 3 and steps[0].found > 0, "finished blocks were made again"


def test_what_a_worker_says_reaches_the_user(scheduler):
    with engine_for("dask", 1, scheduler) as engine, pytest.raises(UserError, match="one sentence"):
        list(engine.map(_complain, [1, 2, 3]))


def _complain(item):
    raise UserError(f"Item {item}: one sentence.")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"workers": 0}, "workers must be at least 1"),
        ({"workers": 5000}, "at most 1,024; found 5000"),
        ({"engine": "dusk"}, "no engine `dusk`. Did you mean `dask`"),
        ({"engine": "serial", "workers": 2}, "serial has one worker; found 2"),
        ({"engine": "processes", "scheduler": "tcp://127.0.0.1:1"}, "A scheduler is for the engine dask"),
        ({"scheduler": "127.0.0.1:8786"}, "is not the address of a scheduler; give it as tcp://host:port"),
        ({"block": 0}, "block must be at least 1"),
    ],
)
def test_what_does_not_go_together_is_said(tmp_path, words, says):
    with pytest.raises(WrongUse, match=says.replace("(", r"\(")):
        generate(tmp_path / "c", **SMALL, **words)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_scheduler_that_does_not_answer(tmp_path):
    words = ["generate", "--customers", "5", "--out", "c", "--scheduler", "tcp://127.0.0.1:9"]
    run = shell(*words, cwd=tmp_path, seconds=600)
    assert run.returncode == 1
    assert "No scheduler answers at tcp://127.0.0.1:9 within 5 seconds" in " ".join(run.stderr.split())
    assert "Traceback" not in run.stderr and "distributed" not in run.stderr
    assert not (tmp_path / "c").exists()


def test_a_scheduler_without_workers(tmp_path, monkeypatch):
    monkeypatch.setattr(cluster_module, "WORKER_SECONDS", 1)
    with local_cluster(0) as empty, pytest.raises(UserError, match="has no workers after 1 seconds"):
        generate(tmp_path / "c", **SMALL, scheduler=empty.scheduler_address)
    assert not (tmp_path / "c").exists()


@pytest.mark.skipif(os.name == "nt", reason="signals as on POSIX")
@pytest.mark.slow
def test_a_killed_worker_of_a_cluster_does_not_stop_the_run(whole, tmp_path):
    killed = []
    with local_cluster(2) as cluster:

        def kill_one(step):
            if step.done == 3 and not killed:
                killed.append(next(iter(cluster.workers.values())).pid)
                os.kill(killed[0], signal.SIGKILL)

        made = generate(
            tmp_path / "c", **SMALL, block=30, scheduler=cluster.scheduler_address, progress=kill_one
        )
    assert killed and not psutil.pid_exists(killed[0])
    assert digests(made) == whole
    assert problems(tmp_path / "c") == []


DRIVER = """
import sys, time
from generator import generate
def progress(step):
    print(step.done, flush=True)
    if step.done >= 3:
        time.sleep(3600)
if __name__ == "__main__":
    generate(sys.argv[1], customers=700, seed=5, block=40, workers=2, engine="dask", progress=progress)
"""


@pytest.mark.skipif(os.name == "nt", reason="signals as on POSIX")
@pytest.mark.slow
def test_a_killed_driver_leaves_nothing_behind_and_is_resumed(whole, tmp_path):
    script = tmp_path / "run.py"
    script.write_text(DRIVER, encoding="utf-8")
    run = subprocess.Popen(
        [sys.executable, str(script), str(tmp_path / "c")], stdout=subprocess.PIPE, text=True
    )
    while int(run.stdout.readline() or 3) < 3:
        pass
    children = psutil.Process(run.pid).children(recursive=True)
    run.kill()
    run.wait()
    run.stdout.close()
    assert not (tmp_path / "c").exists()
    _, alive = psutil.wait_procs(children, timeout=300)
    assert not alive, "workers outlive their driver"
    steps = []
    made = generate(tmp_path / "c", **SMALL, block=40, progress=steps.append)
    assert steps[0].found > 0 and digests(made) == whole
    assert problems(tmp_path / "c") == []


@pytest.mark.slow
def test_a_scheduler_that_goes_away_is_said_and_nothing_is_lost(whole, tmp_path):
    with local_cluster(2) as cluster:

        def close(step):
            if step.done == 2:
                cluster.close()

        with pytest.raises(UserError, match="went away"):
            generate(tmp_path / "c", **SMALL, block=60, scheduler=cluster.scheduler_address, progress=close)
    assert not (tmp_path / "c").exists()
    steps = []
    assert digests(generate(tmp_path / "c", **SMALL, block=60, progress=steps.append)) == whole
    assert steps[0].found > 0


BLIND = (
    "mount -t tmpfs tmpfs {folder} && "
    "exec {python} -m distributed.cli.dask_worker {address} --nthreads 1 --no-dashboard"
)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs unshare, to hide a folder from a worker")
def test_a_worker_that_does_not_see_the_folder_is_named(tmp_path):
    """A worker with file systems of its own, as on another machine."""
    if subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode:
        pytest.skip("no file systems of one's own here")
    (tmp_path / "shared").mkdir()
    with local_cluster(0) as cluster:
        command = BLIND.format(
            folder=quote(str(tmp_path / "shared")),
            python=quote(sys.executable),
            address=cluster.scheduler_address,
        )
        worker = subprocess.Popen(
            ["unshare", "-m", "sh", "-c", command],
            cwd=tmp_path,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            with pytest.raises(UserError, match=r"1 of 1 workers do not see .* URL such as s3://"):
                generate(tmp_path / "shared" / "c", **SMALL, scheduler=cluster.scheduler_address)
        finally:
            for child in psutil.Process(worker.pid).children(recursive=True):
                with contextlib.suppress(psutil.NoSuchProcess):
                    child.kill()
            worker.kill()
            worker.wait()
    assert not (tmp_path / "shared" / "c").exists()


def test_the_command_says_how_fast_it_is(tmp_path):
    words = ["generate", "--customers", "60", "--out", "c", "--engine", "serial", "--json"]
    run = shell(*words, cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    answer = json.loads(run.stdout)
    assert answer["seconds"] > 0 and answer["rows"] > 0
