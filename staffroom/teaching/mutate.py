"""Small faults put into a reference answer, one at a time: the slips that students make.

Each operator looks at one node of the syntax tree and offers other nodes in its place. Mutants are named by
what was changed and in which statement, so that a name stays the same while the rest of the cell changes.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

from staffroom.teaching.code import docstring_lines, solution_lines

SWAPS = {
    "sum": ("mean",),
    "mean": ("median", "sum"),
    "median": ("mean",),
    "nunique": ("count",),
    "count": ("nunique",),
    "size": ("nunique",),
    "first": ("last",),
    "last": ("first",),
    "idxmax": ("idxmin",),
    "idxmin": ("idxmax",),
    "max": ("min",),
    "min": ("max",),
    "any": ("all",),
    "all": ("any",),
    "head": ("tail",),
    "tail": ("head",),
    "nlargest": ("nsmallest",),
    "nsmallest": ("nlargest",),
    "maximum": ("minimum",),
    "minimum": ("maximum",),
    "argmax": ("argmin",),
    "argmin": ("argmax",),
    "cumsum": ("cummax",),
    "floor": ("ceil",),
    "ceil": ("floor",),
    "ffill": ("bfill",),
    "bfill": ("ffill",),
}
DROPPED = (
    "fillna", "abs", "clip", "drop_duplicates", "dropna", "sort_values", "sort_index", "cumsum", "shift",
    "unique", "reindex", "query", "diff", "round", "mul", "div", "sub", "add", "where", "mask",
)  # fmt: skip
JOINS = ("inner", "left", "right", "outer")
COMPARED = {
    ast.Lt: (ast.LtE,),
    ast.LtE: (ast.Lt,),
    ast.Gt: (ast.GtE,),
    ast.GtE: (ast.Gt,),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
COMPUTED = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Div,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
}
SIGN = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=", ast.In: "in",
    ast.NotIn: "not in", ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//",
    ast.BitAnd: "&", ast.BitOr: "|",
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """A reference answer with one fault. `name` says which, and in which statement."""

    name: str
    source: str


def mutants(source: str) -> list[Mutant]:
    """All mutants of a reference answer cell; only what stands in its solution regions is changed."""
    tree = ast.parse(source)
    theirs = set(solution_lines(source)) - docstring_lines(tree)
    same = ast.unparse(tree)
    found: list[Mutant] = []
    seen = {same}
    names: dict[str, int] = {}
    for statement in ast.walk(tree):
        if not isinstance(statement, ast.stmt):
            continue
        for node in _own(statement):
            if getattr(node, "lineno", None) not in theirs:
                continue
            for what, new in _variants(node):
                text = ast.unparse(ast.fix_missing_locations(_with(tree, node, new)))
                if text in seen:
                    continue
                seen.add(text)
                name = f"{what} in: {_short(statement)}"
                names[name] = names.get(name, 0) + 1
                found.append(Mutant(name if names[name] == 1 else f"{name} ({names[name]})", text))
    return found


def _short(statement: ast.stmt) -> str:
    first = ast.unparse(statement).split("\n")[0]
    return first if len(first) <= 90 else first[:87] + "..."


def _own(statement: ast.stmt) -> Iterator[ast.AST]:
    """The nodes of one statement, without those of the statements inside it."""
    stack: list[ast.AST] = [statement]
    while stack:
        node = stack.pop(0)
        yield node
        stack.extend(child for child in ast.iter_child_nodes(node) if not isinstance(child, ast.stmt))


def _with(node: ast.AST, target: ast.AST, new: ast.AST) -> ast.AST:
    """Copy a tree with one node replaced."""
    if node is target:
        return new
    fields = {}
    for name, value in ast.iter_fields(node):
        if isinstance(value, ast.AST):
            value = _with(value, target, new)
        elif isinstance(value, list):
            value = [_with(v, target, new) if isinstance(v, ast.AST) else v for v in value]
        fields[name] = value
    return ast.copy_location(type(node)(**fields), node)


def _changed(node: ast.AST, **fields: object) -> ast.AST:
    other = copy.copy(node)
    for name, value in fields.items():
        setattr(other, name, value)
    return other


def _variants(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node, ast.Attribute):
        for other in SWAPS.get(node.attr, ()):
            yield f"{node.attr} -> {other}", _changed(node, attr=other)
    if isinstance(node, ast.Call):
        yield from _calls(node)
    if isinstance(node, ast.Constant):
        yield from _constants(node)
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        for other in COMPARED.get(type(node.ops[0]), ()):
            yield f"{SIGN[type(node.ops[0])]} -> {SIGN[other]}", _changed(node, ops=[other()])
    if isinstance(node, ast.BinOp):
        for other in COMPUTED.get(type(node.op), ()):
            yield f"{SIGN[type(node.op)]} -> {SIGN[other]}", _changed(node, op=other())
        if type(node.op) in COMPUTED:
            yield f"drop `{SIGN[type(node.op)]} {ast.unparse(node.right)}`", node.left
    if isinstance(node, ast.AugAssign):
        for other in COMPUTED.get(type(node.op), ()):
            yield f"{SIGN[type(node.op)]}= -> {SIGN[other]}=", _changed(node, op=other())
        yield "drop the statement", ast.Pass()
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.Invert, ast.Not, ast.USub)):
        yield f"drop `{ast.unparse(node)[0]}`", node.operand
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Compare):
        yield f"drop the filter [{ast.unparse(node.slice)}]", node.value
    if isinstance(node, ast.BoolOp) and len(node.values) == 2:
        other = ast.Or if isinstance(node.op, ast.And) else ast.And
        yield "and <-> or", _changed(node, op=other())
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
        yield "drop the statement", ast.Pass()


def _calls(node: ast.Call) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node.func, ast.Name):
        for other in SWAPS.get(node.func.id, ()) if node.func.id in ("max", "min", "any", "all") else ():
            yield f"{node.func.id} -> {other}", _changed(node, func=ast.Name(other, ast.Load()))
        if node.func.id in ("abs", "sorted", "set", "round") and node.args:
            yield f"drop {node.func.id}()", node.args[0]
        return
    if not isinstance(node.func, ast.Attribute):
        return
    method = node.func.attr
    if method in DROPPED:
        yield f"drop .{method}()", node.func.value
    if method in ("groupby", "pivot_table", "set_index"):
        yield from _keys(node)
    if method in ("merge", "join"):
        yield from _joins(node, default="inner" if method == "merge" else "left")
    if method in ("sort_values", "sort_index", "rank"):
        given = {keyword.arg for keyword in node.keywords}
        if "ascending" not in given:
            flipped = ast.keyword("ascending", ast.Constant(False))
            yield f"{method} the other way round", _changed(node, keywords=[*node.keywords, flipped])
    if method in ("agg", "transform", "aggregate"):
        yield from _named_sums(node)


def _keys(node: ast.Call) -> Iterator[tuple[str, ast.AST]]:
    for i, argument in enumerate(node.args):
        if isinstance(argument, ast.List) and len(argument.elts) > 1:
            for j, key in enumerate(argument.elts):
                fewer = ast.List([k for n, k in enumerate(argument.elts) if n != j], ast.Load())
                arguments = [fewer if n == i else a for n, a in enumerate(node.args)]
                yield f"drop the key {ast.unparse(key)}", _changed(node, args=arguments)


def _joins(node: ast.Call, *, default: str) -> Iterator[tuple[str, ast.AST]]:
    how = next((k for k in node.keywords if k.arg == "how" and isinstance(k.value, ast.Constant)), None)
    now = how.value.value if how else default
    rest = [k for k in node.keywords if k is not how]
    for other in JOINS:
        if other != now and now in JOINS:
            keyword = ast.keyword("how", ast.Constant(other))
            yield f"{now} join -> {other} join", _changed(node, keywords=[*rest, keyword])
    for i, keyword in enumerate(node.keywords):
        if keyword.arg == "on" and isinstance(keyword.value, ast.List) and len(keyword.value.elts) > 1:
            for j, key in enumerate(keyword.value.elts):
                fewer = ast.List([k for n, k in enumerate(keyword.value.elts) if n != j], ast.Load())
                keywords = [ast.keyword("on", fewer) if n == i else k for n, k in enumerate(node.keywords)]
                yield f"drop the key {ast.unparse(key)}", _changed(node, keywords=keywords)


def _named_sums(node: ast.Call) -> Iterator[tuple[str, ast.AST]]:
    """`.agg("sum")`, `.agg(total=("paid_eur", "sum"))`: the summary is named by a text."""
    for constant in ast.walk(node):
        if isinstance(constant, ast.Constant) and constant.value in SWAPS:
            for other in SWAPS[str(constant.value)]:
                new = _with(node, constant, ast.Constant(other))
                yield f"{constant.value} -> {other}", new


def _constants(node: ast.Constant) -> Iterator[tuple[str, ast.AST]]:
    value = node.value
    if isinstance(value, bool):
        yield f"{value} -> {not value}", ast.Constant(not value)
    elif isinstance(value, int):
        yield f"{value} -> {value + 1}", ast.Constant(value + 1)
        if value > 0:
            yield f"{value} -> {value - 1}", ast.Constant(value - 1)
    elif isinstance(value, float):
        yield f"{value} -> {value * 1.1:.6g}", ast.Constant(float(f"{value * 1.1:.6g}") if value else 1.0)
