"""The world "medicine" holds every case that it promises, and its truth follows from its data."""

import dataclasses
import json
import re
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from outreach import campaign
from outreach.audience.people import Exclusion

from sandbox.plain import plain_text
from sandbox.state import REPOSITORY
from sandbox.truth import Arrival, compare
from sandbox.wikis import BY_DBNAME, BY_HOST, WIKIS
from sandbox.world import Account, Attachment, Outcome, Page, Revision, Truth, World
from sandbox.worlds import medicine_pumps
from sandbox.worlds.medicine import STAFF, TRUTH, build
from sandbox.worlds.medicine_articles import Article, articles
from sandbox.worlds.medicine_meta import CAMPAIGN, LANGUAGES, MESSAGE, ONWIKI
from sandbox.worlds.medicine_people import OUTSIDE, people

NOW = datetime(2026, 11, 21, tzinfo=UTC)
WORLD = build(NOW)
PAGES = {(page.wiki, page.title): page for page in WORLD.pages}
ACCOUNTS = {account.name: account for account in WORLD.accounts}
TOPIC = [article for article in articles() if article.banner]
REVERTS = {'mw-reverted', 'mw-undo', 'mw-rollback', 'mw-manual-revert'}


@pytest.mark.parametrize('name', ['README.md', 'CONTRIBUTING.md'])
def test_so_many_wikis_are_promised_as_there_are(name: str) -> None:
    text = (REPOSITORY / name).read_text(encoding='utf-8')
    assert re.findall(r'(\d+) (?:wikis on your machine|real MediaWikis)', text) == [str(len(WIKIS))]


def test_the_world_is_as_large_as_promised() -> None:
    assert len(TOPIC) == 24
    assert len(articles()) - len(TOPIC) == 6
    assert max(len(article.titles) for article in articles()) == 30
    assert 75 <= len(people()) <= 100
    pumps = sum(len(page.revisions) for page in medicine_pumps.pages(NOW))
    assert 1500 <= sum(len(page.revisions) for page in WORLD.pages) - pumps <= 1700


def test_the_same_moment_gives_the_same_world() -> None:
    assert build(NOW).to_json() == WORLD.to_json()


def test_times_move_with_now() -> None:
    later = build(NOW + timedelta(days=100))
    moved = {
        (page.wiki, page.title): [revision.time - timedelta(days=100) for revision in page.revisions]
        for page in later.pages
    }
    assert moved == {key: [revision.time for revision in page.revisions] for key, page in PAGES.items()}


def test_json_has_the_keys_that_the_loader_reads() -> None:
    data = json.loads(WORLD.to_json())
    assert data['now'] == '2026-11-21T00:00:00Z'
    assert {'class', 'importance', 'page', 'project', 'wiki'} == set(data['assessments'][0])
    polyglot = next(account for account in data['accounts'] if account['name'] == 'Vera Polyglot')
    assert polyglot['home'] == 'dewiki'
    assert polyglot['attached']['frwiki']['editcount'] == 12000


def topic_edits(name: str) -> dict[tuple[str, str], list[int]]:
    """Bytes of the edits of the last five years that count for a person, by page."""
    counted = defaultdict(list)
    for article in TOPIC:
        for wiki, title in article.titles.items():
            before = 0
            for revision in PAGES[wiki, title].revisions:
                size = len(revision.text.encode())
                recent = revision.time > NOW - timedelta(days=5 * 365)
                if (
                    revision.user == name
                    and recent
                    and not revision.deleted
                    and not REVERTS & {*revision.tags}
                ):
                    counted[wiki, title].append(size - before)
                before = size
    return counted


def enough(name: str) -> bool:
    edits = topic_edits(name)
    number = sum(len(sizes) for sizes in edits.values())
    size = sum(max(sum(sizes), 0) for sizes in edits.values())
    return number >= 5 or len(edits) >= 3 or size >= 2000


