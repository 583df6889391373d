"""Where things lie: what imports what, and which tests belong to which module."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.house.source import (
    MODULES,
    ROOT,
    SCRIPT_NAMES,
    SCRIPTS,
    imported,
    module_name,
    nodes,
    on_each,
)

# Test files that are about no module of the package.
OTHER_TESTS = {
    'test_layout', 'test_manuals', 'test_runs', 'test_code',
    'test_world', 'test_benchmarks', 'test_contract', 'test_list_options', 'test_written',
    'test_regexes', 'test_named', 'test_readers', 'test_bombs', 'test_laws', 'test_jobs', 'test_onwiki',
    'test_ourpages', 'test_crashes', 'test_meanwhile', 'test_attending', 'test_replies', 'test_numbers',
    'test_send_message', 'test_check_targets', 'test_nothing_found',
    'test_reaching', 'test_told_events', 'test_screenshots',
}  # fmt: skip


# Modules without a test file of their name: why, or the tests against real MediaWiki that run them.
TESTED_ELSEWHERE = {
    'channels/survey': 'test_channels',
    'affiliates/inputs': 'test_affiliates',
    'affiliates/registrychanges': 'the tests of affiliates/resultpage',
    'affiliates/talklist': 'test_affiliates',
    'affiliates/verdict': 'the tests of affiliates/assessment',
    'audience/gather': 'test_audience',
    'audience/handed': 'test_people_file',
    'audience/subscriptionpages': 'test_subscriptions in tests/sandbox',
    'campaigns/campaignstate': 'the tests of campaigns/due',
    'campaigns/decisions': 'the tests of campaigns/due',
    'asking': 'the tests of feeds/collecting',
    'feeds/pagechanges': 'test_feed',
    'fetching': 'test_fetching',
    'letters/consent': 'test_letters',
    'letters/drafting': 'test_drafts in tests/letters',
    'letters/hands': 'test_letters',
    'letters/ledgerfile': 'test_ledger in tests/letters',
    'letters/planning': 'test_letters',
    'letters/submission': 'test_submission',
    'letters/testing': 'test_letters',
    'pages': 'test_lists and test_audience, which refuse redirects',
    'measures/beforehand': 'test_measures',
    'measures/edits': 'test_measures',
    'patterns/patternpages': 'test_records',
    'phrases': 'nothing in it decides anything; its texts are tested here',
    'problems': 'nothing in it decides anything',
    'promotion/backfill': 'test_records',
    'promotion/logsubpages': 'test_records',
    'sends/believed': 'the table of test_sending in tests/sends',
    'sends/lintcontext': 'test_messages',
    'sends/logged': 'test_sendpages in tests/sends',
    'sends/nextwave': 'test_sending',
    'sends/operations': 'test_sending',
    'sends/pinnedlists': 'test_sending',
    'sends/sendstate': 'test_sendpage in tests/sends',
    'replies': 'test_shapes',
    'accountshapes': 'test_shapes',
    'replyshapes': 'test_shapes',
    'restroutes': 'test_events',
    'signups/eventsignups': 'test_events',
    'wiki': 'test_wiki',
}


# The folders from top to bottom: a module imports what stands below its own, and its own folder. Those
# on one floor do not know each other; '' is what lies in no folder.
FLOORS = (
    {'campaigns'},
    {'patterns'},
    {'measures'},
    {'channels', 'events', 'feeds', 'letters'},
    {'promotion'},
    {'signups'},
    {'checks'},
    {'sends'},
    {'affiliates'},
    {'audience'},
    {'lists'},
    {''},
)


def folder_of(name: str) -> str:
    """Return the folder of a module of the package by its dotted name, '' for one in no folder."""
    first = name.split('.')[1] if '.' in name else ''
    return first if (ROOT / 'scripts' / 'outreach' / first).is_dir() else ''


def imported_in(tree: ast.Module, package: str) -> Iterator[str]:
    """Return the dotted names that a module imports wherever and however it does, '?' for one worked out.

    `package` is the package that it lies in.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split('.')[: len(package.split('.')) + 1 - node.level] if node.level else []
            base = '.'.join([*above, *filter(None, [node.module])])
            yield from (f'{base}.{alias.name}' for alias in node.names)
        elif isinstance(node, ast.Call):
            called = ast.unparse(node.func).split('.')[-1]
            if called in ('import_module', '__import__'):
                name = node.args[0] if node.args else None
                yield name.value if isinstance(name, ast.Constant) and isinstance(name.value, str) else '?'


def imported_from_package(path: Path) -> Iterator[str]:
    """Return the dotted names of the modules of the package that a file imports."""
    package = '.'.join(path.relative_to(ROOT / 'scripts').parent.parts)
    for name in imported_in(ast.parse(path.read_text(encoding='utf-8')), package):
        assert name != '?', 'imports what it works out: does that go down?'
        if name.split('.')[0] == 'outreach':
            yield name


def test_an_import_is_seen_in_every_form() -> None:
    forms = {
        'from outreach.sends.message import parse': 'outreach.sends.message.parse',
        'from outreach import sends': 'outreach.sends',
        'import outreach.sends.message as m': 'outreach.sends.message',
        'from ..sends import message': 'outreach.sends.message',
        'from . import entries': 'outreach.lists.entries',
        'from .entries import Target': 'outreach.lists.entries.Target',
        'def f():\n    if x:\n        from outreach.sends import message': 'outreach.sends.message',
        'import importlib\nimportlib.import_module("outreach.sends")': 'outreach.sends',
        'm = __import__("outreach.sends")': 'outreach.sends',
        'import_module(name)': '?',
    }
    for text, name in forms.items():
        assert name in set(imported_in(ast.parse(text), 'outreach.lists')), text


