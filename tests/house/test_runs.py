"""How a script runs: it begins, asks, doubts, writes and prints in the one way that all have."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from outreach.doubts import CODES

from tests.house.source import (
    MODULES,
    ROOT,
    SCRIPTS,
    docstring,
    module_name,
    nodes,
    on_each,
    tree,
)


@on_each(SCRIPTS)
def test_a_script_that_asks_can_be_answered_beforehand(script: Path) -> None:
    names = {setting.name for setting in importlib.import_module(script.stem).SETTINGS}
    asks = '-simulate' in docstring(script)
    assert ('always' in names) == ('accept' in names) == ('summary' in names) == asks


@on_each(SCRIPTS)
def test_every_script_that_writes_lets_choose_the_language_of_its_words(script: Path) -> None:
    names = {setting.name for setting in importlib.import_module(script.stem).SETTINGS}
    assert 'summary' not in names or 'language' in names


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
def test_a_script_begins_by_the_run(script: Path) -> None:
    [main] = [node for node in tree(script).body if isinstance(node, ast.FunctionDef) and node.name == 'main']
    lines = [ast.unparse(node) for node in main.body[1:]]
    begun = [line.startswith('run = begin(SCRIPT, SETTINGS, args, datetime.now(UTC)') for line in lines]
    before = lines[: begun.index(True)]
    assert all(line.startswith('check_library(') for line in before), before


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
    'sends/preview': 'the consent to previews',
    'sends/sending': 'as sends/believed; a send is no edit',
    'sends/sendpages': 'as sends/believed',
    'sends/wrongsends': '-wrong of `send_message`',
    'run_campaigns': '`Run.protected`: nobody is asked',
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


# What asks in several places, and why: everywhere else one question covers all that a run does.
ASKS_IN_SEVERAL = {
    'check_affiliates': 'for the local file where no page is written',
    'check_targets': 'for the report alone where no list is fixed after all',
    'letters/consent': 'one of them, by what was approved before',
    'send_message': 'each for another way to run it, or for what the next plan is made from: D20',
    'sends/replanning': 'about what was planned, or about what others were asked to send',
    'update_pattern': 'for the list of patterns, or for the pattern',
}


def test_a_run_asks_once() -> None:
    asking: dict[str, int] = {}
    for path in SCRIPTS + MODULES:
        name = module_name(path).removeprefix('outreach.').replace('.', '/')
        calls = [ast.unparse(node.func) for node in nodes(path) if isinstance(node, ast.Call)]
        asking[name] = sum(call.endswith(('run.write', 'run.consent')) for call in calls)
    assert {name for name, times in asking.items() if times > 1} == ASKS_IN_SEVERAL.keys()


@on_each(SCRIPTS + MODULES)
def test_everything_is_printed_in_one_place(path: Path) -> None:
    if path.stem != 'terminal':
        text = path.read_text(encoding='utf-8')
        assert not re.findall(r'\bprint\(|sys\.std\w+\.write', text)
        assert not re.findall(
            r'pywikibot\.(?:info|out|stdout|warning|error|log|critical|showDiff|input)', text
        )


@on_each(MODULES)
def test_the_core_asks_no_clock_and_rolls_no_dice(module: Path) -> None:
    if module.stem in {'wiki', 'sites', 'replica', 'evidence'}:
        return
    text = module.read_text(encoding='utf-8')
    assert not re.search(r'datetime\.now|date\.today|time\.time\(|os\.environ|import random', text)
