"""What a notebook's cell binds, reads and visibly alters, as far as its text says."""

from __future__ import annotations

import ast
import re
import symtable
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from staffroom.grading.inside.parsed import parse
from staffroom.teaching.code import names, root

_MAGIC = re.compile(r"^(?P<blanks>\s*)[%!?].*$|^(?P<more>\s*)[\w.]+\?{1,2}\s*$", re.MULTILINE)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Methods that alter the object they belong to.
ALTERING = _words(
    """
    append extend insert remove pop clear sort reverse update setdefault popitem add discard fill put
    resize itemset partition setflags intersection_update difference_update symmetric_difference_update
    appendleft popleft rotate subtract move_to_end
    """
)
#: Functions that alter their first argument, by the last part of their name.
ALTERING_FIRST = _words(
    """
    shuffle copyto place putmask fill_diagonal at heappush heappop heapify heapreplace insort
    insort_left insort_right setattr delattr
    """
)
#: What sets something for the whole process: chance, options, paths, warnings.
STEERING = _words(
    """
    seed set_option reset_option rcParams rc rcdefaults set_state chdir environ putenv filterwarnings
    simplefilter setrecursionlimit setlocale set_theme use switch_backend register_matplotlib_converters
    set_palette set_style set_context setcontext seterr set_printoptions
    """
)
#: Ways to a name that the text does not show.
VEILED = _words(
    """
    exec eval globals locals vars get_ipython __import__ compile
    """
)


#: A cell with more characters is not looked into: nobody writes so much, and looking takes its time.
LONGEST = 100_000


@dataclass(frozen=True)
class Uses:
    """Names of one cell. `readable` is False for what is no Python: then nothing is known of it.

    `reads` are names that it needs from earlier cells, its functions' free names included; `late` says for
    each function or class that it defines which names its body reads. `steers` says that it sets something
    for the whole process, `veiled` that it may reach names which the text does not show.
    """

    binds: frozenset[str] = frozenset()
    reads: frozenset[str] = frozenset()
    alters: frozenset[str] = frozenset()
    late: tuple[tuple[str, frozenset[str]], ...] = ()
    steers: bool = False
    veiled: bool = False
    magic: bool = False
    readable: bool = True


def without_magics(source: str) -> str:
    """The cell with IPython's own lines (`%...`, `!...`, `name?`) taken out; a `%%` cell is empty then."""
    if source.lstrip().startswith("%%"):
        return ""
    return _MAGIC.sub(lambda found: f"{found['blanks'] or found['more'] or ''}pass", source)


@lru_cache(maxsize=4096)
def uses(source: str) -> Uses:
    """Read one cell."""
    if len(source) > LONGEST:
        return Uses(readable=False)
    plain = without_magics(source)
    try:
        tree = parse(plain)
        binds, reads, _ = names(plain)
        late = tuple(_late(tree))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Uses(readable=False)
    called = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return Uses(
        binds=binds | _star(tree),
        reads=reads,
        alters=altered(tree) - binds,
        late=late,
        steers=_steers(tree),
        veiled=bool(called & VEILED),
        magic=plain != source,
    )


_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def altered(tree: ast.AST) -> frozenset[str]:
    """Global names at the left end of whatever is visibly altered in place, functions' bodies included."""
    found: set[str] = set()
    rest: list[ast.AST] = [tree]
    while rest:
        node = rest.pop()
        found |= {name for target in _altered_by(node) if (name := root(target))}
        for child in ast.iter_child_nodes(node):
            if isinstance(child, _FUNCTIONS):
                found |= altered(ast.Module(child.body, [])) & free_names(child)
            else:
                rest.append(child)
    return frozenset(found)


def free_names(function: ast.AST) -> frozenset[str]:
    """Names that a function's or class's body takes from the module."""
    found: set[str] = set()
    scopes = [symtable.symtable(ast.unparse(function), "cell", "exec")]
    while scopes:
        scope = scopes.pop()
        scopes += scope.get_children()
        if scope.get_type() != "module":
            found |= {s.get_name() for s in scope.get_symbols() if s.is_global() and s.is_referenced()}
    return frozenset(found)


def _altered_by(node: ast.AST) -> list[ast.expr]:
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign):
        targets = [part for target in node.targets for part in _parts(target)]
    elif isinstance(node, (ast.AugAssign, ast.AnnAssign)):
        targets = [node.target]
    elif isinstance(node, (ast.For, ast.comprehension)):
        targets = _parts(node.target)
    elif isinstance(node, ast.Delete):
        targets = node.targets
    stored = [target for target in targets if isinstance(target, (ast.Attribute, ast.Subscript))]
    if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
        stored.append(node.target)  # `x += [...]` alters a list
    if isinstance(node, ast.Call):
        stored += _altered_by_call(node)
    return stored


