"""The `centric` command."""

from __future__ import annotations

import errno
import sys
from collections.abc import Sequence

#: What the shell gets when the user stopped the command, as is usual.
STOPPED = 130


def main(words: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code: 0 done, 1 something is wrong, 2 wrong use.

    Whatever a user can mend is said in one sentence on the error stream; a traceback is a fault of ours.
    """
    from generator.errors import UserError
    from staffroom.cli.app import make_app
    from staffroom.mend import put_scripts_on_path, skip_slow_imports

    put_scripts_on_path()
    skip_slow_imports()
    _speak_utf8()
    try:
        make_app()(args=words, prog_name="centric")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
        if code == STOPPED:
            _say("Stopped; what was finished is kept.")
        return code
    except KeyboardInterrupt:
        _say("Stopped; what was finished is kept.")
        return STOPPED
    except UserError as error:
        _say(str(error))
        return error.exit_code
    except OSError as error:
        sentence = explain(error)
        if sentence is None:
            raise
        _say(sentence)
        return 1
    return 0


def explain(error: OSError) -> str | None:
    """Say in one sentence what the system refused, or None where it has no plain words."""
    where = f" ({error.filename})" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full{where}: make room, then run the same command again."
    if isinstance(error, PermissionError):
        return f"This file or folder may not be read or written{where}: change its permissions or the place."
    if error.errno == errno.EROFS:
        return f"The disk may only be read{where}: use a folder that can be written."
    return None


def _say(sentence: str) -> None:
    from staffroom.cli.say import say

    say(sentence, err=True)


def _speak_utf8() -> None:
    """Let a Windows console or a pipe with another encoding never stop a command over a letter."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
