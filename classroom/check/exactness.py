"""What the text of a student's check gives away: does it bear that a float is right but for its last digit?

Only the text is read, so all of this is a guess that says why a check turns right results away.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Mapping

#: Methods and functions that take two numbers for different however near they are.
EXACTLY = {"equals", "eq", "ne", "array_equal"}
#: Methods and functions that give True or False, or a column of these.
YES_NO = {
    *("isna", "isnull", "notna", "notnull", "isin", "between", "duplicated", "isnan", "isfinite", "isclose"),
    *("all", "any", "eq", "ne", "lt", "le", "gt", "ge", "equals", "allclose", "bool"),
}
#: Functions that keep what is in a column or index, and change its form.
SAME_THINGS = {"sorted", "list", "set", "tuple", "frozenset", "Index"}
#: Methods that do.
SAME_PARTS = {"tolist", "to_list", "to_numpy", "sort_values", "unique", "copy", "astype"}
#: Functions and methods that make whole numbers of whole numbers.
WHOLE_STAYS = {"sum", "max", "min", "abs", "cumsum", *SAME_PARTS, "to_dict", "reindex", "loc", "item"}
#: Functions and methods that make whole numbers of anything.
WHOLE = {"len", "int", "count", "nunique", "size"}
#: So many names are followed from one assignment to the next.
DEEPEST = 8

Given = Mapping[str, list[ast.expr]]
"""A name in the check -> all that is assigned to it."""


def bounds_a_share(nodes: Iterable[ast.AST]) -> bool:
    """Whether a check turns away what lies above 1: by `between(0, 1)`, or by `<`, `>` and the like.

    A count, a difference, or a number that was rounded first is no share with a last digit.
    """
    nodes = list(nodes)
    given = assigned(nodes)
    for node in nodes:
        if isinstance(node, ast.Call) and _called(node) == "between":
            if any(_is_one(value) for value in (*node.args, *(word.value for word in node.keywords))):
                return True
        elif isinstance(node, ast.Compare):
            sides = (node.left, *node.comparators)
            ordered = any(isinstance(one, (ast.Lt, ast.LtE, ast.Gt, ast.GtE)) for one in node.ops)
            exempt = any(_calls(side, given, "len", "abs", "round") for side in sides)
            if ordered and any(map(_is_one, sides)) and not exempt:
                return True
    return False


def uses_equals(nodes: Iterable[ast.AST]) -> bool:
    """Whether a check calls `.equals`, which asks for the same order of rows, too."""
    return any(isinstance(node, ast.Attribute) and node.attr == "equals" for node in nodes)


def asks_for_equality(nodes: Iterable[ast.AST], whole: Collection[str] = ()) -> bool:
    """Whether a check compares numbers by `==`, `.equals` or the like, or asks a difference to be 0.

    Equality with a text, with None, or with a count asks nothing of such numbers. Nor does that of two
    columns of yes and no, or of row labels. `whole`: names of columns and data that hold whole numbers:
    two of these are equal, or they are not.
    """
    nodes = list(nodes)
    given = assigned(nodes)
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in EXACTLY:
            sides = [*node.args] if _called(node) == "array_equal" else [node.func.value, *node.args]
            if all(_is_whole(one, given, whole) for one in sides):
                continue
            if not any(_bears_equality(one, given) for one in (node.func.value, *node.args)):
                return True
        elif isinstance(node, ast.Compare):
            pairs = zip(node.ops, [node.left, *node.comparators], node.comparators, strict=False)
            if any(
                _is_exact(operator, left, right, given)
                and not all(_is_whole(side, given, whole) for side in (left, right))
                for operator, left, right in pairs
            ):
                return True
    return False


def asks_names(nodes: Iterable[ast.AST]) -> bool:
    """Whether Python's own `all` or `any` is asked of a name or a comparison: it may be a table."""
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("all", "any")
        and len(node.args) == 1
        and isinstance(node.args[0], (ast.Name, ast.Compare, ast.BinOp, ast.UnaryOp))
        for node in nodes
    )


def assigned(nodes: Iterable[ast.AST]) -> Given:
    """What is assigned to each name."""
    found: dict[str, list[ast.expr]] = {}
    for node in nodes:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        value = getattr(node, "value", None)
        if isinstance(node, (ast.Assign, ast.AnnAssign, ast.NamedExpr)) and isinstance(value, ast.expr):
            for target in targets:
                for name, part in _pairs(target, value):
                    found.setdefault(name, []).append(part)
    return found


def _pairs(target: ast.expr | None, value: ast.expr) -> list[tuple[str, ast.expr]]:
    """Name and value of an assignment, also of `a, b = c, d`."""
    if isinstance(target, ast.Name):
        return [(target.id, value)]
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        return [pair for one, part in zip(target.elts, value.elts, strict=True) for pair in _pairs(one, part)]
    return []


