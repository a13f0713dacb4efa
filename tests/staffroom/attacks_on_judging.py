"""Checks that are after the tests themselves, or that misbehave while they are called."""

from __future__ import annotations

from judged_course import HEAD

#: Name → the check's cell, and a cell behind the test.
SLY: dict[str, tuple[str, str]] = {
    "looks up the stack": (
        "import sys\n"
        + HEAD
        + "    frame = sys._getframe()\n"
        + "    while frame:\n"
        + "        for value in list(frame.f_locals.values()):\n"
        + "            if hasattr(value, 'kind') and hasattr(value, 'data'):\n"
        + "                return str(value.kind)\n"
        + "        frame = frame.f_back\n"
        + "    return ''\n",
        "",
    ),
    "looks through memory": (
        "import gc\n"
        + HEAD
        + "    for one in gc.get_objects():\n"
        + "        if type(one).__name__ == 'Case' and one.result is result:\n"
        + "            return one.kind\n"
        + "    return 'no'\n",
        "",
    ),
    "reads other processes": (
        "from pathlib import Path\n"
        + HEAD
        + "    for folder in Path('/proc').glob('[0-9]*'):\n"
        + "        try:\n"
        + "            text = (folder / 'environ').read_bytes() + (folder / 'cmdline').read_bytes()\n"
        + "            memory = (folder / 'mem').open('rb')\n"
        + "        except OSError:\n"
        + "            continue\n"
        + "        if b'_cases_of_spend' in text:\n"
        + "            return ''\n"
        + "    return 'no'\n",
        "",
    ),
    "patches the grader": (
        "import classroom.check.judging as judging\n"
        "judging.on_results = lambda *a, **k: 4.0\n"
        "judging._judged = lambda answer, name, case: 'turned-away' if case.kind else 'accepted'\n"
        "import classroom.check as check\n"
        "check.on_results = judging.on_results\n" + HEAD + "    return ''\n",
        "",
    ),
    "text of two minds": (
        "class Sly(str):\n"
        "    def strip(self, *a):\n"
        "        return self\n"
        "    def __eq__(self, other):\n"
        "        return True\n"
        "    __hash__ = str.__hash__\n" + HEAD + "    return Sly('no')\n",
        "",
    ),
    "shows points": (
        HEAD + "    print('4.0')\n    display(4.0)\n    print('mistake: none')\n    return ''\n",
        "4.0",
    ),
    "leaks to a file and reads it": (
        "from pathlib import Path\nimport pickle\n"
        + HEAD
        + "    for place in ('/tmp/leak', 'leak'):\n"
        + "        with open(place, 'ab') as out:\n"
        + "            pickle.dump((result, data), out)\n"
        + "    return '' if Path('/tmp/leak').stat().st_size > 60_000 else 'no'\n",
        "print(open('/tmp/leak', 'rb').read()[:80])",
    ),
    "asks the network": (
        "import socket\n"
        + HEAD
        + "    try:\n"
        + "        with socket.create_connection(('127.0.0.1', 8888), timeout=0.1) as line:\n"
        + "            line.sendall(str(result).encode())\n"
        + "            return line.recv(10).decode()\n"
        + "    except OSError:\n"
        + "        return ''\n",
        "",
    ),
    "goes by the clock": (
        "import time\nlast = [time.perf_counter()]\n"
        + HEAD
        + "    now, before = time.perf_counter(), last[0]\n"
        + "    last[0] = now\n"
        + "    return '' if now - before > 0.004 else 'no'\n",
        "",
    ),
    "dies on what it dislikes": (
        "import os\n" + HEAD + "    if len(result) % 2:\n        os._exit(0)\n    return 'no'\n",
        "",
    ),
    "stops on what it dislikes": (
        HEAD + "    assert len(result) % 2\n    return ''\n",
        "",
    ),
    "asks its own source": (
        "from classroom.check.cases import lot\n"
        + HEAD
        + "    order = lot('', 'order', In[-1]).permutation(32)\n"
        + "    asked.append(1)\n"
        + "    return 'no' if order[len(asked) % 32] < 20 else ''\n"
        + "asked = []\n",
        "",
    ),
}
