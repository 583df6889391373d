"""Universes, gaps, claims and coverage."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outreach import phrases
from outreach.promotion import coverage, gappage, gaps, logpage, universe
from outreach.promotion.announcements import Announcement
from outreach.promotion.coverage import Growth, Wave
from outreach.promotion.gaps import Claim, GapState
from outreach.promotion.logpage import Status
from outreach.promotion.logplan import PromotionLog
from outreach.promotion.places import Place, Wikis
from outreach.promotion.readuniverse import GapRequest, asked
from outreach.promotion.universe import Spot
from outreach.sends.message import Message
from outreach.sitematrix import WikiInfo

HOME = 'meta.wikimedia.org'
LANGUAGES = phrases.of_script('log_promotion')
CODES = ('en', 'sv', 'de', 'eo', 'ar')
MATRIX = (
    *(WikiInfo(f'{code}wiki', f'{code}.wikipedia.org', code, 'wiki') for code in CODES),
    WikiInfo('aawiki', 'aa.wikipedia.org', 'aa', 'wiki', closed=True),
    WikiInfo('svwikibooks', 'sv.wikibooks.org', 'sv', 'wikibooks'),
    WikiInfo('metawiki', HOME, 'en', 'meta'),
)
WIKIS = Wikis(MATRIX, HOME)
TODAY = date(2026, 5, 10)


def say(key: str, **parameters: Any) -> str:
    text = LANGUAGES['en'][key]
    return text % parameters if parameters else text


BOOK = PromotionLog('Outreach/Alps/Log', 'Outreach/Alps', say, LANGUAGES, WIKIS)


def row(status: Status | None, *hosts: str, **values: Any) -> Announcement:
    plain: dict[str, Any] = {
        'id': '', 'line': 1, 'date': '2026-05-01', 'channel': 'villagepump', 'language': '', 'reach': None,
        'pages': frozenset(), 'platform': '', 'by': '',
    }  # fmt: skip
    return Announcement(hosts=hosts, status=status, **plain | values)


WEIGHTS = """\
Active editors, [https://stats.example.org/2026 from 2026]:
* en: 40,000
# [[:sv:|sv]] – 2 450 editors
| de || 18.000
|-
* eo
sentence: 99
* not a language at all: 5
* sv: 7
"""


def test_weights_in_the_forms_that_people_write() -> None:
    assert universe.read_weights(WEIGHTS) == {'en': 40000, 'sv': 2450, 'de': 18000, 'eo': 0}


def test_all_open_wikipedias_and_no_other_wiki() -> None:
    spots = universe.wikipedias(MATRIX, {'sv': 5, 'ar.wikipedia.org': 7})
    assert [(spot.key, spot.language, spot.weight) for spot in spots] == [
        ('en.wikipedia.org', 'en', 0), ('sv.wikipedia.org', 'sv', 5), ('de.wikipedia.org', 'de', 0),
        ('eo.wikipedia.org', 'eo', 0), ('ar.wikipedia.org', 'ar', 7),
    ]  # fmt: skip


AFFILIATES = r"""
-- kept by the portal
local x = { 'no' }
return {
	{
		group_name = 'Wikimedians of the Alps', org_type = 'User Group', member_count = '12',
		dm_structure = {'Board', 'Democratic Process'},
		group_page = 'meta.wikimedia.org/wiki/Alps User Group',
		recognition_status = 'recognised', agreement_date = '01/02/2015', note = 'it\'s <br /> "quoted" }',
	},
	{ group_name = "Wikimedia Valley", recognition_status = 'recognized', agreement_date = '', },
	{ group_name = 'Wikimedia Sea', recognition_status = 'suspended', agreement_date = '01/01/2010', },
	{ group_name = 'Wikimedia Lake', recognition_status = 'recognised', agreement_date = '3/4/2011',
		group_page = 'Wikimedia Lake', derecognition_date = '' },
}
"""


def test_affiliates_that_may_receive_a_campaign() -> None:
    assert universe.affiliates(AFFILIATES, WIKIS) == [
        Spot(
            'Wikimedians of the Alps',
            'Wikimedians of the Alps',
            Place(HOME, 'Alps User Group'),
            weight=12,
            unit='members',
        ),
        Spot('Wikimedia Lake', 'Wikimedia Lake', Place(HOME, 'Wikimedia Lake'), unit='members'),
    ]


@pytest.mark.parametrize('text', ['', 'return 5', 'return {{ a = "b" }', 'x = {}'])
def test_what_is_no_data_module_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match='table'):
        universe.affiliates(text, WIKIS)


def test_a_directory_of_channels() -> None:
    text = '* [[:sv:Wikipedia:Bybrunnen]]\n{|\n| https://lists.example.org/x || list\n|}\n[[w:de:Y]] prose'
    assert [spot.key for spot in universe.channels(text, WIKIS)] == [
        'sv.wikipedia.org Wikipedia:Bybrunnen',
        'https://lists.example.org/x',
    ]


@pytest.mark.parametrize(
    ('text', 'wanted'),
    [
        ('wikipedias', GapRequest('wikipedias')),
        ('languages:Outreach/Languages', GapRequest('languages', 'Outreach/Languages')),
        ('affiliates', GapRequest('affiliates', universe.AFFILIATES_PAGE)),
        ('affiliates:Module:X', GapRequest('affiliates', 'Module:X')),
    ],
)
def test_a_universe_is_asked_for_by_kind_and_page(text: str, wanted: GapRequest) -> None:
    assert asked(text) == wanted


@pytest.mark.parametrize('text', ['', 'planets', 'languages', 'channels', 'wikipedias:Page'])
def test_any_other_universe_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match='wikipedias, languages:PAGE'):
        asked(text)


SPOTS = universe.wikipedias(MATRIX, {'en': 40, 'de': 30, 'ar': 20, 'sv': 10})


@pytest.mark.parametrize(
    ('rows', 'claims', 'state'),
    [
        ([], [], GapState.OPEN),
        ([row(Status.SENT, 'de.wikipedia.org')], [], GapState.OPEN),
        ([row(Status.SENT, 'sv.wikipedia.org')], [], GapState.ANNOUNCED),
        ([row(Status.SUGGESTED, 'sv.wikipedia.org'), row(Status.PLANNED, 'sv.wikipedia.org')], [],
         GapState.PLANNED),
        ([row(Status.FAILED, 'sv.wikipedia.org')], [], GapState.OPEN),
        ([row(Status.CANCELLED, 'sv.wikipedia.org')], [], GapState.OPEN),
        ([row(Status.DECLINED, 'sv.wikipedia.org')], [], GapState.DECLINED),
        ([row(None, 'sv.wikipedia.org')], [], GapState.OPEN),
        ([], [Claim('sv.wikipedia.org', None, 'Bo', TODAY - timedelta(days=14))], GapState.CLAIMED),
        ([], [Claim('', Place('sv.wikipedia.org'), 'Bo', TODAY - timedelta(days=15))], GapState.OPEN),
        ([row(Status.SENT, 'sv.wikipedia.org')], [Claim('sv.wikipedia.org', None, 'Bo', TODAY)],
         GapState.ANNOUNCED),
        ([row(Status.CLAIMED, 'sv.wikipedia.org', by='Bo', date='2026-05-09')], [], GapState.CLAIMED),
        ([row(Status.CLAIMED, 'sv.wikipedia.org', by='Bo', date='2026-04-09')], [], GapState.OPEN),
        ([row(Status.CLAIMED, 'sv.wikipedia.org', date='2026-05-09')], [], GapState.OPEN),
    ],
)  # fmt: skip
def test_how_a_wiki_stands(rows: list[Announcement], claims: list[Claim], state: GapState) -> None:
    found = gaps.standings(SPOTS, rows, claims, TODAY, 14)
    assert [one.spot.key[:2] for one in found] == ['en', 'de', 'ar', 'sv', 'eo']
    assert found[3].state is state


def test_affiliates_are_met_by_page_talk_page_or_name_and_languages_by_code() -> None:
    group = Spot('Wikimedia Lake', 'Wikimedia Lake', Place(HOME, 'Wikimedia Lake'))
    for values in (
        {'pages': frozenset({Place(HOME, 'Talk:Wikimedia Lake')})},
        {'pages': frozenset({Place(HOME, 'Wikimedia Lake')})},
        {'platform': 'wikimedia lake'},
    ):
        found = gaps.standings([group], [row(Status.SENT, **values)], [], TODAY, 14)
        assert found[0].state is GapState.ANNOUNCED
    found = gaps.standings(
        universe.languages({'sv': 1, 'de': 2}), [row(Status.SENT, language='sv')], [], TODAY, 14
    )
    assert [one.state for one in found] == [GapState.OPEN, GapState.ANNOUNCED]
    assert gaps.share(found) == (1, 2, 1 / 3)


STAMP = '10:12, 3 May 2026 (UTC)'
BO = f'[[User:Bo]] {STAMP}'
NEXT = '|-\n| <!-- id:gap ar'
TEXTS = '== Texts to copy'


def page_of_gaps(*rows: Announcement, text: str = '') -> str:
    found = gaps.standings(SPOTS, rows, claims_on(text), TODAY, 14)
    return BOOK.plan_gaps('Gaps', text, found, {'ar': Message('ar', 'M/ar', 1, 'مرحبا', 'a <b> & {{c}}')})


def claims_on(text: str) -> list[Claim]:
    return gappage.claims(text, SPOTS, BOOK.words('heading-claims'), BOOK.words('claim-heading'), WIKIS)


def test_a_page_of_gaps_lists_the_heaviest_first_with_texts_to_copy() -> None:
    text = page_of_gaps(row(Status.SENT, 'en.wikipedia.org'))
    assert re.findall(r'id:gap (\w\w)', text) == ['de', 'ar', 'sv', 'eo']
    assert '1 of 5 {{PLURAL:1|has|have}} an announcement. That is 40.0% by active editors.' in text
    assert '<pre lang="ar" dir="auto">\n== مرحبا ==\na &lt;b&gt; &amp; {{c}}\n</pre>' in text
    assert page_of_gaps(row(Status.SENT, 'en.wikipedia.org'), text=text) == text


@pytest.mark.parametrize(
    ('old', 'new', 'key'),
    [
        (
            '<!-- /claim -->\n|-\n| <!-- id:gap ar',
            f'<!-- /claim --> me! {BO}\n|-\n| <!-- id:gap ar',
            'de',
        ),
        (say('claims-lead'), f'{say("claims-lead")}\n* [[:sv:]] {BO}', 'sv'),
        (say('claims-lead'), f'* eo.wikipedia.org – I try. {BO}', 'eo'),
        (TEXTS, f'== claim: ar.wikipedia.org ==\n{BO}\n{TEXTS}', 'ar'),
        (
            '== Texts to copy',
            f'=== Reserva: ar.wikipedia.org ===\n{BO}\n== Texts to copy',
            'ar',
        ),
    ],
)
def test_claims_in_all_their_forms(old: str, new: str, key: str) -> None:
    text = page_of_gaps()
    assert old in text
    claimed = text.replace(old, new, 1)
    after = page_of_gaps(text=claimed)
    line = next(line for line in after.split('|-\n') if f'id:gap {key}.' in line)
    assert '✎ claimed by [[User:Bo|Bo]] until' in line
    assert '>2026-05-17<' in line
    assert new.partition('[[User:Bo]]')[2].split('\n')[0] in after
    assert page_of_gaps(text=after) == after


def test_a_claim_without_a_date_is_none() -> None:
    assert claims_on(page_of_gaps().replace(say('claims-lead'), '* [[:sv:]] [[User:Bo]]')) == []


@settings(max_examples=40)
@given(
    st.lists(
        st.sampled_from(['x', '[[w:sv:]]', '~', '|', '{{t|u}}', STAMP, '[[User:Bo]]', '<!-- y -->']),
        max_size=4,
    )
)
def test_what_people_write_in_the_last_cell_survives_and_nothing_flaps(parts: list[str]) -> None:
    written = ' '.join(parts).replace('|', '/')
    text = page_of_gaps().replace('<!-- /claim -->', f'<!-- /claim --> {written}'.rstrip(), 1)
    person = '|-\n| my own row || x || || ||\n'
    text = text.replace('|}\n</div>', f'{person}|}}\n</div>', 1)
    once = page_of_gaps(text=text)
    assert written.strip() in once
    assert person in once
    assert page_of_gaps(text=once) == once


WAVES = [Wave('1', '2026-04-01', 9, 8, 1), Wave('2', '2026-04-09', 5, 4, 2)]


def test_coverage_counts_what_was_sent_by_language_and_channel() -> None:
    rows = [
        row(Status.SENT, language='sv'), row(Status.SENT, language='sv', channel='usertalk', reach=5),
        row(Status.SUGGESTED, language='de'), row(Status.SENT, channel='smoke', reach=2),
    ]  # fmt: skip
    assert coverage.matrix(rows) == {
        'sv': Counter(villagepump=1, usertalk=1),
        '': Counter(other=1),
    }
    table = coverage.render_matrix(rows, ['sv', 'ar'], {'ar': 'العربية'}, say)
    assert 'ar – <bdi lang="ar">العربية</bdi>' in table
    assert table.count('data-sort-value="0"') == 6
    figures = coverage.render_figures(rows, [], WAVES, [Growth('1', '2026-04-01', 7, 2, 9)], say)
    assert 'reached' in figures
    assert '| 5\n' in figures.replace('style="text-align: end;" ', '').replace('| | ', '| ')
    assert '| 9 in 7 days' in figures
    assert f'| {say("total")}\n|\n| 14\n| 12\n| 3\n' in figures


def test_tiles_have_signs_and_words_beside_their_colours() -> None:
    found = gaps.standings(SPOTS, [row(Status.SENT, 'en.wikipedia.org')], [], TODAY, 14)
    text = coverage.render_overview(found, say)
    assert 'title="en: announced">✓ en</div>' in text
    assert "* ✓ '''announced''' (1): en" in text
    assert "* ○ '''open''' (4): ar, de, eo, sv" in text


def test_the_page_of_coverage_keeps_everything_outside_its_regions() -> None:
    log = logpage.new_page('Outreach/Alps', say)
    found = gaps.standings(SPOTS, [], [], TODAY, 14)
    first = BOOK.plan_coverage('C', '', log, found, [], [], {})
    assert BOOK.plan_coverage('C', first, log, found, [], [], {}) == first
    mine = first.replace('== Coverage ==', 'My remark.\n== Coverage ==').replace('* 0 of 5', '* 9 of 5')
    again = BOOK.plan_coverage('C', mine, log, found, [], [], {})
    assert again == first.replace('== Coverage ==', 'My remark.\n== Coverage ==')