def _is_exact(operator: ast.cmpop, left: ast.expr, right: ast.expr, given: Given) -> bool:
    if isinstance(operator, (ast.Eq, ast.NotEq)):
        texts = (str, bytes, bool, type(None))
        if any(isinstance(one, ast.Constant) and isinstance(one.value, texts) for one in (left, right)):
            return False
        return not any(_bears_equality(one, given) for one in (left, right))
    distance = any(isinstance(n, ast.Call) and "abs" in ast.unparse(n.func) for n in ast.walk(left))
    return distance and isinstance(right, ast.Constant) and right.value == 0


def _bears_equality(node: ast.expr, given: Given) -> bool:
    """Whether what stands here has no last digit: a count, yes and no, or labels."""
    return _calls(node, {}, "len") or _is_yes_no(node, given) or _is_labels(node, given)


def _is_whole(node: ast.expr, given: Given, whole: Collection[str], deep: int = 0) -> bool:
    """Whether what stands here is made of whole numbers alone, by steps that leave them whole."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, int) or node.value in whole
    if isinstance(node, ast.Name) and deep < DEEPEST:
        values = given.get(node.id, [])
        return bool(values) and all(_is_whole(value, given, whole, deep + 1) for value in values)
    if isinstance(node, ast.BinOp):
        stays = isinstance(node.op, (ast.Add, ast.Sub, ast.Mult))
        return stays and all(_is_whole(side, given, whole, deep) for side in (node.left, node.right))
    if isinstance(node, ast.Call):
        if _called(node) in WHOLE:
            return True
        inside = [node.func.value] if isinstance(node.func, ast.Attribute) else node.args
        return _called(node) in WHOLE_STAYS and bool(inside) and _is_whole(inside[0], given, whole, deep)
    if isinstance(node, ast.Subscript):
        column = node.slice.elts[-1] if isinstance(node.slice, ast.Tuple) and node.slice.elts else node.slice
        if isinstance(column, ast.Constant) and column.value in whole:
            return True
        return _is_whole(node.value, given, whole, deep)  # a row of a column
    return isinstance(node, ast.Attribute) and node.attr in whole


def _is_yes_no(node: ast.expr, given: Given, deep: int = 0) -> bool:
    if isinstance(node, ast.Name) and deep < DEEPEST:
        values = given.get(node.id, [])
        return bool(values) and all(_is_yes_no(value, given, deep + 1) for value in values)
    if isinstance(node, ast.UnaryOp):
        return isinstance(node.op, ast.Not) or _is_yes_no(node.operand, given, deep)
    if isinstance(node, ast.BinOp):
        both = isinstance(node.op, (ast.BitAnd, ast.BitOr, ast.BitXor))
        return both and _is_yes_no(node.left, given, deep) and _is_yes_no(node.right, given, deep)
    if isinstance(node, ast.Call):
        inside = node.func.value if isinstance(node.func, ast.Attribute) else None
        keeps = _called(node) in SAME_PARTS | {"reindex", "reset_index"}
        return _called(node) in YES_NO or (inside is not None and keeps and _is_yes_no(inside, given, deep))
    if isinstance(node, ast.Subscript):
        whole = node.value.value if isinstance(node.value, ast.Attribute) else node.value
        return _is_yes_no(whole, given, deep)
    return isinstance(node, (ast.Compare, ast.BoolOp))


def _is_labels(node: ast.expr, given: Given, deep: int = 0) -> bool:
    if isinstance(node, ast.Name) and deep < DEEPEST:
        values = given.get(node.id, [])
        return bool(values) and all(_is_labels(value, given, deep + 1) for value in values)
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute) and node.func.attr in SAME_PARTS:
            return _is_labels(node.func.value, given, deep)
        return _called(node) in SAME_THINGS and bool(node.args) and _is_labels(node.args[0], given, deep)
    if isinstance(node, ast.Subscript):
        return _is_labels(node.value, given, deep)
    return isinstance(node, ast.Attribute) and node.attr in ("index", "columns", "shape", "size")


def _called(node: ast.Call) -> str:
    """The last name of what is called: `isna` of `result.isna()`."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _calls(node: ast.expr, given: Given, *names: str) -> bool:
    """Whether one of these is called in an expression, or in what was assigned to a name in it."""
    parts = list(ast.walk(node))
    parts += [
        part
        for one in list(parts)
        if isinstance(one, ast.Name)
        for value in given.get(one.id, [])
        for part in ast.walk(value)
    ]
    return any(isinstance(one, ast.Call) and ast.unparse(one.func).endswith(names) for one in parts)


def _is_one(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and not isinstance(node.value, bool) and node.value == 1
