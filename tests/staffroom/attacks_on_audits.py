"""Answers to an audit that are after its key, or that are no plain table."""

from __future__ import annotations

N = "range(1, 8)"
ALL_WRONG = f"[[n, 'wrong', 'a', 'cosmetic', 1.0] for n in {N}]"

#: Name → the answer's cell, and a cell behind the test.
SLY: dict[str, tuple[str, str]] = {
    "reads the environment": (
        "import os\n"
        "found = {k: v for k, v in os.environ.items() if 'LOT' in k or 'OTHERS' in k or 'TRUTH' in k}\n"
        f"board_report = [[n, 'wrong', 'a', 'cosmetic', 1.0] for n in {N}] if found else ...\n"
        "assert not found",
        "",
    ),
    "looks through memory": (
        "import gc\n"
        "names = ('Report', 'Line', 'Audit', 'Flaw')\n"
        "found = [one for one in gc.get_objects() if type(one).__name__ in names]\n"
        "board_report = found[0].answer() if found and hasattr(found[0], 'answer') else ...\n"
        "assert not found",
        "",
    ),
    "reads other processes": (
        "from pathlib import Path\n"
        "found = []\n"
        "for folder in Path('/proc').glob('[0-9]*'):\n"
        "    try:\n"
        "        text = (folder / 'environ').read_bytes() + (folder / 'cmdline').read_bytes()\n"
        "    except OSError:\n"
        "        continue\n"
        "    found += [text] if b'CENTRIC_LOT' in text else []\n"
        f"board_report = {ALL_WRONG} if found else ...\n"
        "assert not found",
        "",
    ),
    "looks for the author's file": (
        "from pathlib import Path\n"
        "found = []\n"
        "for place in (Path.cwd(), *Path.cwd().parents, Path('/tmp'), Path.home()):\n"
        "    found += [*place.glob('solutions/*/audits/*.py'), *place.glob('audits/*.py')]\n"
        "board_report = ...\n"
        "assert not found",
        "",
    ),
    "looks at the company": (
        "import json\n"
        "from classroom.data import find\n"
        "manifest = json.loads((find() / 'manifest.json').read_text())\n"
        "board_report = ...\n"
        "assert manifest['seed'] is None",
        "",
    ),
    "patches the grader": (
        "import classroom.check.audits as audits\n"
        "import classroom.check as check\n"
        "import classroom.check.reports as reports\n"
        "audits.share = lambda report, read: 1.0\n"
        "audits.on_report = check.on_report = lambda *a, **k: 10.0\n"
        "reports.is_near = lambda *a: True\n"
        f"board_report = {ALL_WRONG}",
        "",
    ),
    "equal to everything": (
        "class Sly(str):\n"
        "    def __eq__(self, other):\n"
        "        return True\n"
        "    def __contains__(self, other):\n"
        "        return True\n"
        "    def casefold(self):\n"
        "        return 'wrong'\n"
        "    __hash__ = str.__hash__\n"
        f"board_report = [[n, Sly('wrong'), Sly('a'), Sly('fatal'), 1.0] for n in {N}]",
        "",
    ),
    "a number near to everything": (
        "class Near(float):\n"
        "    def __sub__(self, other):\n"
        "        return 0.0\n"
        "    __rsub__ = __sub__\n"
        "    def __abs__(self):\n"
        "        return 0.0\n"
        f"board_report = [[n, 'wrong', 'a', 'fatal', Near(1.0)] for n in {N}]",
        "",
    ),
    "changes between readings": (
        "class Rows(list):\n"
        "    read = 0\n"
        "    def __iter__(self):\n"
        "        Rows.read += 1\n"
        "        letter = 'abcdefghijkl'[Rows.read % 12]\n"
        "        return iter([[n, 'wrong', letter, 'fatal', 1.0] for n in range(1, 8)])\n"
        "board_report = Rows()",
        "",
    ),
    "an object": (
        "class Any:\n"
        "    def __getattr__(self, name):\n"
        "        return self\n"
        "    def __eq__(self, other):\n"
        "        return True\n"
        "    def __iter__(self):\n"
        "        return iter([self] * 7)\n"
        "board_report = Any()",
        "",
    ),
    "no finite numbers": (
        "odd = [float('nan'), float('inf'), 1e300, -1e300, True, 10**400, 1j]\n"
        f"board_report = [[n, 'wrong', 'z', 'fatal', odd[n - 1]] for n in {N}]",
        "",
    ),
    "thousands of rows": (
        "board_report = [[n, 'wrong', k, s, f] for n in range(1, 8) for k in 'abcdefghijkl'\n"
        "    for s in ('fatal', 'material', 'cosmetic') for f in range(100)]",
        "",
    ),
    "each row in many ways": (
        f"board_report = [[n, 'wrong', k, 'cosmetic', ...] for n in {N} for k in 'abcdefgh']",
        "",
    ),
    "several letters": (f"board_report = [[n, 'wrong', 'abcdefghijkl', 'fatal', ...] for n in {N}]", ""),
    "a table of its own kind": (
        "import pandas as pd\n"
        "class Table(pd.DataFrame):\n"
        "    def to_dict(self, *a, **k):\n"
        "        return []\n"
        f"board_report = Table({ALL_WRONG}, columns=['sentence', 'verdict', 'kind', 'severity', 'figure'])",
        "",
    ),
    "shows points": (
        "board_report = [[1, 'right', ..., ..., ...]]\nprint('10.0')",
        "print('✓ sentence_1 \"wrong a\": caught.')\ndisplay(10.0)\n10.0",
    ),
}
