"""What becomes of a page: identity, withdrawal, rows that people take away, sources that fail."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outreach import wikitext
from outreach.asking import SourceState
from outreach.feeds import feedpage
from outreach.feeds.feedpage import REGION, NewsForm, NewsLayout, Region
from outreach.feeds.feedplan import FeedPlan, FeedReading, plan
from outreach.feeds.feedsettings import FeedSettings, NewsFilter
from outreach.feeds.items import Item
from outreach.feeds.sources import FeedSource, source

DIFF = source('https://diff.example/feed/ – Diff')
PLANET = source('https://planet.example/rss20.xml – Planet')
LIST = source('list:news-l@lists.example')
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
WANTED = FeedSettings('News', (DIFF, PLANET, LIST))
NOTHING = Region()


def say(key: str, **parameters: Any) -> str:
    return f'{key}{"".join(f" {value}" for value in parameters.values())}'


def item(number: int, title: str = '', *, days: int | None = 1, of: FeedSource = DIFF, **more: Any) -> Item:
    """Return an item that is so many days old."""
    moment = None if days is None else NOW - timedelta(days=days)
    return Item(
        of, f'{of.key}{number:010x}', f'https://diff.example/{number}', title or f'T{number}', moment, **more
    )


def reading(
    *items: Item, of: FeedSource = DIFF, state: SourceState = SourceState.FRESH, since: date | None = None
) -> FeedReading:
    return FeedReading(of, state, items, since)


def layout(wanted: FeedSettings) -> NewsLayout:
    return NewsLayout(wanted.form, wanted.show, {one.key: one for one in wanted.sources}, say)


def run(
    *readings: FeedReading,
    before: Region = NOTHING,
    wanted: FeedSettings = WANTED,
    deleted: Sequence[str] = (),
    now: datetime = NOW,
    emptied: bool = False,
) -> FeedPlan:
    by_key = {one.source.key: one for one in readings}
    done = plan(wanted, by_key, before, layout(wanted), now, deleted, emptied=emptied)
    again = feedpage.read(wikitext.new_region(REGION, feedpage.render(done.region, layout(wanted))))
    in_order = sorted(again.rows, key=lambda row: row.id), sorted(done.region.rows, key=lambda row: row.id)
    assert in_order[0] == in_order[1], 'what is written is not what is read'
    assert replace(again, rows=done.region.rows) == done.region
    return done


def titles(done: FeedPlan) -> list[str]:
    return [row.core.split(' ', 1)[1].removesuffix(']</bdi>') for row in done.region.rows]


ITEMS = st.builds(
    item,
    st.integers(1, 30),
    st.text(max_size=20),
    days=st.none() | st.integers(-3, 40),
    of=st.sampled_from([DIFF, PLANET, LIST]),
    tags=st.lists(st.sampled_from(['a', 'b']), max_size=2).map(tuple),
)
WANTS = st.builds(
    FeedSettings,
    st.just('News'),
    st.just(WANTED.sources),
    st.builds(NewsFilter, tags=st.sampled_from([(), ('a',)])),
    st.sampled_from([None, timedelta(days=20)]),
    st.integers(1, 12),
    st.sampled_from(NewsForm),
)


@given(st.lists(ITEMS, max_size=20), WANTS)
def test_running_on_its_own_output_plans_nothing(items: list[Item], wanted: FeedSettings) -> None:
    """C24"""
    readings = [reading(*(one for one in items if one.source == of), of=of) for of in WANTED.sources]
    first = run(*readings, wanted=wanted)
    second = run(*readings, wanted=wanted, before=first.region)
    assert second.region == first.region
    assert (second.new, second.withdrawn, second.rewritten) == ((), (), ())


@given(st.lists(ITEMS, max_size=20), WANTS, st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(
    items: list[Item], wanted: FeedSettings, dice: random.Random
) -> None:
    """C25"""
    unique = list({(one.id, one.link): one for one in items}.values())
    readings = [reading(*(one for one in unique if one.source == of), of=of) for of in WANTED.sources]
    first = run(*readings, wanted=wanted)
    dice.shuffle(readings)
    assert run(*readings, wanted=wanted).region == first.region


@given(st.lists(ITEMS, max_size=20), st.lists(ITEMS, max_size=20), WANTS)
def test_bounds_hold_whatever_came_before(old: list[Item], new: list[Item], wanted: FeedSettings) -> None:
    """C5"""
    before = run(
        *(reading(*(one for one in old if one.source == of), of=of) for of in WANTED.sources), wanted=wanted
    )
    done = run(
        *(reading(*(one for one in new if one.source == of), of=of) for of in WANTED.sources),
        wanted=wanted,
        before=before.region,
    )
    assert len(done.region.rows) <= wanted.length
    assert len({row.id for row in done.region.rows}) == len(done.region.rows)
    assert all(wanted.in_time(row.when, NOW) for row in done.region.rows)


@given(st.lists(ITEMS, max_size=20), WANTS)
def test_a_source_that_fails_changes_nothing(items: list[Item], wanted: FeedSettings) -> None:
    """C33"""
    readings = [reading(*(one for one in items if one.source == of), of=of) for of in WANTED.sources]
    before = run(*readings, wanted=wanted).region
    failing = [replace(one, state=SourceState.FAILING, items=(), since=NOW.date()) for one in readings]
    assert run(*failing, wanted=wanted, before=before).region == before


@given(
    st.lists(
        st.builds(item, st.integers(1, 15), days=st.integers(0, 40), of=st.sampled_from([DIFF, PLANET, LIST]))
    ),
    st.sets(st.sampled_from([DIFF, PLANET, LIST])),
)
def test_whichever_sources_fail_the_page_stays(items: list[Item], failing: set[FeedSource]) -> None:
    """C33: nor does another source that carries the same take their rows over."""
    wanted = replace(WANTED, length=100)
    readings = [reading(*(one for one in items if one.source == of), of=of) for of in WANTED.sources]
    before = run(*readings, wanted=wanted).region
    now = [
        replace(one, state=SourceState.FAILING, items=(), since=NOW.date()) if one.source in failing else one
        for one in readings
    ]
    assert run(*now, wanted=wanted, before=before).region == before


def test_rows_are_the_newest_first_and_cut() -> None:
    done = run(reading(item(1, days=9), item(2, days=3), item(3, days=5)), wanted=replace(WANTED, length=2))
    assert titles(done) == ['T2', 'T3']


def test_a_withdrawn_post_leaves_in_that_run() -> None:
    """C30; case 1"""
    before = run(reading(item(3, days=1), item(2, days=2), item(1, days=3))).region
    done = run(reading(item(2, days=2), item(1, days=3)), before=before)
    assert (titles(done), done.withdrawn) == (['T2', 'T1'], (f'{DIFF.key}0000000003',))


def test_what_is_older_than_the_feed_stays() -> None:
    """C30"""
    before = run(reading(item(2, days=2), item(1, days=3))).region
    done = run(reading(item(3, days=1), item(2, days=2)), before=before)
    assert (titles(done), done.withdrawn) == (['T3', 'T2', 'T1'], ())


def test_but_not_where_the_choice_is_another_one() -> None:
    before = run(reading(item(2, days=2, tags=('a',)), item(1, days=3))).region
    wanted = replace(WANTED, choice=NewsFilter(tags=('a',)))
    done = run(reading(item(2, days=2, tags=('a',))), before=before, wanted=wanted)
    assert titles(done) == ['T2']


def test_of_a_malformed_feed_nothing_is_withdrawn() -> None:
    """C35"""
    before = run(reading(item(3, days=1), item(2, days=2))).region
    done = run(reading(item(2, days=2), item(1, days=3), state=SourceState.MALFORMED), before=before)
    assert titles(done) == ['T3', 'T2', 'T1']


def test_a_guid_that_changed_is_the_same_row_by_its_address() -> None:
    """C28; case 2"""
    before = run(reading(item(1))).region
    changed = replace(item(9, 'T1'), link='http://diff.example/1/')
    done = run(reading(changed), before=before, now=NOW + timedelta(days=3))
    [row] = done.region.rows
    assert row.seen == NOW.date()


def test_the_source_named_first_wins() -> None:
    """C25, C26; case 7"""
    both = (
        reading(item(1)),
        reading(replace(item(1, of=PLANET), link='http://diff.example/1?utm_source=p'), of=PLANET),
    )
    assert [row.id for row in run(*both).region.rows] == [item(1).id]
    planet_first = replace(WANTED, sources=(PLANET, DIFF))
    assert [row.id for row in run(*both, wanted=planet_first).region.rows] == [item(1, of=PLANET).id]


def test_dates_in_the_future_and_none() -> None:
    """C36; case 9"""
    done = run(reading(item(1, days=-365 * 100), item(2, days=None), item(3, days=0), item(4, days=1)))
    assert titles(done) == ['T3', 'T2', 'T4']
    later = run(reading(item(2, days=None)), before=done.region, now=NOW + timedelta(days=5))
    assert next(row for row in later.region.rows if row.id == item(2).id).seen == NOW.date()


def test_a_title_that_people_edit_is_written_again() -> None:
    """C32; case 12"""
    text = wikitext.new_region(REGION, feedpage.render(run(reading(item(1))).region, layout(WANTED)))
    edited = feedpage.read(text.replace(' T1]', ' Mine]'))
    done = run(reading(item(1)), before=edited)
    assert (titles(done), done.rewritten) == (['T1'], (item(1).id,))


def test_a_row_that_people_took_away_stays_away() -> None:
    """C31; case 12"""
    before = run(reading(item(2, days=1), item(1, days=2))).region
    left = replace(before, rows=before.rows[1:])
    first = run(reading(item(2, days=1), item(1, days=2)), before=left, deleted=[item(2).id])
    assert titles(first) == ['T1']
    assert first.region.removed == {item(2).id}
    second = run(reading(item(2, days=1), item(1, days=2)), before=first.region)
    assert second.region == first.region
    failing = run(reading(state=SourceState.FAILING), before=second.region)
    assert failing.region.removed == {item(2).id}
    offered_no_more = run(reading(item(1, days=2)), before=failing.region)
    assert offered_no_more.region.removed == frozenset()


@pytest.mark.parametrize(
    ('days', 'told'), [(0, {}), (6, {}), (7, {DIFF.key: ('failing', date(2026, 11, 17))})]
)
def test_a_failing_source_is_told_of_after_a_week(days: int, told: dict[str, Any]) -> None:
    """C33; case 8"""
    before = run(reading(item(1))).region
    since = NOW.date() - timedelta(days=days)
    for state in (SourceState.FAILING, SourceState.CLOSED):
        done = run(reading(state=state, since=since), before=before)
        assert (done.region.rows, done.region.troubles) == (before.rows, told)
    assert run(reading(item(1)), before=done.region).region.troubles == {}


def test_what_the_page_says_of_a_trouble_counts_more_than_the_cache() -> None:
    told = replace(run(reading(item(1))).region, troubles={DIFF.key: ('failing', date(2026, 11, 1))})
    again = run(reading(state=SourceState.FAILING, since=NOW.date()), before=told).region
    assert again.troubles == told.troubles
    assert run(reading(state=SourceState.LATER), before=told).region.troubles == told.troubles


def test_a_source_that_is_gone_is_told_of_at_once() -> None:
    """C19"""
    before = run(reading(item(1))).region
    done = run(reading(state=SourceState.GONE, since=NOW.date()), before=before)
    assert (done.region.rows, done.region.troubles) == (before.rows, {DIFF.key: ('gone', NOW.date())})
    later = run(reading(state=SourceState.GONE), before=done.region, now=NOW + timedelta(days=30))
    assert later.region.troubles == done.region.troubles


def test_a_source_that_is_suddenly_empty_is_held_back() -> None:
    """C34"""
    before = run(reading(item(1))).region
    held = run(reading(), before=before)
    assert (held.region.rows, held.emptied) == (before.rows, ('Diff',))
    taken = run(reading(), before=before, emptied=True)
    assert (taken.region.rows, taken.emptied, taken.withdrawn) == ((), (), (item(1).id,))
    assert run(reading()).emptied == ()


def test_a_source_that_nobody_names_any_more_takes_its_rows_along() -> None:
    before = run(reading(item(1)), reading(item(2, of=PLANET), of=PLANET)).region
    done = run(
        reading(item(2, of=PLANET), of=PLANET), before=before, wanted=replace(WANTED, sources=(PLANET,))
    )
    assert titles(done) == ['T2']


def test_a_thread_keeps_its_start() -> None:
    """C37"""
    before = run(reading(item(1, days=9, of=LIST), of=LIST)).region
    reply = replace(item(1, days=1, of=LIST), link='https://lists.example/reply')
    assert run(reading(reply, of=LIST), before=before).region == before


def test_a_small_shift_of_a_date_is_none() -> None:
    before = run(reading(item(1))).region
    moved = replace(item(1), moment=NOW - timedelta(hours=20))
    assert run(reading(moved), before=before).region == before
    far = replace(item(1), moment=NOW - timedelta(days=4))
    assert run(reading(far), before=before).region != before


def test_an_untold_language_is_the_one_of_the_source() -> None:
    spoken = source('https://diff.example/feed/ lang=sv – Diff')
    wanted = replace(WANTED, sources=(spoken,))
    assert 'lang="sv"' in run(reading(item(1)), wanted=wanted).region.rows[0].core
    assert 'lang="es"' in run(reading(item(1, language='es')), wanted=wanted).region.rows[0].core
    assert 'lang="en"' in run(reading(item(1, site_language='en'))).region.rows[0].core
