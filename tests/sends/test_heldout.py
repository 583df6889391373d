"""Who is held out of a wave: recorded before it goes, back on their day, and never changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from outreach.holdout import Design, drawn
from outreach.lists.entries import Target
from outreach.sends import heldout, sendpage
from outreach.sends.heldout import split
from outreach.sends.sendpage import SendPage
from outreach.sends.sendplan import Recipients, WavePlan, make_plan
from outreach.sends.sendstate import Removed, SendState, Sent

from tests.samples.plans import CAMPAIGN, TEXTS, readers

DESIGN = Design('signup', 30, 20, 37)
MEASURED = replace(
    CAMPAIGN, settings=f'waves = 40, rest; {DESIGN.words}', sizes=('40', 'rest'), design=DESIGN
)
START = datetime(2026, 11, 2, 12, tzinfo=UTC)
PEOPLE = tuple(f'Person {n}' for n in range(100))


def numbered(*names: str) -> Recipients:
    who = readers(*names)
    return replace(who, central={one: int(who.person_of[one].split()[1]) for one in who.targets})


EVERYBODY = numbered(*PEOPLE)
HELD = {one for one, number in EVERYBODY.central.items() if drawn('Outreach/X', number, 20)}


def plan(pages: list[SendPage], day: int = 0, who: Recipients = EVERYBODY) -> WavePlan:
    return make_plan(MEASURED, who, TEXTS, pages, now=START + timedelta(days=day))


def sent(made: WavePlan, day: int = 0) -> list[SendPage]:
    moment = Sent(START + timedelta(days=day), 'Bot', 7, 8)
    return [replace(page, state=SendState.SENT, sent=moment) for page in made.pages]


def asked(made: WavePlan) -> set[Target]:
    return {target for page in made.pages for target in page.targets}


def held(made: WavePlan) -> set[Target]:
    return {target for page in made.pages for target in page.held}


def test_those_drawn_wait_for_their_day_and_are_asked_then() -> None:
    """M2, M4, M6"""
    first = plan([])
    assert first.size == 40
    assert 0 < first.held == len(held(first)) < len(HELD)
    assert held(first) <= HELD
    assert not asked(first) & HELD
    pages = sent(first)

    second = plan(pages, day=5)
    assert asked(first) | asked(second) == set(EVERYBODY.targets) - HELD
    assert held(first) | held(second) == HELD
    assert not held(first) & held(second)
    assert second.waiting == len(held(first))
    pages += sent(second, day=5)

    assert plan(pages, day=36).pages == ()
    third = plan(pages, day=37)
    assert asked(third) == held(first)
    assert third.held == 0
    pages += sent(third, day=37)
    assert asked(plan(pages, day=42)) == held(second)


def test_the_held_out_stand_on_the_first_page_and_in_its_digest() -> None:
    """M4, M5"""
    first, *others = plan([]).pages
    assert first.held == tuple(sorted(first.held))
    assert not any(page.held for page in others)
    again = sendpage.parse(first.render(), first.title)
    assert again == first
    left = Removed(first.targets[0], 'excluded')
    both = replace(first, targets=first.targets[1:], removed=(left,))
    assert sendpage.parse(both.render(), first.title) == both
    body = TEXTS.body('en', {one.host for one in first.targets}, EVERYBODY.language_of)
    assert first.digest == sendpage.digest_of(first, body)
    assert first.digest != sendpage.digest_of(replace(first, held=first.held[1:]), body)
    other = replace(DESIGN, outcome='anyedit').words
    assert first.digest != sendpage.digest_of(
        replace(first, settings=first.settings.replace(DESIGN.words, other)), body
    )


def test_a_rename_changes_neither_group_nor_wave() -> None:
    """B2"""
    first = plan([])
    one = sorted(held(first))[0]
    new = Target(one.host, 'User talk:Somebody new')
    swapped = replace(
        EVERYBODY,
        targets=tuple(new if target == one else target for target in EVERYBODY.targets),
        person_of={**EVERYBODY.person_of, new: 'Somebody new'},
        central={**EVERYBODY.central, new: EVERYBODY.central[one]},
    )
    assert held(plan([], who=swapped)) == held(first) - {one} | {new}
    renamed = {EVERYBODY.person_of[one]: 'Somebody new'}
    later = make_plan(MEASURED, swapped, TEXTS, sent(first), renamed=renamed, now=START + timedelta(days=5))
    assert new not in asked(later) | held(later)


def test_a_wave_is_drawn_by_person_not_by_wiki() -> None:
    """M7"""
    moved = replace(
        EVERYBODY,
        targets=tuple(Target(EVERYBODY.targets[0].host, one.page) for one in EVERYBODY.targets),
        person_of={
            Target(EVERYBODY.targets[0].host, one.page): EVERYBODY.person_of[one] for one in EVERYBODY.targets
        },
        central={
            Target(EVERYBODY.targets[0].host, one.page): EVERYBODY.central[one] for one in EVERYBODY.targets
        },
    )
    assert {one.page for one in asked(plan([], who=moved))} == {one.page for one in asked(plan([]))}


@given(st.lists(st.booleans(), max_size=30), st.none() | st.integers(0, 30))
def test_a_split_loses_nobody_and_holds_nobody_out_of_nothing(draws: list[bool], most: int | None) -> None:
    order = [Target('w', f'P{at}') for at in range(len(draws))]
    out = {target for target, drawn_ in zip(order, draws, strict=True) if drawn_}
    chosen, back, later = split(order, out, most)
    assert sorted([*chosen, *back, *later]) == sorted(order)
    assert most is None or len(chosen) <= most
    assert set(back) <= out
    assert chosen or not back
    assert all(draws) or not set(chosen) & out
    assert most is not None or not later


def test_somebody_without_a_global_account_is_asked() -> None:
    made = make_plan(MEASURED, replace(EVERYBODY, central={}), TEXTS, [], now=START)
    assert (made.size, made.held) == (40, 0)


def test_a_cancelled_plan_holds_nobody_out() -> None:
    cancelled = [replace(page, state=SendState.CANCELLED) for page in plan([]).pages]
    assert list(heldout.on_pages(cancelled)) == []
    unmeasured = [replace(one, held=one.targets, settings='cooldown = 30') for one in sent(plan([]))]
    assert list(heldout.on_pages(unmeasured)) == []
    assert held(plan(cancelled)) == held(plan([]))


def test_what_was_fixed_before_the_first_send_stays() -> None:
    """M9"""
    pages = sent(plan([]))
    assert heldout.changed(pages, DESIGN) == []
    assert heldout.changed(plan([]).pages, None) == []
    for other in (None, replace(DESIGN, share=10), replace(DESIGN, outcome='anyedit')):
        (problem,) = heldout.changed(pages, other)
        assert 'fixed before the first send and cannot be changed' in problem.text
        assert DESIGN.words in problem.text
    unmeasured = [replace(page, settings='waves = rest', held=()) for page in pages]
    (problem,) = heldout.changed(unmeasured, DESIGN)
    assert 'nothing is measured; now it is outcome = signup' in problem.text


def test_what_could_be_seen_is_said_before_the_first_send() -> None:
    """M8"""
    assert 'will not be known' in ' '.join(heldout.prospect(100, 0, None))
    said = list(heldout.prospect(900, 100, Design(share=10)))
    seen = 'a difference is seen in 4 cases of 5 where at least'
    missed = 'of those asked do; a smaller one is mostly missed.'
    assert said == [
        '  10 % are held out, 100 people, until 37 days after their wave.',
        '  Counted is how many sign up within 30 days: of the 900 who are asked, and of the 100 held out.',
        f'  If 1 % sign up unasked, {seen} 7.1 % {missed}',
        f'  If 5 % sign up unasked, {seen} 14.0 % {missed}',
    ]
    other = ' '.join(heldout.prospect(900, 100, Design('topicedit', 14, 10, 21)))
    assert 'Counted is how many edit the topic within 14 days' in other


def test_where_a_hold_out_can_tell_nothing_the_plan_says_so_and_what_to_do() -> None:
    """M8"""
    for asked_, held_ in ((55, 3), (51, 8), (1, 1)):
        said = list(heldout.prospect(asked_, held_, Design(share=10)))
        assert 'too few people for a hold-out to tell anything' in said[-1]
        assert 'leave holdout out, or ask some hundreds of people more' in said[-1]
    assert any('no difference could be seen' in line for line in heldout.prospect(1, 1, Design(share=10)))
    for asked_, held_ in ((180, 40), (450, 50)):
        assert 'too few' not in ' '.join(heldout.prospect(asked_, held_, Design(share=10)))


def test_until_which_day_people_wait_is_said() -> None:
    """M10"""
    unsent, gone = plan([]).pages, sent(plan([]))
    (line,) = heldout.lines(list(heldout.on_pages(unsent)), START)
    assert line.startswith('held out of wave 1, which was not sent yet: User talk:')
    (line,) = heldout.lines(list(heldout.on_pages(gone)), START)
    assert line.startswith('held out until 2026-12-09: User talk:')
    assert list(heldout.lines(list(heldout.on_pages(gone)), START + timedelta(days=37))) == []


def test_of_one_person_it_is_said_until_when_they_wait_and_why() -> None:
    """M10"""
    gone = sent(plan([]))
    one = next(target for page in gone for target in page.held)
    name = one.page.partition(':')[2]
    until, why = heldout.explained(gone, name, {}, START)
    assert until == f'held out until 2026-12-09: {one}'
    assert why.startswith('by lot, so that it can be told what the message does')
    renamed = {name: 'Somebody new'}
    assert list(heldout.explained(gone, 'Somebody new', renamed, START)) == [until, why]
    asked_ = gone[0].targets[0].page.partition(':')[2]
    assert list(heldout.explained(gone, asked_, {}, START)) == []
    assert list(heldout.explained(gone, name, {}, START + timedelta(days=37))) == []
