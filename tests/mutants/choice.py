"""Which mutants are tried: small faults that Cosmic Ray makes in a module, drawn so that they stay the same.

A mutant is known by its module, its function and its line before and after, not by a line number, and
mutants are drawn by the hash of that: an edit elsewhere draws no other ones.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / 'scripts' / 'outreach'

# Faults that people make. Others of Cosmic Ray's fail at once (+ to **) or are none (== to is, for a string).
TELLING = re.compile(
    r'core/(NumberReplacer|AddNot|ZeroIterationForLoop'
    r'|Replace(True|False|And|Or|Break|Continue)With\w+'
    r'|ReplaceComparisonOperator_(Lt_LtE|LtE_Lt|Gt_GtE|GtE_Gt|Eq_NotEq|NotEq_Eq|Is_IsNot|IsNot_Is)'
    r'|ReplaceBinaryOperator_(Add_Sub|Sub_Add|Mul_FloorDiv|FloorDiv_Mul|Div_Mul|BitOr_BitAnd|BitAnd_BitOr)'
    r'|ReplaceUnaryOperator_(USub_UAdd|Delete_Not))'
)

Span = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Mutant:
    """One fault in one line of a module (`lists/merge`); `text` is the whole module with it."""

    module: str
    function: str
    line: str
    becomes: str
    text: str = field(compare=False, repr=False)

    def __str__(self) -> str:
        return f'{self.module}, {self.function or "top level"}\n  - {self.line}\n  + {self.becomes}'


@dataclass(frozen=True)
class Place:
    """Where a fault can be made: the `number`-th one of a kind in a module, at a column of a line."""

    module: str
    function: str
    line: str
    column: int
    kind: str
    number: int

    def rank(self, seed: str) -> bytes:
        """Return what places are sorted by to draw some of them."""
        words = (
            seed,
            self.module,
            self.function,
            self.line,
            str(self.column),
            self.kind,
            str(self.number % 2),
        )
        return hashlib.sha256('\n'.join(words).encode()).digest()

    def mutant(self) -> Mutant:
        """Make the fault in the text of the module; that takes as long as parsing it."""
        source = source_of(self.module)
        text = mutate_code(source, get_operator(self.kind)(), self.number)
        pairs = zip(source.splitlines(), text.splitlines(), strict=False)
        line, becomes = next((old.strip(), new.strip()) for old, new in pairs if old != new)
        return Mutant(self.module, self.function, line, becomes, text)


def span(node: ast.expr) -> Span:
    """Return from where to where a node goes: (line, column), the line from 1."""
    return (node.lineno, node.col_offset), (node.end_lineno or 0, node.end_col_offset or 0)


def out_of_reach(tree: ast.Module) -> list[Span]:
    """Return where no test can see a fault: annotations, and the words of `@dataclass`, which mypy holds."""
    found: list[ast.expr | None] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            found.append(node.returns)
        elif isinstance(node, ast.arg | ast.AnnAssign):
            found.append(node.annotation)
        elif isinstance(node, ast.ClassDef):
            found += [one for one in node.decorator_list if isinstance(one, ast.Call)]
    return [span(node) for node in found if node is not None]


def function_at(tree: ast.Module, line: int) -> str:
    """Return the dotted name of the class and function that a line is in, '' at the top level."""
    names: list[str] = []
    inside: Iterable[ast.AST] = tree.body
    while True:
        for node in inside:
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.lineno <= line <= (
                node.end_lineno or 0
            ):
                names.append(node.name)
                inside = node.body
                break
        else:
            return '.'.join(names)


def source_of(module: str) -> str:
    """Return the text of a module such as `lists/merge`."""
    return (PACKAGE / f'{module}.py').read_text(encoding='utf-8')


def places(module: str) -> Iterator[Place]:
    """Yield every place of a module where a telling fault can be made."""
    source = source_of(module)
    tree = ast.parse(source)
    hidden, lines = out_of_reach(tree), source.splitlines()
    nodes = list(ast_nodes(get_ast(source)))
    for kind in filter(TELLING.fullmatch, operator_names()):
        operator = get_operator(kind)()
        spans = [found for node in nodes for found in operator.mutation_positions(node)]
        for number, (start, end) in enumerate(spans):
            if not any(first <= start and end <= last for first, last in hidden):
                line = lines[start[0] - 1]
                column = start[1] - len(line) + len(line.lstrip())
                yield Place(module, function_at(tree, start[0]), line.strip(), column, kind, number)


def choose(modules: Iterable[str], number: int, seed: str) -> list[Place]:
    """Draw `number` places of the modules, at most one for every line."""
    of_line: dict[tuple[str, str, str], Place] = {}
    for place in (place for module in modules for place in places(module)):
        line = (place.module, place.function, place.line)
        of_line[line] = min(place, of_line.get(line, place), key=lambda one: one.rank(seed))
    return sorted(of_line.values(), key=lambda one: one.rank(seed))[:number]
