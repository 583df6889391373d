"""What the house rules look at: the scripts, the modules, and how they are read."""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


SCRIPTS = sorted((ROOT / 'scripts').glob('*.py'))


MODULES = sorted((ROOT / 'scripts' / 'outreach').rglob('*.py'))


LANGUAGES = ROOT / 'scripts' / 'outreach' / 'i18n'


PYTHON = ('scripts', 'sandbox', 'tests', 'benchmarks', 'families')


SCRIPT_NAMES = {script.stem for script in SCRIPTS}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding='utf-8'))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(tree(path)))


def imported(path: Path) -> set[str]:
    """Return the first names of all modules that a file imports."""
    names: set[str] = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            names |= {alias.name.split('.')[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f'{path.name} has a relative import, which `pwb` cannot run'
            names.add((node.module or '').split('.')[0])
    return names


def module_name(module: Path) -> str:
    return '.'.join(module.relative_to(ROOT / 'scripts').with_suffix('').parts).removesuffix('.__init__')


def docstring(script: Path) -> str:
    return ast.get_docstring(tree(script)) or ''


def on_each(paths: list[Path]) -> Callable[[Callable[[Path], None]], Callable[[], None]]:
    """Make one test of a rule, which names every path that breaks it: there are many, and most keep it."""

    def over_all(rule: Callable[[Path], None]) -> Callable[[], None]:
        def test() -> None:
            broken = []
            for path in paths:
                try:
                    rule(path)
                except AssertionError as error:
                    broken.append(f'{path.relative_to(ROOT)}: {error}')
            assert not broken, '\n\n'.join(broken)

        return test

    return over_all
