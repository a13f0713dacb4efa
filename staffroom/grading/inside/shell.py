"""A notebook's shell without a kernel: IPython runs the cells, and what they put out is kept here."""

from __future__ import annotations

import builtins
import contextlib
import getpass
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from .limits import Limits
from .outputs import Outputs, Printed, Stream, Target
from .told import message_of, plain_trace

#: Seconds that a command (`!ls`) may take.
COMMAND_SECONDS = 20
_NOT_HERE = "{} does nothing while a notebook is graded."
_NO_ONE = (
    "Nobody is there to answer `input()` while a notebook is graded. Write the value into the cell instead."
)
_LEFT_OUT = (
    "connect_info",
    "debug",
    "edit",
    "pdb",
    "qtconsole",
    "quickref",
    "recall",
    "rerun",
    "gui",
    "store",
)
_INSTALLERS = ("pip", "conda", "mamba", "micromamba", "uv")


class Publisher(DisplayPublisher):
    """Takes what `display` shows."""

    def publish(self, data: Any, metadata: Any = None, **how: Any) -> None:
        """Keep one thing shown."""
        shell: Any = self.shell
        mark = (how.get("transient") or {}).get("display_id")
        shell.target.show("display_data", data, mark=mark, update=bool(how.get("update")))

    def clear_output(self, wait: bool = False) -> None:
        """Throw away the cell's outputs."""
        shell: Any = self.shell
        shell.target.clear(wait)


class Hook(DisplayHook):
    """Takes the value of a cell's last expression."""

    def start_displayhook(self) -> None:
        """Nothing is printed before a result."""

    def write_output_prompt(self) -> None:
        """Nothing is printed before a result."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        """Keep the result."""
        shell: Any = self.shell
        shell.target.show("execute_result", format_dict)

    def log_output(self, format_dict: Any) -> None:
        """Nothing is logged."""

    def finish_displayhook(self) -> None:
        """Nothing is printed after a result."""


class Shell(InteractiveShell):
    """IPython with its ears and mouth elsewhere: no history file, no keyboard, no screen, no pager."""

    target: Target
    typed: list[str]
    streams: tuple[Stream, Stream]

    def mend_streams(self) -> None:
        """Put back a standard stream that is closed or gone; one of the student's own stays."""
        for name, stream in zip(("stdout", "stderr"), self.streams, strict=True):
            now = getattr(sys, name, None)
            if getattr(now, "closed", True) or not callable(getattr(now, "write", None)):
                setattr(sys, name, stream)

    def init_display_pub(self) -> None:
        """What is shown goes to our own publisher."""
        self.display_pub = Publisher(parent=self, shell=self)

    def init_displayhook(self) -> None:
        """Results go to our own hook."""
        self.displayhook = Hook(parent=self, shell=self, cache_size=self.cache_size)
        self.configurables.append(self.displayhook)
        from IPython.core.display_trap import DisplayTrap

        self.display_trap = DisplayTrap(hook=self.displayhook)

    def enable_gui(self, gui: Any = None) -> None:
        """There are no windows, and asking for some is no error."""

    def _showtraceback(self, etype: Any, evalue: Any, stb: list[str]) -> None:
        self.target.error(str(etype.__name__), message_of(evalue), [str(line) for line in stb])

    def ask_exit(self) -> None:
        """`exit` in a cell ends nothing."""

    def system(self, cmd: str) -> None:
        """Run a command such as `!ls`, with a limit on its time; installing is left out."""
        text = self._ran(cmd)
        if text:
            print(text, end="" if text.endswith("\n") else "\n")

    system_raw = system_piped = system

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> Any:
        """The lines that a command prints."""
        from IPython.utils.text import LSString, SList

        text = self._ran(cmd)
        return SList(text.splitlines()) if split else LSString(text)

    def _ran(self, cmd: str) -> str:
        cmd = self.var_expand(cmd, depth=3)
        try:
            words = shlex.split(cmd)
        except ValueError:
            words = cmd.split()
        names = [os.path.basename(word) for word in words[:3]]  # noqa: PTH119 (no path need be one)
        if names and (names[0] in _INSTALLERS or names[:2] == ["-m", "pip"] or names[1:] == ["-m", "pip"]):
            self.user_ns["_exit_code"] = 0
            return _NOT_HERE.format(f"`{names[0]}`") + "\n"
        try:
            ran = subprocess.run(
                cmd,
                shell=True,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=COMMAND_SECONDS,
            )
        except subprocess.TimeoutExpired:
            return f"The command took more than {COMMAND_SECONDS} seconds and was stopped.\n"
        except OSError as error:
            return f"{error}\n"
        self.user_ns["_exit_code"] = ran.returncode
        return ran.stdout.decode("utf-8", "replace")


