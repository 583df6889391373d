"""How a place stands: gap, claimed, covered."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from outreach.promotion import gaps, universe
from outreach.promotion.announcements import Announcement
from outreach.promotion.gaps import GapClaim, GapState
from outreach.promotion.logpage import Status
from outreach.promotion.places import Place
from outreach.promotion.universe import Spot

from tests.samples.gaps import HOME, SPOTS, TODAY, row


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
        ([], [GapClaim('sv.wikipedia.org', None, 'Bo', TODAY - timedelta(days=14))], GapState.CLAIMED),
        ([], [GapClaim('', Place('sv.wikipedia.org'), 'Bo', TODAY - timedelta(days=15))], GapState.OPEN),
        ([row(Status.SENT, 'sv.wikipedia.org')], [GapClaim('sv.wikipedia.org', None, 'Bo', TODAY)],
         GapState.ANNOUNCED),
        ([row(Status.SENT, languages=('sv',))], [], GapState.ANNOUNCED),  # on a village pump in Swedish
        ([row(Status.SENT, languages=('sv',), channel='mailinglist')], [], GapState.ELSEWHERE),
        ([row(Status.SENT, 'sv.wikibooks.org', languages=('sv',))], [], GapState.ELSEWHERE),
        ([row(Status.SENT, 'sv.wikibooks.org', languages=('sv',), channel='usertalk')], [], GapState.OPEN),
        ([row(Status.PLANNED, languages=('sv',), channel='mailinglist')], [], GapState.OPEN),
        ([row(Status.SENT, 'sv.wikipedia.org', channel='usertalk')], [], GapState.ASKED),
        ([row(Status.CLAIMED, 'sv.wikipedia.org', by='Bo', date='2026-05-09')], [], GapState.CLAIMED),
        ([row(Status.CLAIMED, 'sv.wikipedia.org', by='Bo', date='2026-04-09')], [], GapState.OPEN),
        ([row(Status.CLAIMED, 'sv.wikipedia.org', date='2026-05-09')], [], GapState.OPEN),
    ],
)  # fmt: skip
def test_how_a_wiki_stands(rows: list[Announcement], claims: list[GapClaim], state: GapState) -> None:
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
        universe.languages({'sv': 1, 'de': 2}), [row(Status.SENT, languages=('sv',))], [], TODAY, 14
    )
    assert [one.state for one in found] == [GapState.OPEN, GapState.ANNOUNCED]
    assert gaps.share(found) == (1, 2, 1 / 3)


def test_how_an_announced_a_claimed_and_a_lapsed_spot_stand() -> None:
    rows = [row(Status.SENT, 'sv.wikipedia.org'), row(Status.SENT, 'sv.wikipedia.org', date='2026-04-01')]
    (spot,) = (one for one in SPOTS if one.key == 'sv.wikipedia.org')
    claim = GapClaim(spot.key, None, 'Bo', TODAY - timedelta(days=14))

    def standing(rows: list[Announcement], claims: list[GapClaim], today: date = TODAY) -> gaps.Standing:
        return gaps.standings([spot], rows, claims, today, 14)[0]

    announced, claimed = standing(rows, []), standing([], [claim])
    lapsed = standing([], [claim], TODAY + timedelta(days=1))
    planned = standing([row(Status.PLANNED, spot.key)], [])
    assert (announced.day, announced.gap) == ('2026-04-01', False)
    assert (claimed.by, claimed.until, claimed.lapsed, claimed.gap) == ('Bo', TODAY, None, True)
    assert (lapsed.state, lapsed.lapsed, lapsed.until) == (GapState.OPEN, claim, None)
    assert (planned.day, planned.gap) == ('', True)


def test_the_latest_of_several_claims_counts() -> None:
    (spot,) = (one for one in SPOTS if one.key == 'sv.wikipedia.org')
    claims = [
        GapClaim(spot.key, None, by, TODAY - timedelta(days=ago))
        for by, ago in (('A', 3), ('B', 1), ('C', 2))
    ]
    assert gaps.standings([spot], [], claims, TODAY, 14)[0].by == 'B'


def test_a_universe_without_weights_has_no_share_of_them() -> None:
    found = gaps.standings([Spot('x', 'x')], [], [], TODAY, 14)
    assert gaps.share(found) == (0, 1, None)
    assert [len(some) for some in gaps.by_state(found).values()] == [0, 0, 0, 0, 0, 0, 0, 1]
