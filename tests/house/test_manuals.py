"""What people read: the manual of each script, the pages of docs/, the texts, and their words."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import json
import re
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from enum import Enum
from pathlib import Path

from tests.house.source import (
    LANGUAGES,
    MODULES,
    ROOT,
    SCRIPT_NAMES,
    SCRIPTS,
    docstring,
    nodes,
    on_each,
)

# https://www.mediawiki.org/wiki/Manual:Pywikibot/Global_Options
GLOBAL_OPTIONS = {
    'dir', 'config', 'site', 'family', 'code', 'lang', 'user', 'pt', 'putthrottle', 'log', 'nolog',
    'cc', 'simulate', 'debug', 'v', 'verbose', 'daemonize', 'maxlag', 'help',
}  # fmt: skip


def shown(default: object) -> set[str]:
    """Return the parts of a default as the manual gives them: `(5 years)`, `(alive, slow)`."""
    if isinstance(default, timedelta):
        years, days = divmod(default.days, 365)
        return {f'{default.days} days' if days else f'{years} years'}
    parts = default if isinstance(default, tuple | frozenset) else (default,)
    return {str(part.value if isinstance(part, Enum) else part) for part in parts}


@on_each(SCRIPTS)
def test_every_option_is_in_the_docstring_and_the_reverse(script: Path) -> None:
    settings = importlib.import_module(script.stem).SETTINGS
    names = [setting.name for setting in settings]
    assert len(set(names)) == len(names)
    documented = re.findall(r'^-([a-z]+)', docstring(script), re.MULTILINE)
    assert sorted({*documented} - {'simulate'}) == sorted(names)


@on_each(SCRIPTS)
def test_the_manual_says_what_every_option_is_if_nobody_gives_it(script: Path) -> None:
    """`-name:… text (default)`: (none), (all) or (else …) where there is no value; flags have no `:…`."""
    manual = {
        match[1]: ' '.join(match[0].split())
        for match in re.finditer(r'^-([a-z]+).*(?:\n +.*)*', docstring(script), re.MULTILINE)
    }
    for setting in importlib.import_module(script.stem).SETTINGS:
        text = manual[setting.name]
        assert setting.flag != text.startswith(f'-{setting.name}:…'), text
        assert setting.repeat == ('may be repeated' in text), text
        if setting.default in (None, (), frozenset()):
            assert re.search(r'\((none|all|else [^)]+)\)', text), text
        elif not setting.flag:
            told = [set(part.split(', ')) for part in re.findall(r'\(([^)]+)\)', text)]
            assert shown(setting.default) in told, text


@on_each(SCRIPTS)
def test_no_option_is_eaten_by_pywikibot(script: Path) -> None:
    from pywikibot import config

    settings = {setting.name for setting in importlib.import_module(script.stem).SETTINGS}
    taken = GLOBAL_OPTIONS | {name for name, value in vars(config).items() if isinstance(value, int)}
    assert not settings & taken


@on_each(SCRIPTS)
def test_the_docstring_is_the_manual(script: Path) -> None:
    text = docstring(script)
    assert re.search(r'^Example', text, re.MULTILINE), 'no example'
    assert re.search(r'^Exit codes', text, re.MULTILINE), 'no exit codes'


def test_the_readme_lists_the_scripts_with_their_first_lines() -> None:
    rows = dict(re.findall(r'^\| `(\w+)` \| (.+?) \|', (ROOT / 'README.md').read_text(), re.MULTILINE))
    first_lines = {script.stem: docstring(script).splitlines()[0].rstrip('.') for script in SCRIPTS}
    assert {name: line.rstrip('.') for name, line in rows.items() if name in SCRIPT_NAMES} == first_lines


def test_every_folder_is_in_the_picture_of_the_architecture() -> None:
    text = (ROOT / 'docs' / 'architecture.md').read_text(encoding='utf-8')
    folders = {path.parent.name for path in MODULES} - {'outreach', 'i18n'}
    assert folders <= set(re.findall(r'^\| `(\w+)/` \|', text, re.MULTILINE))
    assert folders <= set(re.findall(r'\w+', text.partition('```mermaid')[2].partition('```')[0]))


def test_what_the_architecture_says_is_tested_is() -> None:
    text = (ROOT / 'docs' / 'architecture.md').read_text(encoding='utf-8')
    named = set(re.findall(r'`(test_\w+)`', text))
    written = {
        name
        for path in (ROOT / 'tests').rglob('test_*.py')
        for name in re.findall(r'^def (test_\w+)', path.read_text(encoding='utf-8'), re.MULTILINE)
    }
    assert named
    assert not named - written


def test_what_contributing_imports_is_there() -> None:
    text = (ROOT / 'CONTRIBUTING.md').read_text(encoding='utf-8')
    for module, names in re.findall(r'^ +from (outreach[\w.]*) import (.+)$', text, re.MULTILINE):
        for name in names.split(', '):
            if 'greeters' not in (name, module.rpartition('.')[2]):
                found = importlib.import_module(module)
                assert hasattr(found, name) or importlib.util.find_spec(f'{module}.{name}'), name


def test_what_is_cited_is_in_the_repository_or_public() -> None:
    for path in [*SCRIPTS, *MODULES, *sorted((ROOT / 'docs').glob('*.md'))]:
        assert 'facts/' not in path.read_text(encoding='utf-8'), path


def test_every_decision_that_is_cited_is_written_down() -> None:
    text = (ROOT / 'docs' / 'architecture.md').read_text(encoding='utf-8')
    decided = set(re.findall(r'^\*\*(D\d+)\. ', text, re.MULTILINE))
    assert len(decided) == 21
    for path in [*SCRIPTS, *MODULES, ROOT / 'CONTRIBUTING.md']:
        assert set(re.findall(r'\b(D\d+)\b', path.read_text(encoding='utf-8'))) <= decided, path


def test_the_table_of_grants_names_every_script() -> None:
    text = (ROOT / 'docs' / 'real-wikis.md').read_text(encoding='utf-8')
    part = text.partition('\n| script | grants |\n')[2].partition('\n\n')[0]
    first = [line.split('|')[1] for line in part.splitlines()]
    assert {name for cell in first for name in re.findall(r'`(\w+)', cell)} == SCRIPT_NAMES


@on_each(sorted({path.parent for path in LANGUAGES.glob('*/*.json')}))
def test_texts_are_complete_and_documented(folder: Path) -> None:
    texts = {path.stem: json.loads(path.read_text(encoding='utf-8')) for path in folder.glob('*.json')}
    assert folder.name in SCRIPT_NAMES | {'outreach'}
    english = set(texts['en']) - {'@metadata'}
    assert set(texts['qqq']) - {'@metadata'} == english
    for language, known in texts.items():
        assert set(known) - {'@metadata'} <= english, f'{language} has texts that English lacks'
        for key in set(known) & english if language != 'qqq' else ():
            wanted = set(re.findall(r'%\((\w+)\)', texts['en'][key]))
            assert set(re.findall(r'%\((\w+)\)', known[key])) <= wanted, f'{language}: {key}'


# What was said in words of our own, and how the field says it.
SAID_BETTER = {
    r'names? of today|account of today': 'current name, current account',
    r'\bheld against\b': 'compared with',
    r'\d\)? a request\b': 'per request',
    r'\bforet(?:ell|old)': 'predict',
    r'\bmend(?:s|ed|ing)?\b': 'fix',
    r'says so already': 'is up to date',
    r'take(?:n|s)? up again|took up again': 'tried again',
    r'(?:find|finds|found) out what became': 'report the outcome',
    r'speaks? against': 'keep from, reason against',
    r'\bparted by\b': 'separated by',
    r'\bwithout end\b': 'indefinitely',
    r'in so far as they': 'if',
    r'\b(?:take[ns]?|took|taking) off\b': 'remove',
}


def told_in(path: Path) -> Iterator[tuple[int, str]]:
    """Return what a module tells people, with its line: its docstrings, comments and texts."""
    text = path.read_text(encoding='utf-8')
    for number, line in enumerate(text.splitlines(), 1):
        if '#' in line:
            yield number, line.partition('#')[2]
    for node in nodes(path):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, ' '.join(node.value.split())


def test_the_plain_words_of_the_field_are_used() -> None:
    told = [(path, number, text) for path in SCRIPTS + MODULES for number, text in told_in(path)]
    pages = [ROOT / name for name in ('README.md', 'CONTRIBUTING.md')] + sorted((ROOT / 'docs').glob('*.md'))
    told += [(path, 0, ' '.join(path.read_text(encoding='utf-8').split())) for path in pages]
    for path in LANGUAGES.glob('*/en.json'):
        told += [(path, 0, str(text)) for text in json.loads(path.read_text(encoding='utf-8')).values()]
    found = [
        f'{path.relative_to(ROOT)}:{number}: {match[0]!r}: say {better}'
        for path, number, text in told
        for pattern, better in SAID_BETTER.items()
        for match in re.finditer(pattern, text)
    ]
    assert not found, '\n'.join(found)


@on_each(SCRIPTS + MODULES)
def test_a_docstring_says_what_a_function_returns(path: Path) -> None:
    for node in nodes(path):
        if isinstance(node, ast.FunctionDef) and node.returns and ast.unparse(node.returns) != 'None':
            first = (ast.get_docstring(node) or '').partition(' ')[0]
            assert first not in ('Give', 'Gives', 'Tell', 'Tells', 'Say', 'Says'), f'line {node.lineno}'


def test_nothing_names_a_machine() -> None:
    done = subprocess.run(
        [
            'git',
            'grep',
            '-nIE',
            r'(^|[^A-Za-z0-9_.])/(home|root|Users)/[a-z]',
            '--',
            '.',
            ':!tests/house/test_manuals.py',
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == ''
