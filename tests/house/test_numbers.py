"""Number and noun agree in what scripts say, on pages and on a terminal."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from outreach import phrases

from tests.house.source import MODULES, ROOT, SCRIPTS, on_each, tree

# a decimal fraction; 7 or 30; more than the most; more than are left
NEVER_ONE = {'days-to-answer', 'in-days', 'finding-toolong', 'funnel-sentence'}
PLURAL = re.compile(r'\{\{PLURAL:[^{}]*\}\}')
I18N = ROOT / 'scripts' / 'outreach' / 'i18n'
NOUNS = re.compile(
    r' (?:accounts|answers|contacts|days|deliveries|drafts|edits|entries|events|fields|'
    r'files|hosts|hours|items|languages|letters|lines|mails|messages|minutes|months|pages|people|persons|'
    r'places|recipients|requests|revisions|rows|sections|subpages|targets|templates|texts|'
    r'tokens|users|waves|weeks|wikis|years)\b'
)


@pytest.mark.parametrize('script', sorted(one.parent.name for one in I18N.glob('*/en.json')))
def test_number_and_noun_agree_in_what_pages_say(script: str) -> None:
    plain = re.compile(rf'%\(\w+\)[ds]{NOUNS.pattern}')
    texts = {key: PLURAL.sub('', text) for key, text in phrases.of_script(script)['en'].items()}
    found = [key for key, text in texts.items() if plain.search(text)]
    assert set(found) <= NEVER_ONE, '{{PLURAL:%(count)d|one|more}} writes both'


# a line of a file that is read back; more than ten; more than the most
AS_THEY_ARE = {'clientlist': ' lines', 'messagelint': ' people', 'calendarplan': ' events'}


def bare_numbers(module: ast.Module) -> Iterator[tuple[str, str]]:
    """Return the texts in which a number stands before a noun of many, each with that noun."""
    for one in ast.walk(module):
        if isinstance(one, ast.JoinedStr):
            for value, after in itertools.pairwise(one.values):
                noun = NOUNS.match(str(after.value)) if isinstance(after, ast.Constant) else None
                if noun and isinstance(value, ast.FormattedValue) and not _agrees(value.value):
                    yield ast.unparse(one), noun[0]


def _agrees(value: ast.expr) -> bool:
    """Whether a value is fixed in the code, or brings its noun along."""
    names = [one.id for one in ast.walk(value) if isinstance(one, ast.Name)]
    return bool(names) and (all(name.isupper() for name in names) or bool({'counted', 'so_many'} & {*names}))


@on_each(SCRIPTS + MODULES)
def test_number_and_noun_agree_in_what_scripts_say(path: Path) -> None:
    found = [text for text, noun in bare_numbers(tree(path)) if noun != AS_THEY_ARE.get(path.stem)]
    assert found == [], 'counted(number, one, more) writes both'


def test_a_bare_number_is_seen() -> None:
    text = """f'{many} rows {MOST} rows {counted(2, "x")} rows {rows} x'"""
    assert [noun for _, noun in bare_numbers(ast.parse(text))] == [' rows']
