"""How the code is written: sizes, names, nothing twice, nothing hidden, and its mutants."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter, defaultdict
from pathlib import Path
from statistics import median

from tests.house.source import (
    MODULES,
    PYTHON,
    ROOT,
    SCRIPTS,
    docstring,
    nodes,
    on_each,
    tree,
)

SCRIPT_LINES = 250


MODULE_LINES = 400


FUNCTION_LINES = 40


# most are far smaller: what the middle one of all may have
MIDDLE_MODULE = 146


MIDDLE_FUNCTION = 8


@on_each(SCRIPTS + MODULES)
def test_sizes_fit_in_a_head(path: Path) -> None:
    lines = len(path.read_text(encoding='utf-8').splitlines())
    manual = len(docstring(path).splitlines()) if path in SCRIPTS else 0
    assert lines - manual <= (SCRIPT_LINES if path in SCRIPTS else MODULE_LINES)
    long = {
        node.name: (node.end_lineno or 0) - node.lineno + 1
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_LINES
    }
    assert not long


def test_most_modules_and_functions_are_small() -> None:
    functions = [
        (node.end_lineno or 0) - node.lineno + 1
        for path in SCRIPTS + MODULES
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    modules = [
        len(path.read_text(encoding='utf-8').splitlines()) for path in MODULES if path.stem != '__init__'
    ]
    assert median(modules) <= MIDDLE_MODULE
    assert median(functions) <= MIDDLE_FUNCTION


# Class names that stood for two or three things, and names that said nothing.
GIVEN_UP_NAMES = {
    'Act', 'Answer', 'Claim', 'Finding', 'Ground', 'Held', 'Known', 'Listed', 'Named', 'Outcome', 'Places',
    'SendBook', 'Shelf', 'Surroundings', 'Verdict', 'Wanted', 'Written',
}  # fmt: skip


# the ground on which a campaign writes to people is a word of the wikis
GIVEN_UP_VARIABLES = {'book', 'shelf', 'surroundings'}


def test_a_class_has_a_name_of_its_own() -> None:
    named = [
        node.name for path in SCRIPTS + MODULES for node in tree(path).body if isinstance(node, ast.ClassDef)
    ]
    assert not {name for name, count in Counter(named).items() if count > 1}
    assert not GIVEN_UP_NAMES & set(named)
    used = {node.id for path in SCRIPTS + MODULES for node in nodes(path) if isinstance(node, ast.Name)}
    assert not GIVEN_UP_VARIABLES & used


def test_nothing_is_written_twice() -> None:
    """No pattern is compiled, no function is spelt in two places; what is a few letters long is no matter."""
    places: dict[str, list[str]] = defaultdict(list)
    for path in SCRIPTS + MODULES:
        for node in nodes(path):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == 're.compile':
                written = ast.unparse(node.args[0])
            elif isinstance(node, ast.FunctionDef):
                said = node.body[1:] if ast.get_docstring(node) else node.body
                written = '\n'.join(map(ast.unparse, said))
            else:
                continue
            least = 60 if isinstance(node, ast.FunctionDef) else 8
            if len(written) >= least:
                places[written].append(f'{path.relative_to(ROOT)}:{node.lineno}')
    alike = {'return settingspages.read_each(home, titles, lambda page: _read(home, page, hosts))'}
    doubled = [f'{where}: {it}' for it, where in places.items() if len(where) > 1 and it not in alike]
    assert not doubled, '\n'.join(doubled)


@on_each(SCRIPTS + MODULES)
def test_no_broad_except(path: Path) -> None:
    for node in nodes(path):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else ''
            reraises = any(isinstance(inner, ast.Raise) and inner.exc is None for inner in ast.walk(node))
            assert caught, f'{path.name}:{node.lineno} catches everything'
            assert not re.fullmatch('Exception|BaseException', caught) or reraises, (
                f'{path.name}:{node.lineno}'
            )


@on_each(sorted(path for folder in PYTHON for path in (ROOT / folder).rglob('*.py')))
def test_nothing_hides_a_fault(path: Path) -> None:
    if path != Path(__file__):
        text = path.read_text(encoding='utf-8')
        assert not re.findall(
            r'# type: ignore|pragma: no cover|\bassert True\b|\bxfail\b|pytest\.skip|mark\.skip', text
        )


def test_every_reason_of_a_surviving_mutant_still_has_its_line() -> None:
    text = (ROOT / 'tests' / 'mutants' / 'survivors.toml').read_text(encoding='utf-8')
    tried = tomllib.loads((ROOT / 'pyproject.toml').read_text(encoding='utf-8'))['tool']['mutants']['modules']
    for one in tomllib.loads(text).get('survivor', []):
        source = (ROOT / 'scripts' / 'outreach' / f'{one["module"]}.py').read_text(encoding='utf-8')
        assert one['module'] in tried, one
        assert one['reason'].strip(), one
        assert one['line'] in map(str.strip, source.splitlines()), one


MUTATED = ('lists', 'audience', 'promotion', 'sends')


# pure modules of these folders that have none, and why
WITHOUT_MUTANTS = {
    'sends/telling': 'it prints, and decides nothing',
    'sends/nextwave': 'it asks the campaign page again, and puts together what other modules decide',
    'sends/replanning': 'it asks and tells, and decides nothing',
    'sends/objecting': 'it puts together what other modules decide',
}


def test_every_pure_module_of_four_folders_has_mutants() -> None:
    """Pure is what is handed no wiki, and no trust, which asks one."""
    project = tomllib.loads((ROOT / 'pyproject.toml').read_text(encoding='utf-8'))
    pure = {
        path.relative_to(ROOT / 'scripts' / 'outreach').with_suffix('').as_posix()
        for path in MODULES
        if path.parent.name in MUTATED and path.stem != '__init__'
        if not re.search(r'\b(?:Wiki|Farm|Trust|Fetcher|sqlite3|pymysql)\b', path.read_text(encoding='utf-8'))
    }
    assert not pure - set(project['tool']['mutants']['modules']) - WITHOUT_MUTANTS.keys()
    assert WITHOUT_MUTANTS.keys() <= pure


BARE_COLOUR = re.compile(r'(?<![&\w(/])#(?:[0-9a-fA-F]{3}){1,2}(?=[;\'"\s)])')


def test_no_page_of_ours_has_a_bare_colour() -> None:
    """A colour is a name of the skin, with another for wikis without it: else it is wrong in dark mode."""
    pages = [*SCRIPTS, *MODULES, *sorted((ROOT / 'onwiki').rglob('*.wikitext'))]
    bare = {}
    for path in pages:
        without_names = re.sub(r'var\(--[a-z-]+, #\w+\)', '', path.read_text(encoding='utf-8'))
        bare[path.relative_to(ROOT).as_posix()] = BARE_COLOUR.findall(without_names)
    assert not {path: found for path, found in bare.items() if found}
