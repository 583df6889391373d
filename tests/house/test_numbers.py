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
    r' (?:(?!(?:of|in|on|at|by|for|from|has|is|and|or|to|with|no|names|refuses|sends) )[a-z]+ )?'
    r'(?:accounts|affiliates|answers|articles|bots|campaigns|cells|channels|columns|complaints|contacts|'
    r'copies|dates|days|deliveries|doubts|drafts|edits|elements|entries|errors|events|failures|feeds|fields|'
    r'figures|files|gaps|groups|hosts|hours|items|keys|languages|letters|lines|links|lists|mails|messages|'
    r'minutes|months|names(?! (?:no|nobody|something|you)\b)|numbers|options|pages|parameters|parts|people|'
    r'persons|places|plans|problems|questions|recipients|requests|results|revisions|rows|sections|'
    r'sends(?! (?:it|what)\b)|'
    r'settings|signatures|sources|subpages|suggestions|tables|targets|templates|testers|texts|times|titles|'
    r'tokens|users|values|waves|weeks|wikis|words|years)\b'
)


@pytest.mark.parametrize('script', sorted(one.parent.name for one in I18N.glob('*/en.json')))
def test_number_and_noun_agree_in_what_pages_say(script: str) -> None:
    plain = re.compile(rf'%\(\w+\)[ds]{NOUNS.pattern}')
    texts = {key: PLURAL.sub('', text) for key, text in phrases.of_script(script)['en'].items()}
    found = [key for key, text in texts.items() if plain.search(text)]
    assert set(found) <= NEVER_ONE, '{{PLURAL:%(count)d|one|more}} writes both'


# what stands behind a number in another text: `%(count)d: %(reason)s` with the texts `reason-…`
INSERTED = re.compile(r'%\(\w+\)d ?:? %\((\w+)\)s')


@pytest.mark.parametrize('script', sorted(one.parent.name for one in I18N.glob('*/en.json')))
def test_number_and_noun_agree_where_the_noun_is_a_text_of_its_own(script: str) -> None:
    texts = phrases.of_script(script)['en']
    names = {found[1] for text in texts.values() for found in INSERTED.finditer(text)}
    inserted = [key for key in texts if any(key.startswith(f'{name}-') for name in names)]
    found = [key for key in inserted if NOUNS.match(f' {PLURAL.sub("", texts[key])}')]
    assert found == [], '{{PLURAL:%(count)d|one|more}} writes both'


# a line of a file that is read back, or of a table; more than ten; more than the most; more than one
AS_THEY_ARE = {
    'clientlist': ' lines', 'messagelint': ' people', 'calendarplan': ' events', 'eventsettings': ' sources',
    'reading': ' elements', 'results': ' copies', 'icsreading': ' dates', 'feedsettings': ' sources',
    'pinnedlists': ' testers', 'wikicode': ' times', 'wikitext': ' times',
}  # fmt: skip


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
    text = """f'{many} rows {MOST} rows {counted(2, "x")} rows {rows} x {n} locked accounts {who} names no'"""
    assert [noun for _, noun in bare_numbers(ast.parse(text))] == [' rows', ' locked accounts']
