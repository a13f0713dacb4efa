"""A third role beside student and tester: it tries the walls, at start and in the tests of the sandbox."""

from __future__ import annotations

import contextlib
import io
import traceback
from typing import Any

from .channel import Channel, ChannelError


def warm(bundle: dict[str, Any], company: str | None) -> dict[str, Any]:
    """Nothing to import."""
    return {"company": company}


def serve(channel: Channel) -> None:
    """Answer `run` with what the code printed and how it ended; `start` writes nothing and says done."""
    names: dict[str, Any] = {"__name__": "__probe__"}
    while True:
        try:
            head, _ = channel.receive()
        except ChannelError:
            return
        printed, error = io.StringIO(), None
        try:
            with contextlib.redirect_stdout(printed):
                exec(head["source"], names)
        except BaseException as raised:
            error = "".join(traceback.format_exception_only(raised)).strip()
        channel.send({"n": head.get("n"), "printed": printed.getvalue(), "error": error})