def _altered_by_call(node: ast.Call) -> list[ast.expr]:
    found: list[ast.expr] = []
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if isinstance(node.func, ast.Attribute):
        inplace = any(
            k.arg == "inplace" and not (isinstance(k.value, ast.Constant) and k.value.value is False)
            for k in node.keywords
        )
        if name in ALTERING or inplace:
            found.append(node.func.value)
    if name in ALTERING_FIRST and node.args:
        found.append(node.args[0])
    found += [k.value for k in node.keywords if k.arg == "out"]
    return found


def _parts(target: ast.expr) -> list[ast.expr]:
    if isinstance(target, (ast.Tuple, ast.List)):
        return [part for item in target.elts for part in _parts(item)]
    return [target.value if isinstance(target, ast.Starred) else target]


def _late(tree: ast.Module) -> list[tuple[str, frozenset[str]]]:
    found = []
    for node in tree.body:
        if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            found.append((node.name, free_names(node) - {node.name}))
        elif isinstance(node, ast.Assign) and any(isinstance(n, ast.Lambda) for n in ast.walk(node.value)):
            found += [(t.id, free_names(node)) for t in node.targets if isinstance(t, ast.Name)]
    return found


def _steers(tree: ast.AST) -> bool:
    imported = {
        (alias.asname or alias.name.split(".")[0])
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in STEERING:
            return True
        if isinstance(node, ast.Name) and node.id in STEERING - {"use", "rc"}:
            return True
    return bool(altered(tree) & imported)


def _star(tree: ast.AST) -> frozenset[str]:
    """`from x import *` binds nobody knows what: `*` stands for it."""
    stars = (n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.names[0].name == "*")
    return frozenset({"*"}) if any(stars) else frozenset()


#: Functions of the classroom that speak of what this student guessed or did before.
PERSONAL = _words("compare revise progress predict recall_answer order hint")


def parted(source: str) -> tuple[str, str]:
    """A cell without its personal statements (`study.compare(...)`), and these alone.

    What they only look at is left to the rest of the cell. Lines keep their places.
    """
    try:
        tree = parse(source)
    except (SyntaxError, ValueError):
        return source, ""
    lines = source.split("\n")
    own = [node for node in tree.body if _is_personal(node)]
    others = {line for node in tree.body if node not in own for line in _lines(node)}
    if not own or any(line in others for node in own for line in _lines(node)):
        return source, ""
    texts = ["\n".join(lines[line - 1] for line in _lines(node)) for node in own]
    for node in own:
        for line in _lines(node):
            lines[line - 1] = "pass" if line == node.lineno else ""
    return ("\n".join(lines) if len(own) < len(tree.body) else ""), "\n".join(texts)


def beginning(source: str, avoided: Callable[[Uses], bool]) -> tuple[str, str]:
    """A cell's first statements, up to one that is personal or `avoided`, and the rest.

    Lines keep their places. The beginning is empty where there is none, where it cannot stand by itself, and
    where it calls nothing: to run it is then less work than to take it over.
    """
    try:
        tree = parse(source)
    except (SyntaxError, ValueError):
        return "", source
    lines, kept, last, works = source.split("\n"), 0, 0, False
    for node, following in zip(tree.body, [*tree.body[1:], None], strict=True):
        end = node.end_lineno or node.lineno
        first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", ()))])
        if first <= last or _is_personal(node) or avoided(uses("\n".join(lines[:end]))):
            break
        last, works = end, works or _calls(node)
        # what an expression gives is shown at the end of a cell, and nowhere else
        if following is not None and following.lineno > end and not isinstance(node, ast.Expr) and works:
            kept = end
    if not kept:
        return "", source
    # IPython takes empty lines at the top away, and lines would be counted wrong
    return "\n".join(lines[:kept]), "\n".join(["pass", *[""] * (kept - 1), *lines[kept:]])


def _calls(node: ast.stmt) -> bool:
    """Whether something is called where this statement is run."""
    if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
        return False
    return any(isinstance(part, ast.Call) for part in ast.walk(node))


def _is_personal(node: ast.stmt) -> bool:
    call = node.value if isinstance(node, ast.Expr) else None
    return (
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "study"
        and call.func.attr in PERSONAL
    )


def _lines(node: ast.stmt) -> range:
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


def closure(wanted: frozenset[str], late: dict[str, frozenset[str]]) -> frozenset[str]:
    """`wanted` and all names that the functions among them read when they are called."""
    found, rest = set(wanted), list(wanted)
    while rest:
        for name in late.get(rest.pop(), frozenset()) - found:
            found.add(name)
            rest.append(name)
    return frozenset(found)