def test_among_the_scripts_there_is_nothing_but_the_package() -> None:
    entries = {path.name for path in (ROOT / 'scripts').iterdir() if not path.name.startswith(('_', '.'))}
    assert entries == {f'{name}.py' for name in SCRIPT_NAMES} | {'outreach'}


@on_each(SCRIPTS)
def test_a_script_is_named_for_what_it_does(script: Path) -> None:
    assert re.fullmatch('[a-z]+_[a-z]+', script.stem), 'verb_noun'
    assert script.stem == importlib.import_module(script.stem).SCRIPT


def test_importing_does_nothing() -> None:
    code = (
        'import builtins, importlib, pathlib, socket, sys\n'
        'import pywikibot, mwparserfromhell, tqdm, sqlite3, concurrent.futures, requests\n'
        'from pywikibot.data import api\n'
        'from pywikibot.comms import http\n'
        'def refuse(*args, **kwargs): raise AssertionError(f"at import: {args}")\n'
        'socket.socket.connect = refuse\n'
        'real = builtins.open\n'
        'def watch(file, mode="r", *args, **kwargs):\n'
        '    if set(mode) & set("wax+"): refuse(file, mode)\n'
        '    return real(file, mode, *args, **kwargs)\n'
        'builtins.open = watch\n'
        'sys.dont_write_bytecode = True\n'
        'for name in sys.argv[1:]: importlib.import_module(name)\n'
    )
    names = sorted(SCRIPT_NAMES) + [module_name(module) for module in MODULES]
    done = subprocess.run(
        [sys.executable, '-c', code, *names],
        cwd=ROOT / 'scripts',
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_tests_mirror_the_package() -> None:
    package, tests = ROOT / 'scripts' / 'outreach', ROOT / 'tests'
    sandbox = {path.stem for folder in ('sandbox', 'contract') for path in (tests / folder).glob('test_*.py')}
    modules = {
        path.relative_to(package).with_suffix('').as_posix() for path in MODULES if path.stem != '__init__'
    }
    tested = {
        path.relative_to(tests).with_name(path.stem.removeprefix('test_')).as_posix()
        for path in tests.rglob('test_*.py')
        if not {'sandbox', 'contract'} & set(path.relative_to(tests).parts) and path.stem not in OTHER_TESTS
    }
    assert not tested - modules, 'test files of no module: rename them, or name them in OTHER_TESTS'
    assert not TESTED_ELSEWHERE.keys() - modules, 'no such modules: take them out of TESTED_ELSEWHERE'
    assert not tested & TESTED_ELSEWHERE.keys(), 'these have a test file: take them out of TESTED_ELSEWHERE'
    assert not modules - tested - TESTED_ELSEWHERE.keys(), 'modules without a test file of their name'
    assert {why for why in TESTED_ELSEWHERE.values() if ' ' not in why} <= sandbox


@on_each(SCRIPTS + MODULES)
def test_one_place_knows_homes(path: Path) -> None:
    """`expanduser` raises RuntimeError below the home of nobody: `localfiles.typed` makes it bad input."""
    if path.stem != 'localfiles':
        assert 'expanduser' not in path.read_text(encoding='utf-8')


@on_each(SCRIPTS + MODULES)
def test_only_three_modules_talk_to_pywikibot(path: Path) -> None:
    if path in SCRIPTS:
        names = {
            (node.module, alias.name)
            for node in nodes(path)
            if isinstance(node, ast.ImportFrom) and (node.module or '').split('.')[0] == 'pywikibot'
            for alias in node.names
        }
        assert names <= {('pywikibot', 'config')}
        plain = {alias.name for node in nodes(path) if isinstance(node, ast.Import) for alias in node.names}
        assert 'pywikibot' not in {name.split('.')[0] for name in plain}
    elif path.stem not in ('wiki', 'sites', 'terminal'):
        assert 'pywikibot' not in imported(path)


@on_each(MODULES)
def test_every_import_goes_down(module: Path) -> None:
    floor = {folder: number for number, folders in enumerate(FLOORS) for folder in folders}
    here = folder_of(module_name(module))
    for name in imported_from_package(module):
        there = folder_of(name)
        assert there == here or floor[there] > floor[here], f'{name} is not below {here or "the top"}'


def test_nothing_is_imported_for_types_only() -> None:
    assert not [path for path in SCRIPTS + MODULES if 'TYPE_CHECKING' in path.read_text(encoding='utf-8')]


@on_each(SCRIPTS + MODULES)
def test_nothing_imports_a_script(path: Path) -> None:
    assert not imported(path) & SCRIPT_NAMES


@on_each(SCRIPTS)
def test_script_names_shadow_nothing(script: Path) -> None:
    assert script.stem not in sys.stdlib_module_names
    found = importlib.machinery.PathFinder.find_spec(
        script.stem, [p for p in sys.path if 'site-packages' in p]
    )
    assert found is None, f'{script.stem} is also an installed module'
