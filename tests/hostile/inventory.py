"""Every regular expression of the scripts, with the ways in which it is used."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / 'scripts').rglob('*.py'))
SEARCHES = frozenset({'search', 'finditer', 'findall', 'sub', 'subn', 'split'})
METHODS = SEARCHES | {'match', 'fullmatch'}
# where `compile` is given no literal: what a caller or a page puts there stands for any text
ANY_TEXT = 'some text'


@dataclass(frozen=True)
class Expression:
    """A pattern: where it stands, what it says, and how it is used.

    `anywhere` says that the script asks for a match at places of the text that it chooses.
    """

    place: str
    pattern: str
    flags: int
    method: str
    anywhere: bool = False

    @property
    def searches(self) -> bool:
        """Return whether the pattern is tried at many places of one text."""
        return self.method in SEARCHES or self.anywhere


def module_of(path: Path) -> str:
    """Return the dotted name of a file of the scripts."""
    return '.'.join(path.relative_to(ROOT / 'scripts').with_suffix('').parts).removesuffix('.__init__')


@cache
def tree(path: Path) -> ast.Module:
    """Return a file as syntax."""
    return ast.parse(path.read_text(encoding='utf-8'))


class _Literal(ast.NodeTransformer):
    """Puts some text where a pattern holds what only a run knows: what `re.escape` makes harmless."""

    def __init__(self, known: dict[str, Any]) -> None:
        self.known = known

    def visit_FormattedValue(self, node: ast.FormattedValue) -> ast.AST:
        if isinstance(node.value, ast.Name) and node.value.id not in self.known:
            return ast.copy_location(ast.Constant(ANY_TEXT), node)
        return self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if ast.unparse(node.func) == 're.escape':
            return ast.copy_location(ast.Constant(ANY_TEXT), node)
        return self.generic_visit(node)


def expressions() -> Iterator[Expression]:
    """Return every pattern in the scripts once for each way in which it is used.

    Raises NameError for one that cannot be read without running the script.
    """
    uses = _uses()
    for path in FILES:
        module = vars(importlib.import_module(module_of(path)))
        for node in ast.walk(tree(path)):
            if not (isinstance(node, ast.Call) and ast.unparse(node.func).startswith('re.')):
                continue
            method = ast.unparse(node.func).removeprefix('re.')
            if method != 'compile' and method not in METHODS:
                continue
            pattern = _value(node.args[0], module)
            flags = next((_value(one, module) for one in _flags(node, method)), 0)
            place = f'{module_of(path)}:{node.lineno}'
            if method != 'compile':
                yield Expression(place, pattern, int(flags), method)
                continue
            name = _name_of(tree(path), node)
            # what nobody is seen to use is taken for searched
            for how, anywhere in sorted(uses.get((module_of(path), name), {('search', False)})):
                yield Expression(f'{place} {name}', pattern, int(flags), how, anywhere)


def _value(node: ast.expr, module: dict[str, Any]) -> Any:
    wrapped = ast.fix_missing_locations(ast.Expression(_Literal(module).visit(node)))
    return eval(compile(wrapped, 'pattern', 'eval'), module)


def _flags(node: ast.Call, method: str) -> Iterator[ast.expr]:
    yield from (one.value for one in node.keywords if one.arg == 'flags')
    yield from node.args[{'compile': 1, 'sub': 4, 'subn': 4, 'split': 3}.get(method, 2) :]


def _name_of(module: ast.Module, call: ast.Call) -> str:
    for node in ast.walk(module):
        if isinstance(node, ast.Assign) and any(inner is call for inner in ast.walk(node.value)):
            target = node.targets[0]
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                target = target.elts[node.value.elts.index(call)] if call in node.value.elts else target
            return ast.unparse(target)
    return ''


def _uses() -> dict[tuple[str, str], set[tuple[str, bool]]]:
    """Return how each pattern is used, by the module and the name that it was given."""
    found: dict[tuple[str, str], set[tuple[str, bool]]] = {}
    for path in FILES:
        here = module_of(path)
        origin = {
            alias.asname or alias.name: (node.module or '', alias.name)
            for node in ast.walk(tree(path))
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        for node in ast.walk(tree(path)):
            if not (isinstance(node, ast.Attribute) and node.attr in METHODS):
                continue
            if isinstance(node.value, ast.Name):
                key = origin.get(node.value.id, (here, node.value.id))
                found.setdefault(key, set()).add((node.attr, _chooses_place(tree(path), node)))
    return found


def _chooses_place(module: ast.Module, used: ast.Attribute) -> bool:
    calls = (node for node in ast.walk(module) if isinstance(node, ast.Call) and node.func is used)
    return used.attr in ('match', 'fullmatch') and any(len(call.args) > 1 for call in calls)
