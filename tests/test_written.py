"""Small texts as people really write them: every reader gives what is right."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from outreach import phrases, wikitext
from outreach.audience.accounts import block
from outreach.audience.excludepages import names_on_page, read_page
from outreach.audience.peoplefile import read as read_people
from outreach.audience.topic import Reader, Sources
from outreach.checks.lint import Kind, lint
from outreach.lists.deliverylist import parse
from outreach.names import normalize_user
from outreach.patterns import pattern
from outreach.problems import BadInput
from outreach.promotion import announcements, logpage, suggestions
from outreach.promotion.backfillrows import is_delivery_of
from outreach.promotion.logpage import Vocabulary
from outreach.sends.matching import Origin
from outreach.sends.message import Message
from outreach.sends.messagelint import LintContext
from outreach.sends.messagelint import lint as lint_message
from outreach.sends.reactions import ReplyPage, reaction
from outreach.sends.sendstate import Sent
from outreach.signatures import signature
from outreach.signuppage import read_page as read_signups
from outreach.wiki import Wiki
from outreach.wikitable import Row

from tests.samples.cannedwiki import Canned
from tests.samples.checkedlist import standing
from tests.samples.wikis import HOME, RESOLVER, WIKIS

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / 'cases' / 'written.toml').read_text(encoding='utf-8')
)['case']
LANGUAGES = phrases.of_script('log_promotion')
PATTERN_WORDS = pattern.heading_words(phrases.of_script('update_pattern').values())
MARK = '<!-- Bot@metawiki https://meta.wikimedia.org/w/index.php?title=x&oldid=77 -->'
NOW = datetime(2026, 5, 1, tzinfo=UTC)
ORIGIN = Origin('metawiki', (Sent(NOW, 'Bot', 77),))
KINDS = [6, 1, 6, 3, 1, 2, 2, 2, 4, 4, 2, 2, 1, 1, 2, 2, 2]


def signups(text: str) -> list[str]:
    return [f'{one.name}@{one.host}{"?" * one.bare}' for one in read_signups(text, 'P', RESOLVER).signups]


def renamed(text: str) -> list[list[str]]:
    entry, old, new = text.strip().split('\n')
    listed = parse(entry, HOME)
    known = standing(listed, without=[old], renamed={old: new})
    return [
        [one.kind.value, 'take off' if one.remove else str(one.change)]
        for one in lint(listed, known).findings
        if one.kind in (Kind.RENAMED, Kind.MISSING)
    ]


def announced(text: str) -> list[str]:
    cells = dict(line.split(': ', 1) for line in text.strip().split('\n'))
    page = logpage.LogPage(text, (), (logpage.LogRow(Row(0, 0, ()), 1, '', cells),), 0)
    (one,) = announcements.read(page, Vocabulary.of(LANGUAGES.values()), WIKIS)
    return [*one.hosts, *sorted(place.key for place in one.pages)]


def signed(text: str) -> list[str]:
    found = signature(text, RESOLVER)
    return [found.name, str(found.day)] if found else []


def suggested(text: str) -> list[str]:
    found, _ = suggestions.parse(f'== Ideas ==\n{text}', {'ideas'}, WIKIS)
    return [one.place.key for one in found]


def petscan(text: str) -> str | list[str]:
    wiki = cast(Wiki, Canned(lambda _: {}))
    try:
        return list(Reader(wiki, lambda _: json.loads(text)).read(Sources(petscan=[1])).titles)
    except BadInput as error:
        return f'ValueError: {error.problems[0].text}'


READERS: dict[str, Callable[[str], Any]] = {
    'exclude': lambda text: sorted(names_on_page(text, RESOLVER)),
    'excluded_wikis': lambda text: sorted(read_page(text, 'P', RESOLVER).wikis),
    'signups': signups,
    'signup_problems': lambda text: 'told' if read_signups(text, 'P', RESOLVER).problems else 'silent',
    'targets': lambda text: [str(target) for target in parse(text, HOME).targets],
    'account': lambda text: normalize_user(text.strip()),
    'escaped': lambda text: wikitext.escape(text.strip()),
    'blocked': lambda text: block(json.loads(text), NOW).name,
    'places': lambda text: [place.key for place in WIKIS.places_in(text)],
    'suggested': suggested,
    'announced': announced,
    'signed': signed,
    'endorsers': lambda text: list(pattern.parse(text, 'T', PATTERN_WORDS, RESOLVER).endorsers),
    'infobox': lambda text: list(pattern.parse(text, 'T', PATTERN_WORDS).infobox),
    'message_signature': lambda text: (
        'warning'
        if any(
            'no signature' in one.text
            for one in lint_message(Message('en', 'T', 1, 'S', text), LintContext())
        )
        else 'fine'
    ),
    'reacted': lambda text: (
        reaction(ReplyPage('User talk:A', text.replace('MARK', MARK)), 'Hej', ORIGIN).value
    ),
    'counted': lambda text: is_delivery_of({'comment': text.strip().split('\n')[1]}, text.split('\n')[0]),
    'people': lambda text: [
        f'{one.name}@{one.host}'.rstrip('@') for one in read_people(text, RESOLVER).people
    ],
    'renamed': renamed,
    'petscan': petscan,
}


@pytest.mark.parametrize('case', CASES, ids=[f'{case["kind"]} {case["name"]}' for case in CASES])
def test_what_people_write_is_read_right(case: dict[str, Any]) -> None:
    assert READERS[case['reader']](case['text']) == case['expected']


def test_every_case_that_was_reported_has_its_row() -> None:
    reported = [(case['kind'], case['name']) for case in CASES if case.get('reported')]
    assert len(set(reported)) == len(reported) == 43
    # by kind, K1 to K17
    kinds = Counter(kind for kind, _ in reported)
    assert [kinds[f'K{number}'] for number in range(1, 18)] == KINDS
