"""The house rules that a test can check: layout, imports, options, documentation, sizes, texts."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import json
import re
import subprocess
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from enum import Enum
from functools import cache
from pathlib import Path
from statistics import median

from outreach.doubts import CODES

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = sorted((ROOT / 'scripts').glob('*.py'))
MODULES = sorted((ROOT / 'scripts' / 'outreach').rglob('*.py'))
LANGUAGES = ROOT / 'scripts' / 'outreach' / 'i18n'
PYTHON = ('scripts', 'sandbox', 'tests', 'benchmarks', 'families')
SCRIPT_NAMES = {script.stem for script in SCRIPTS}

# https://www.mediawiki.org/wiki/Manual:Pywikibot/Global_Options
GLOBAL_OPTIONS = {
    'dir', 'config', 'site', 'family', 'code', 'lang', 'user', 'pt', 'putthrottle', 'log', 'nolog',
    'cc', 'simulate', 'debug', 'v', 'verbose', 'daemonize', 'maxlag', 'help',
}  # fmt: skip

# Modules without a test file of their name: why, or the tests against real MediaWiki that run them.
TESTED_ELSEWHERE = {
    'channels/survey': 'test_channels',
    'affiliates/inputs': 'test_affiliates',
    'affiliates/lookup': 'test_affiliates',
    'affiliates/registrychanges': 'the tests of affiliates/resultpage',
    'affiliates/talklist': 'test_affiliates',
    'affiliates/verdict': 'the tests of affiliates/assessment',
    'audience/gather': 'test_audience',
    'audience/handed': 'test_people_file',
    'audience/replica': 'test_replica',
    'audience/subscriptionpages': 'test_subscriptions in tests/sandbox',
    'campaigns/campaignstate': 'the tests of campaigns/due',
    'campaigns/decisions': 'the tests of campaigns/due',
    'campaigns/navigation': 'the tests of campaigns/statuspage',
    'campaigns/reading': 'test_campaigns',
    'checks/lookup': 'test_lists',
    'asking': 'the tests of feeds/collecting',
    'feeds/newspages': 'test_feed',
    'events/calendarpages': 'test_events',
    'feeds/pagechanges': 'test_feed',
    'fetching': 'test_fetching',
    'letters/afterwards': 'test_letters',
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
    'sends/operations': 'test_sending',
    'sends/pinnedlists': 'test_sending',
    'sends/preview': 'test_hostile',
    'sends/recentsends': 'test_messages',
    'sends/records': 'test_records',
    'sends/sendstate': 'test_sendpage in tests/sends',
    'sends/tracing': 'test_delivery',
    'checks/probes': 'test_setup',
    'replies': 'test_shapes',
    'accountshapes': 'test_shapes',
    'replyshapes': 'test_shapes',
    'restroutes': 'test_events',
    'siteinfo': 'test_wiki',
    'signups/eventsignups': 'test_events',
    'wiki': 'test_wiki',
}
# Test files that are about no module of the package.
OTHER_TESTS = {
    'test_house', 'test_world', 'test_benchmarks', 'test_contract', 'test_list_options', 'test_written',
    'test_regexes', 'test_named', 'test_readers', 'test_bombs', 'test_laws', 'test_jobs', 'test_onwiki',
    'test_ourpages', 'test_meanwhile', 'test_attending',
}  # fmt: skip

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

SCRIPT_LINES = 250
MODULE_LINES = 400
FUNCTION_LINES = 40
# most are far smaller: what the middle one of all may have
MIDDLE_MODULE = 146
MIDDLE_FUNCTION = 8


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


def folder_of(name: str) -> str:
    """Return the folder of a module of the package by its dotted name, '' for one in no folder."""
    first = name.split('.')[1] if '.' in name else ''
    return first if (ROOT / 'scripts' / 'outreach' / first).is_dir() else ''


def imported_from_package(path: Path) -> Iterator[str]:
    """Return the dotted names of the modules of the package that a file imports."""
    for node in nodes(path):
        if isinstance(node, ast.ImportFrom) and (node.module or '').split('.')[0] == 'outreach':
            yield from (f'{node.module}.{alias.name}' for alias in node.names)


@on_each(SCRIPTS + MODULES)
def test_everything_is_printed_in_one_place(path: Path) -> None:
    if path.stem != 'terminal':
        text = path.read_text(encoding='utf-8')
        assert not re.findall(r'\bprint\(|sys\.std\w+\.write', text)
        assert not re.findall(
            r'pywikibot\.(?:info|out|stdout|warning|error|log|critical|showDiff|input)', text
        )


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


@on_each(SCRIPTS + MODULES)
def test_a_docstring_says_what_a_function_returns(path: Path) -> None:
    for node in nodes(path):
        if isinstance(node, ast.FunctionDef) and node.returns and ast.unparse(node.returns) != 'None':
            first = (ast.get_docstring(node) or '').partition(' ')[0]
            assert first not in ('Give', 'Gives', 'Tell', 'Tells', 'Say', 'Says'), f'line {node.lineno}'


@on_each(SCRIPTS)
def test_script_names_shadow_nothing(script: Path) -> None:
    assert script.stem not in sys.stdlib_module_names
    found = importlib.machinery.PathFinder.find_spec(
        script.stem, [p for p in sys.path if 'site-packages' in p]
    )
    assert found is None, f'{script.stem} is also an installed module'


@on_each(SCRIPTS)
def test_every_option_is_in_the_docstring_and_the_reverse(script: Path) -> None:
    settings = importlib.import_module(script.stem).SETTINGS
    names = [setting.name for setting in settings]
    assert len(set(names)) == len(names)
    documented = re.findall(r'^-([a-z]+)', docstring(script), re.MULTILINE)
    assert sorted({*documented} - {'simulate'}) == sorted(names)


def shown(default: object) -> set[str]:
    """Return the parts of a default as the manual gives them: `(5 years)`, `(alive, slow)`."""
    if isinstance(default, timedelta):
        years, days = divmod(default.days, 365)
        return {f'{default.days} days' if days else f'{years} years'}
    parts = default if isinstance(default, tuple | frozenset) else (default,)
    return {str(part.value if isinstance(part, Enum) else part) for part in parts}


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
def test_a_script_that_asks_can_be_answered_beforehand(script: Path) -> None:
    names = {setting.name for setting in importlib.import_module(script.stem).SETTINGS}
    assert ('always' in names) == ('accept' in names) == ('-simulate' in docstring(script))


@on_each(SCRIPTS)
def test_a_script_reads_no_setting_that_it_does_not_have(script: Path) -> None:
    module = importlib.import_module(script.stem)
    used = {
        node.slice.id
        for node in nodes(script)
        if isinstance(node, ast.Subscript)
        and ast.unparse(node.value).split('.')[-1] == 'given'
        and isinstance(node.slice, ast.Name)
    }
    assert {getattr(module, name).name for name in used if hasattr(module, name)} <= {
        setting.name for setting in module.SETTINGS
    }


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


def test_every_decision_that_is_cited_is_written_down() -> None:
    text = (ROOT / 'docs' / 'architecture.md').read_text(encoding='utf-8')
    decided = set(re.findall(r'^\*\*(D\d+)\. ', text, re.MULTILINE))
    assert len(decided) == 21
    for path in [*SCRIPTS, *MODULES, ROOT / 'CONTRIBUTING.md']:
        assert set(re.findall(r'\b(D\d+)\b', path.read_text(encoding='utf-8'))) <= decided, path


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


@on_each(SCRIPTS)
def test_each_script_tells_one_story_in_main(script: Path) -> None:
    [main] = [node for node in tree(script).body if isinstance(node, ast.FunctionDef) and node.name == 'main']
    assert not [node for node in ast.walk(main) if isinstance(node, ast.FunctionDef) and node is not main]
    assert re.search(r"^if __name__ == '__main__':\n    raise SystemExit\(exit_code\(main\)\)$",
                     script.read_text(encoding='utf-8'), re.MULTILINE)  # fmt: skip


def codes_of_doubts(path: Path) -> Iterator[str]:
    """Return the codes of a file: of each `Doubt(code, …)`, and of each `….accepts(code)`."""
    known = vars(importlib.import_module(module_name(path)))
    for node in nodes(path):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func).split('.')[-1]
        if called in ('Doubt', 'accepts'):
            code = next((one.value for one in node.keywords if one.arg == 'code'), None) or node.args[0]
            yield code_meant(ast.unparse(code), known)


def code_meant(written: str, known: Mapping[str, object]) -> str:
    """Return the text that an expression means: 'shrinks', SHRINKS, merge.SHRINKS; whatever else fails."""
    first, *rest = written.split('.')
    found = ast.literal_eval(written) if written.startswith("'") else known[first]
    for name in rest:
        found = getattr(found, name)
    assert isinstance(found, str), f'{written} is a code that no reader finds'
    return found


@on_each(SCRIPTS + MODULES)
def test_nothing_but_the_run_looks_which_doubts_are_accepted(path: Path) -> None:
    assert path.stem == 'run' or 'given[ACCEPT]' not in path.read_text(encoding='utf-8')


def test_the_table_of_doubts_is_complete() -> None:
    text = (ROOT / 'docs' / 'real-wikis.md').read_text(encoding='utf-8')
    part = text.partition('\n## Doubts\n')[2].partition('\n## ')[0]
    rows = re.findall(r'^\| `([a-z-]+)`(?: \(held back\))? \|', part, re.MULTILINE)
    assert len(set(rows)) == len(rows)
    assert set(rows) == CODES == {code for path in SCRIPTS + MODULES for code in codes_of_doubts(path)}


# What writes past `Run.write`, by what asks first whether our account may edit the page.
ASKED_BEFORE = {
    'run': '`Run.write`, which asks itself',
    'wiki': 'it is what the others call',
    'letters/claimpage': 'the pages of `letters/consent`',
    'letters/wikimail': 'no page is written; `wikimail.may_send` asks',
    'sends/approval': '-approve of `send_message`',
    'sends/believed': 'every consent of `send_message` and `check_delivery` names its send pages',
    'sends/sending': 'as sends/believed; a send is no edit',
    'sends/sendpages': 'as sends/believed',
    'sends/wrongsends': '-wrong of `send_message`',
    'run_campaigns': '`Run.protected`: nobody is asked',
    'send_message': 'the consent to previews',
}


def test_whatever_writes_asks_first_whether_our_account_may() -> None:
    writing = set()
    for path in SCRIPTS + MODULES:
        for node in nodes(path):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                whose = ast.unparse(node.func.value).split('.')[-1]
                if node.func.attr in ('update', 'save', 'post_once') and whose in (
                    'home', 'wiki', 'self', 'believed',
                ):  # fmt: skip
                    writing.add(module_name(path).removeprefix('outreach.').replace('.', '/'))
    assert writing == ASKED_BEFORE.keys()


@on_each(SCRIPTS)
def test_a_script_begins_by_the_run(script: Path) -> None:
    [main] = [node for node in tree(script).body if isinstance(node, ast.FunctionDef) and node.name == 'main']
    lines = [ast.unparse(node) for node in main.body[1:]]
    before = lines[: lines.index('run = begin(SCRIPT, SETTINGS, args, datetime.now(UTC))')]
    assert all(line.startswith('check_library(') for line in before), before


def test_the_table_of_grants_names_every_script() -> None:
    text = (ROOT / 'docs' / 'real-wikis.md').read_text(encoding='utf-8')
    part = text.partition('\n| script | grants |\n')[2].partition('\n\n')[0]
    first = [line.split('|')[1] for line in part.splitlines()]
    assert {name for cell in first for name in re.findall(r'`(\w+)', cell)} == SCRIPT_NAMES


def test_every_reason_of_a_surviving_mutant_still_has_its_line() -> None:
    text = (ROOT / 'tests' / 'mutants' / 'survivors.toml').read_text(encoding='utf-8')
    tried = tomllib.loads((ROOT / 'pyproject.toml').read_text(encoding='utf-8'))['tool']['mutants']['modules']
    for one in tomllib.loads(text).get('survivor', []):
        source = (ROOT / 'scripts' / 'outreach' / f'{one["module"]}.py').read_text(encoding='utf-8')
        assert one['module'] in tried, one
        assert one['reason'].strip(), one
        assert one['line'] in map(str.strip, source.splitlines()), one


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


MUTATED = ('lists', 'audience', 'promotion', 'sends')
WITHOUT_MUTANTS: dict[str, str] = {}  # pure modules of these folders that have none, and why


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


@on_each(MODULES)
def test_the_core_asks_no_clock_and_rolls_no_dice(module: Path) -> None:
    if module.stem in {'wiki', 'sites', 'replica', 'evidence'}:
        return
    text = module.read_text(encoding='utf-8')
    assert not re.search(r'datetime\.now|date\.today|time\.time\(|os\.environ|import random', text)


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


def test_nothing_names_a_machine() -> None:
    done = subprocess.run(
        [
            'git',
            'grep',
            '-nIE',
            r'(^|[^A-Za-z0-9_.])/(home|root|Users)/[a-z]',
            '--',
            '.',
            ':!tests/test_house.py',
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == ''