@pytest.mark.parametrize('name', [person.name for person in people()])
def test_who_is_below_the_rule_is_so_by_the_revisions(name: str) -> None:
    too_little = {'below-rule', 'reverted', 'reverting', OUTSIDE, 'added by hand'}
    assert enough(name) == (TRUTH[name].reason not in too_little)


@pytest.mark.parametrize('name', [name for name, truth in TRUTH.items() if truth.host])
def test_who_is_to_be_asked_somewhere_has_an_account_there(name: str) -> None:
    host = TRUTH[name].host
    assert host is not None
    assert BY_HOST[host].dbname in ACCOUNTS[name].attached


def test_reasons_are_those_of_the_funnel() -> None:
    known = {exclusion.value for exclusion in Exclusion} | {OUTSIDE}
    assert {truth.reason for truth in TRUTH.values() if truth.host is None} <= known


def test_one_person_edited_the_topic_on_27_wikipedias() -> None:
    assert len({wiki for wiki, _ in topic_edits('Vera Polyglot')}) == 27
    assert TRUTH['Vera Polyglot'].host == 'fr.wikipedia.test'


NAMES = [
    ('Arabic', lambda name: any('\u0600' <= char <= '\u06ff' for char in name)),
    ('Hebrew', lambda name: any('\u0590' <= char <= '\u05ff' for char in name)),
    ('Han', lambda name: any('\u4e00' <= char <= '\u9fff' for char in name)),
    ('apostrophe', lambda name: "'" in name),
    ('two apostrophes', lambda name: "''" in name),
    ('equals sign', lambda name: '=' in name),
    ('at sign', lambda name: '@' in name),
    ('fullwidth bar', lambda name: '\uff5c' in name),
    ('box-drawing bar', lambda name: '\u2502' in name),
    ('leading dots', lambda name: name.startswith('...')),
    ('85 characters', lambda name: len(name) == 85),
    ('255 bytes', lambda name: len(name.encode()) == 255),
]


@pytest.mark.parametrize('holds', [test for _, test in NAMES], ids=[label for label, _ in NAMES])
def test_names_of_every_kind_get_a_message(holds: Callable[[str], bool]) -> None:
    assert any(holds(name) for name, truth in TRUTH.items() if truth.outcome is Outcome.DELIVERED)


def test_every_account_is_in_the_truth_or_staff() -> None:
    talkers = {account.name for account in medicine_pumps.accounts(NOW, 9001)}
    assert set(ACCOUNTS) == {person.name for person in people()} | set(STAFF) | talkers
    assert all(BY_DBNAME.keys() >= account.attached.keys() for account in WORLD.accounts)


def test_two_banners_are_not_the_plain_template() -> None:
    texts = {
        article.english: PAGES['enwiki', f'Talk:{article.english}'].revisions[0].text for article in TOPIC
    }
    special = {title for title, text in texts.items() if not text.startswith('{{WikiProject Medicine')}
    assert special == {'Rabies', 'Aspirin'}


def test_the_campaign_page_is_a_good_one() -> None:
    given = campaign.parse(PAGES['metawiki', CAMPAIGN].revisions[-1].text, CAMPAIGN)
    assert ('message', MESSAGE) in [(one.name, one.value) for one in given]


def test_the_documentation_names_every_parameter_once() -> None:
    table = Path(ONWIKI / 'Template/Outreach campaign/parameters.wikitext').read_text(encoding='utf-8')
    named = [
        line.split('<code>')[1].split('</code>')[0]
        for line in table.splitlines()
        if line.startswith('| <code>')
    ]
    assert sorted(named) == sorted(campaign.SETTINGS)


@pytest.mark.parametrize('language', LANGUAGES)
def test_message_pages_begin_with_a_heading_and_are_signed(language: str) -> None:
    title = MESSAGE if language == 'en' else f'{MESSAGE}/{language}'
    text = PAGES['metawiki', title].revisions[-1].text
    assert text.partition('</noinclude>\n')[2].startswith('== ')
    assert '20 November 2026 (UTC)' in text


