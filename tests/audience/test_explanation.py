"""What is told about one person."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from outreach.audience import brief
from outreach.audience.candidate import Candidate
from outreach.audience.contributions import EditKind
from outreach.audience.explanation import explain, explained, not_reached
from outreach.audience.gather import Gathered
from outreach.audience.optout import TalkPage
from outreach.audience.people import Account, Block, Choice, Exclusion, Person
from outreach.audience.significance import Contribution, PlainRule, ScoreRule
from outreach.campaign import read_settings
from outreach.problems import BadInput

from tests.samples.cannedwiki import canned

SV, EN = 'sv.w.test', 'en.w.test'
NOW = datetime(2026, 11, 21, tzinfo=UTC)
ASKED = brief.read(read_settings(brief.SETTINGS, ['-list:L', '-banner:B'], lambda _: None), NOW)
DONE = [
    Contribution(SV, 2, 'Pesten', 3, -20, '2026-10-01T00:00:00Z', '2026-11-01T00:00:00Z'),
    Contribution(EN, 1, 'Plague', 4, 1500, '2026-09-01T00:00:00Z', '2026-09-02T00:00:00Z'),
]


def test_who_did_nothing_that_counts_is_told_why() -> None:
    assert not_reached('Ada', [], 'reverted', PlainRule())[1] == '  their edits do not count: reverted'
    assert not_reached('Ada', [], None, PlainRule())[1] == '  no edits to the topic in the window'
    assert not_reached('Ada', DONE, None, PlainRule(20, 3, 0, need='all')) == [
        'Ada',
        f'  {EN}: Plague: 4 edits, +1,500 bytes, 2026-09-01 to 2026-09-02',
        f'  {SV}: Pesten: 3 edits, -20 bytes, 2026-10-01 to 2026-11-01',
        '  in all 7 edits that count, 1,500 bytes added',
        '  the rule asks for 20 edits (has 7) and 3 pages (has 2)',
        '  decided: below-rule',
    ]
    assert not_reached('Ada', DONE, None, ScoreRule(30))[4] == '  the rule asks for a score of at least 30'


def test_a_name_that_nobody_has_comes_with_the_one_that_was_meant() -> None:
    wiki = canned(lambda _asked: {'query': {'globaluserinfo': {'missing': True}}})
    farm: Any = SimpleNamespace(home=wiki, by_dbname={})
    uncounted = Gathered({}, 0, {'Grace Abara': EditKind.REVERTED})
    for found in (Gathered({}, 0, {}, below_too=('Grace Abara',)), uncounted):
        with pytest.raises(BadInput, match='there is no such account; did you mean Grace Abara\\?'):
            explain(farm, 'Grace Abbara', {}, found, ASKED)


def test_all_that_is_known_of_a_candidate_is_told() -> None:
    accounts = {
        SV: Account(SV, 1200, block=Block.PARTIAL), EN: Account(EN, 0), 'de.w.test': Account('de.w.test', 0)
    }  # fmt: skip
    one = Candidate('Ada', DONE, Person('Ada', 1, None, accounts, 1200), asked={EN})
    one.talk = {SV: TalkPage(nobots=True, board=True), EN: TalkPage(opted_out=True, moved_to='Eve')}
    one.choice = Choice(SV, 'most edits')
    one.notes = ['a note']
    assert explained(one, ASKED)[4:] == [
        f'  account on {SV}: 1,200 edits, block: partial',
        f'  account on {EN}: 0 edits, block: none',
        f'  home wiki: unknown; main wiki: {SV}',
        f'  talk page on {EN}: opted out, lets bots write, redirects to Eve',
        f'  talk page on {SV}: not opted out, refuses bots, is a discussion board',
        '  a note',
        f'  decided: asked on {SV}',
    ]
    one.drop(Exclusion.NOBOTS, 'x')
    assert explained(one, ASKED)[-1] == '  decided: nobots'
    scored = replace(ASKED, rule=ScoreRule())
    assert explained(one, scored)[4] == '  by score: recommended'
    assert explained(Candidate('Ada', DONE), scored)[4:] == ['  decided: asked on ?']
