"""Which page of a wiki an announcement goes to."""

from __future__ import annotations

from outreach.channels.directory import Preference
from outreach.channels.liveness import Liveness
from outreach.channels.pumplist import TAKEN, PumpPage, choose
from outreach.lists.entries import Target

ET = 'et.wikipedia.org'
KINDS = ('village pump', 'embassy')
PUMP = PumpPage(
    ET,
    'Vikipeedia:Üldine arutelu',
    'village pump',
    Liveness.ALIVE,
    takes_messages=True,
    languages=frozenset({'et'}),
)
EMBASSY = PumpPage(
    ET,
    'Vikipeedia arutelu:Saatkond',
    'embassy',
    Liveness.SLOW,
    takes_messages=True,
    languages=frozenset({'et'}),
)


def chosen(*candidates: PumpPage, language: str = 'en', only: frozenset[Liveness] = TAKEN) -> Target | str:
    (one,) = choose(candidates, language, KINDS, only)
    return one.target or one.reason


def but(one: PumpPage, **changes: object) -> PumpPage:
    return PumpPage(**{**vars(one), **changes})


# contract of channels: A6, M20
def test_a_foreign_text_goes_to_the_embassy_and_their_own_to_the_pump() -> None:
    assert chosen(PUMP, EMBASSY) == Target(ET, EMBASSY.title)
    assert chosen(PUMP, EMBASSY, language='et') == Target(ET, PUMP.title)


# contract of channels: M19
def test_what_people_prefer_comes_first() -> None:
    wanted = but(PUMP, preference=Preference(wanted=True))
    assert chosen(wanted, EMBASSY) == Target(ET, PUMP.title)


def test_what_people_prefer_for_a_language_comes_before_what_they_prefer_for_all() -> None:
    for_all = but(PUMP, preference=Preference(wanted=True))
    for_english = but(EMBASSY, preference=Preference(wanted=True, languages=frozenset({'en'})))
    assert chosen(for_all, for_english) == Target(ET, EMBASSY.title)
    assert chosen(for_all, for_english, language='et') == Target(ET, PUMP.title)


# contract of channels: A10
def test_who_prefers_another_place_gets_no_target_here() -> None:
    assert chosen(but(PUMP, preference=Preference(elsewhere=True)), EMBASSY) == 'elsewhere'


# contract of channels: A10
def test_who_prefers_another_place_and_leaves_a_page_beside_it_gets_that_page() -> None:
    telegram = but(PUMP, preference=Preference(elsewhere=True))
    left = but(EMBASSY, preference=Preference(wanted=True))
    assert chosen(telegram, left) == Target(ET, EMBASSY.title)
    for_french = but(left, preference=Preference(wanted=True, languages=frozenset({'fr'})))
    assert chosen(telegram, for_french) == 'elsewhere'


# contract of channels: M19
def test_a_dead_page_is_never_chosen_whoever_prefers_it() -> None:
    dead = but(PUMP, verdict=Liveness.DEAD, preference=Preference(wanted=True))
    assert chosen(dead, EMBASSY) == 'not-alive'


# contract of channels: A7, M19
def test_a_page_where_nothing_can_be_posted_is_for_hands() -> None:
    assert chosen(but(PUMP, takes_messages=False)) == 'by-hand'


# contract of channels: A5
def test_a_page_that_people_named_may_be_too_young_to_be_measured() -> None:
    young = but(PUMP, verdict=Liveness.UNKNOWN)
    assert chosen(young) == 'not-alive'
    assert chosen(but(young, preference=Preference(wanted=True))) == Target(ET, PUMP.title)


def test_refused_pages_are_left_out() -> None:
    assert chosen(but(PUMP, preference=Preference(refused=True))) == 'refused'
    assert chosen(but(PUMP, preference=Preference(refused=True)), EMBASSY) == Target(ET, EMBASSY.title)


# contract of channels: M20
def test_only_some_verdicts_may_be_asked_for() -> None:
    assert chosen(EMBASSY, only=frozenset({Liveness.ALIVE})) == 'not-alive'


# contract of channels: M3
def test_each_affiliate_is_a_community_of_its_own() -> None:
    one = but(PUMP, host='meta.wikimedia.org', title='Talk:Alps', kind='affiliate')
    found = choose([one, but(one, title='Talk:Sea')], 'en', KINDS)
    assert [choice.target.page for choice in found if choice.target] == ['Talk:Alps', 'Talk:Sea']


def test_one_page_a_wiki() -> None:
    other = but(PUMP, host='sv.wikipedia.org')
    assert [one.host for one in choose([PUMP, EMBASSY, other], 'en', KINDS)] == [ET, 'sv.wikipedia.org']