def test_a_person_took_a_name_off_the_list() -> None:
    history = PAGES['metawiki', f'{CAMPAIGN}/Targets'].revisions
    assert ['Tom Removed | site' in revision.text for revision in history] == [True, True, False]


def bare_world(**changes: Any) -> World:
    account = Account('A', 1, 'enwiki', {'enwiki': Attachment(1, NOW)})
    page = Page('enwiki', 'X', (Revision('A', NOW, 'text'),))
    return dataclasses.replace(World('bare', NOW, (account,), (page,)), **changes)


BAD_WORLDS = [
    ({'accounts': [*bare_world().accounts] * 2}, "account 'A' is there twice"),
    ({'pages': [*bare_world().pages] * 2}, "enwiki 'X' is there twice"),
    ({'accounts': ()}, "'A' edits enwiki without an account there"),
    ({'now': NOW - timedelta(days=1)}, 'has a revision after'),
]


@pytest.mark.parametrize(('changes', 'message'), BAD_WORLDS)
def test_a_world_that_cannot_be_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        bare_world(**changes)


def test_a_truth_needs_host_and_outcome_together() -> None:
    with pytest.raises(ValueError, match='come together'):
        Truth('en.wikipedia.test', 'included')


def test_an_article_knows_its_english_title() -> None:
    assert Article('Q1', {'enwiki': 'Asthma', 'svwiki': 'Astma'}, None).english == 'Asthma'


SENT = {'Ann': Truth('en.wikipedia.test', 'included', Outcome.DELIVERED), 'Bob': Truth(None, 'bot')}
ANN = Arrival('en.wikipedia.test', 'Ann', Outcome.DELIVERED)
COMPARISONS = [
    ([ANN], []),
    ([], ['Ann did not end as delivered on en.wikipedia.test']),
    (
        [ANN, ANN],
        ['Ann ended 1 times too often as delivered on en.wikipedia.test (the truth: en.wikipedia.test)'],
    ),
    (
        [ANN, Arrival('sv.wikipedia.test', 'Bob', Outcome.DELIVERED)],
        ['Bob ended 1 times too often as delivered on sv.wikipedia.test (the truth: bot)'],
    ),
    (
        [Arrival('en.wikipedia.test', 'Ann', Outcome.FAILED)],
        [
            'Ann did not end as delivered on en.wikipedia.test',
            'Ann ended 1 times too often as failed on en.wikipedia.test (the truth: en.wikipedia.test)',
        ],
    ),
    ([ANN, Arrival('x.test', 'Zoe', Outcome.FAILED)], ['Zoe ended 1 times too often as failed on x.test']),
]


@pytest.mark.parametrize(('found', 'differences'), COMPARISONS)
def test_every_difference_from_the_truth_is_named(found: list[Arrival], differences: list[str]) -> None:
    assert compare(SENT, found) == differences


RENDERED = [
    ('<p>One\ntwo</p><p>three</p>', 'One two\nthree'),
    ('<h2><span>Title</span><span class="mw-editsection">[edit]</span></h2>text', '## Title\ntext'),
    ('<ul><li>a</li><li>b</li></ul>', '- a\n- b'),
    (
        '<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td><p>2</p></td></tr></table>after',
        'A | B\n1 | 2\nafter',
    ),
    (
        '<table><tr><td>a<br />b<ul><li>c</li><li>d</li></ul></td><td></td><td>e</td></tr></table>',
        'a; b; c; d |  | e',
    ),
    ('<style>p { color: red }</style>a<br />b', 'a\nb'),
    ('<table><tr><td></td><td></td></tr></table>', ''),
    ('&lt;b&gt; &amp; c', '<b> & c'),
]


@pytest.mark.parametrize(('html', 'text'), RENDERED)
def test_a_rendered_page_reads_as_plain_text(html: str, text: str) -> None:
    assert plain_text(html) == text