def make_shell(limits: Limits) -> Shell:
    """The one shell of this process, with standard streams, keyboard and pictures set up for it."""
    settings = Config()
    settings.HistoryManager.enabled = False
    settings.HistoryManager.hist_file = ":memory:"
    with tempfile.TemporaryDirectory(prefix="ipython-") as folder:  # each student has one of their own later
        shell = Shell.instance(config=settings, ipython_dir=folder)
    shell.target, shell.typed = Outputs(limits), []
    shell.streams = (Stream("stdout", lambda: shell.target), Stream("stderr", lambda: shell.target))
    sys.stdout, sys.stderr = shell.streams  # type: ignore[assignment]
    builtins.input = _keyboard(shell)  # type: ignore[assignment]
    getpass.getpass = _keyboard(shell)  # type: ignore[assignment]
    shell.set_hook("show_in_pager", lambda *_, **__: None)
    for name in (*_LEFT_OUT, *_INSTALLERS):
        shell.register_magic_function(_silent(name), "line", name)
    if "" not in sys.path:
        sys.path.insert(0, "")
    return shell


def settle(shell: Shell) -> None:
    """Make a student's own place for what IPython keeps."""
    with contextlib.suppress(Exception):
        shell.ipython_dir = tempfile.mkdtemp(prefix="ipython-")


def _keyboard(shell: Shell) -> Any:
    def ask(prompt: object = "", /, stream: Any = None) -> str:
        if prompt != "":
            print(prompt, end="")
        if shell.typed:
            return shell.typed.pop(0)
        raise EOFError(_NO_ONE)

    ask.__name__ = "input"
    return ask


def _silent(name: str) -> Any:
    def magic(line: str = "") -> None:
        print(_NOT_HERE.format(f"`%{name}`"))

    magic.__name__ = name
    return magic


def draw_inline(shell: Shell) -> None:
    """Figures are shown as pictures at the end of a cell, as in a notebook; fonts are looked up now."""
    import matplotlib
    import matplotlib.pyplot as plt

    with contextlib.suppress(ImportError):
        from matplotlib_inline.backend_inline import configure_inline_support

        matplotlib.use("module://matplotlib_inline.backend_inline")
        configure_inline_support(shell, "module://matplotlib_inline.backend_inline")
    matplotlib.interactive(True)  # what is not shown by the end of a cell is shown then
    figure, axes = plt.subplots()
    axes.set_title("warm")
    axes.plot([0, 1], label="a")
    axes.legend()
    from io import BytesIO

    figure.savefig(BytesIO(), format="png", bbox_inches="tight")
    plt.close("all")


def run(shell: Shell, source: str, limits: Limits) -> tuple[bool, Outputs]:
    """Run one cell; gives whether it went without an error, and what it put out. Nothing gets through."""
    found = Outputs(limits)
    shell.target = found
    shell.mend_streams()
    good = False
    try:
        done = InteractiveShell.run_cell(shell, source, store_history=True)
        good = bool(done.success)
        error = done.error_before_exec or done.error_in_exec
        if error is not None and not _told(found):
            usage = type(error).__name__ == "UsageError"  # of a magic: its message is all there is to say
            found.error(type(error).__name__, message_of(error), [] if usage else plain_trace(error))
    except BaseException as error:
        found.error(type(error).__name__, message_of(error), plain_trace(error))
    good = good and not _told(found)
    return good, found


def _told(outputs: Outputs) -> bool:
    return any(one["output_type"] == "error" for one in outputs.found)


@contextlib.contextmanager
def listening(shell: Shell, typed: list[str] | None = None) -> Iterator[Printed]:
    """Keep what is printed meanwhile apart from the cell's outputs; `typed` is what `input()` gives."""
    before, shell.target = shell.target, (printed := Printed())
    shell.typed = list(typed or [])
    shell.mend_streams()
    out, err = sys.stdout, sys.stderr
    try:
        yield printed
    finally:
        sys.stdout, sys.stderr = out, err
        shell.target, shell.typed = before, []
