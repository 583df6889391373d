"""All figures of a campaign, made from what was read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from outreach.measures import results
from outreach.measures.effect import Conclusion, Tally
from outreach.measures.eventfigures import EventFigures
from outreach.measures.inputs import of_foundation
from outreach.measures.monthreport import Month
from outreach.measures.published import PublishedFigure
from outreach.sends.results import Reaction
from outreach.sends.sendsummary import Send

from tests.measures.samples import DAY, DESIGN, NOW, START, checked, measured, page

FIRST = page('1', range(180), range(200, 220))
SECOND = page('2', range(300, 390), range(400, 410), day=70)
JOINED = {number: number % 30 for number in range(60)} | {301: 75}


def found(*sends: Send) -> results.Results:
    return results.of(measured(sends or (checked(FIRST), checked(SECOND)), JOINED), NOW)


def test_each_wave_has_its_figures_and_only_what_is_over_is_summed() -> None:
    """M12, M14"""
    one, two = found().waves
    assert (one.wave, one.day, one.delivered) == (1, START, 180)
    assert (one.effect.asked, one.effect.held) == (Tally(180, 0, 60), Tally(20, 0, 0))
    assert two.effect.over > NOW
    total = found().total
    assert total is not None
    assert (total.asked, total.held, total.verdict) == (one.effect.asked, one.effect.held, Conclusion.MORE)


def test_a_wave_that_nobody_checked_is_named() -> None:
    """M36"""
    assert found(checked(FIRST), Send(SECOND)).unchecked == (2,)


def test_complaints_are_counted_by_kind() -> None:
    """M21"""
    said = [(1, Reaction.OPTED_OUT), (2, Reaction.REVERTED), (3, Reaction.REVERTED), (4, Reaction.ANSWERED)]
    (one,) = found(checked(FIRST, said)).waves
    assert one.complaints == {Reaction.OPTED_OUT: 1, Reaction.REVERTED: 2, Reaction.BLANKED: 0}


def test_who_was_asked_on_day_37_is_no_control_for_day_60() -> None:
    """M20"""
    known = replace(measured([checked(FIRST)], {}), edited={1: frozenset({'#1', '#2', '#205'})})
    (one,) = results.of(known, NOW).waves
    assert one.stayed == (Tally(180, 0, 2), Tally())
    long = replace(known, design=replace(DESIGN, until=60))
    assert results.of(long, NOW).waves[0].stayed == (Tally(180, 0, 2), Tally(20, 0, 1))
    assert results.of(measured([checked(FIRST)], {}), NOW).waves[0].stayed is None


def test_figures_criteria_and_months_tell_the_same() -> None:
    """M27, M28, M30"""
    assert list(results.figures(found())) == [
        PublishedFigure('asked', '270'),
        PublishedFigure('held-out', '30'),
        PublishedFigure('asked-counted', '180'),
        PublishedFigure('asked-did', '60'),
        PublishedFigure('held-counted', '20'),
        PublishedFigure('held-did', '0'),
        PublishedFigure('sign-ups', '61'),
        PublishedFigure('left', '0'),
    ]
    november, september, october = (Month(2026, number) for number in (11, 9, 10))
    held = [EventFigures(date(2026, 10, 5), 12, 3), EventFigures(date(2026, 11, 5), 6, 7)]
    known = results.of_criteria(found(), november, held)
    assert known == {
        'asked': 270, 'delivered': 270, 'answered': 0, 'opted out': 0, 'sign-ups': 61, 'new sign-ups': 1,
        'left': 0, 'participants': 18,
    }  # fmt: skip
    told = {one.key: one.value for one in results.of_month(found(), september, held)}
    counts = {key: int(value) for key, value in told.items()}
    sums = {'new-sign-ups': 60, 'sign-ups': 60, 'left': 0, 'sends': 1, 'targets': 180, 'delivered': 180}
    assert counts == sums
    assert {one.key: one.value for one in results.of_month(found(), october)}['wave-1'] == '60/180, 0/20'
    events = {one.key: one.value for one in results.of_month(found(), october, held)}
    assert (events['events'], events['participants'], events['private']) == ('1', '12', '1–4')
    bare = [one.key for one in results.of_month(found(), october, [EventFigures(date(2026, 10, 5))])]
    assert bare[-1] == 'events'
    half = [EventFigures(date(2026, 10, 5)), EventFigures(date(2026, 10, 6), 4)]
    assert list(results.of_month(found(), october, half))[-1] == PublishedFigure('unknown', '1')


def test_waves_are_compared_with_those_who_waited() -> None:
    """M18"""
    near = page('2', range(300, 390), day=5)
    listed = {1: frozenset(f'#{n}' for n in (*range(180), *range(300, 380)))}
    known = measured([checked(FIRST), checked(near)], JOINED, listed)
    (one,) = results.of(known, NOW).waiting
    assert (one.days, one.effect.held.people) == (5, 80)
    assert results.of(replace(known, design=replace(DESIGN, outcome='anyedit')), NOW).waiting == ()


def test_without_a_design_what_the_settings_say_is_counted_and_nothing_compared() -> None:
    """M9"""
    alone = page('1', range(180), design=None)
    known = measured([checked(alone)], JOINED)
    assert known.design is None
    assert known.outcome == DESIGN
    assert results.of(known, NOW).total is None
    assert results.of(known, START + DAY).waves[0].effect.verdict is None


def test_accounts_of_staff_are_told_by_their_names() -> None:
    """M22, B11"""
    names = ('Ann (WMF)', 'AStein-WMF', 'Ann', 'Wmf fan')
    assert [name for name in names if of_foundation(name)] == ['Ann (WMF)', 'AStein-WMF']
