"""What a page of news becomes: a pure function of what stands there and of what its sources say.

Withdrawn is what a whole, successful answer no longer holds although it is newer than the oldest in it.
What is older stays until period or length push it out. A source that fails changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from outreach.asking import SourceState
from outreach.feeds import feedpage
from outreach.feeds.feedpage import NOTE_DAYS, NewsLayout, NewsRow, Region
from outreach.feeds.feedsettings import FeedSettings
from outreach.feeds.items import Item, merged, source_key, threads, with_discussions
from outreach.feeds.sources import FeedKind, FeedSource
from outreach.weblinks import same_address

SMALL_SHIFT = timedelta(days=1)


@dataclass(frozen=True)
class FeedReading:
    """What one source said: its items, the newest first or not, and how it stood.

    `since` is the day on which a trouble began, `detail` what is to be said about the source,
    `refused` what is wrong with single entries.
    """

    source: FeedSource
    state: SourceState
    items: tuple[Item, ...] = ()
    since: date | None = None
    detail: str = ''
    refused: tuple[str, ...] = ()

    @property
    def oldest(self) -> datetime | None:
        """Return the date of the oldest item, from which on the answer is complete."""
        return min((one.moment for one in self.items if one.moment), default=None)


@dataclass(frozen=True)
class FeedPlan:
    """What becomes of the region, and why: ids by what happens to them."""

    region: Region
    new: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    rewritten: tuple[str, ...] = ()
    emptied: tuple[str, ...] = ()
    kept_away: tuple[str, ...] = ()
    items: tuple[Item, ...] = field(default=(), repr=False)


def plan(
    wanted: FeedSettings,
    readings: Mapping[str, FeedReading],
    before: Region,
    layout: NewsLayout,
    now: datetime,
    deleted: Collection[str] = frozenset(),
    *,
    emptied: bool = False,
) -> FeedPlan:
    """Return what the region becomes; `readings` are by key of source, `deleted` are ids that people
    removed from the page since we wrote it. A source that suddenly offers nothing at all is taken at its
    word only with `emptied`.
    """
    readings = {key: one if emptied else _held(one, before) for key, one in readings.items()}
    offered = _offered(wanted, readings)
    offered, row_of = _matches(before.rows, offered, readings)
    kept, withdrawn = _kept(before, {row.id for row in row_of.values()}, readings, wanted)
    away = (before.removed | frozenset(deleted)) - {row.id for row in before.rows}
    away &= {one.id for one in offered} | {one for one in away if not _answered(readings, one)}
    chosen = [one for one in offered if wanted.choice.wants(one) and one.id not in away]
    rows: list[NewsRow] = [feedpage.kept_row(old, layout) for old in kept]
    for one in with_discussions(chosen):
        old = row_of.get(one.id)
        rows.append(feedpage.row(_settled(one, old), old.seen if old else now.date(), layout))
    fitting = [row for row in rows if wanted.in_time(row.when, now)]
    fitting.sort(key=lambda row: (-row.when.timestamp(), row.moment is None, row.id))
    shown = tuple(fitting[: wanted.length])
    written = {row.id: row.text for row in before.rows}
    region = Region(shown, away, _troubles(readings, before, now.date()), wanted.choice.digest)
    return FeedPlan(
        region,
        tuple(row.id for row in shown if row.id not in written),
        withdrawn,
        tuple(row.id for row in shown if row.id in written and _edited(row, before)),
        tuple(one.source.label for one in readings.values() if one.state is SourceState.EMPTIED),
        tuple(sorted(away & {one.id for one in offered})),
        tuple(offered),
    )


def _offered(wanted: FeedSettings, readings: Mapping[str, FeedReading]) -> list[Item]:
    """Return what all sources offer, each once, the sources in the order of the settings."""
    found: list[Item] = []
    for source in wanted.sources:
        reading = readings.get(source.key)
        if reading is None or not reading.state.answered:
            continue
        items = [
            replace(one, source=source, language=one.language or source.language or one.site_language)
            for one in reading.items
        ]
        found += threads(items) if source.kind is FeedKind.LIST else items
    return merged(found)


def _held(reading: FeedReading, before: Region) -> FeedReading:
    """Return the reading, held back where it offers nothing although the page has rows of it."""
    had = any(source_key(row.id) == reading.source.key for row in before.rows)
    emptied = had and reading.state.answered and not reading.items
    return replace(reading, state=SourceState.EMPTIED) if emptied else reading


def _matches(
    rows: Sequence[NewsRow], offered: Sequence[Item], readings: Mapping[str, FeedReading]
) -> tuple[list[Item], dict[str, NewsRow]]:
    """Return the items that count, and by their ids the rows that they have: by id, else by address.

    An item whose row belongs to another source, which fails just now, does not count.
    """
    by_id = {row.id: row for row in rows}
    by_address = {same_address(row.link): row for row in rows if row.link}
    found: dict[str, NewsRow] = {}
    counting: list[Item] = []
    for one in offered:
        row = by_id.get(one.id) or by_address.get(same_address(one.link))
        if _stands_in(one, row, readings):
            continue
        counting.append(one)
        if row is not None:
            found[one.id] = row
    return counting, found


def _stands_in(item: Item, row: NewsRow | None, readings: Mapping[str, FeedReading]) -> bool:
    """Return whether an item has a row of another source, which fails just now: the row stands as it is."""
    if row is None or source_key(row.id) == item.source.key:
        return False
    other = readings.get(source_key(row.id))
    return other is not None and (not other.state.answered or other.state is SourceState.MALFORMED)


def _kept(
    before: Region, matched: Collection[str], readings: Mapping[str, FeedReading], wanted: FeedSettings
) -> tuple[list[NewsRow], tuple[str, ...]]:
    """Return the rows that stay though no source offers them, and the ids of those withdrawn."""
    kept: list[NewsRow] = []
    withdrawn: list[str] = []
    for row in before.rows:
        reading = readings.get(source_key(row.id))
        if row.id in matched or reading is None:
            continue
        if not reading.state.answered or reading.state is SourceState.MALFORMED:
            kept.append(row)
        elif not reading.items or (reading.oldest is not None and row.when > reading.oldest):
            withdrawn.append(row.id)
        elif before.choice == wanted.choice.digest:
            kept.append(row)
    return kept, tuple(withdrawn)


def _answered(readings: Mapping[str, FeedReading], item_id: str) -> bool:
    reading = readings.get(source_key(item_id))
    return reading is None or reading.state.answered


def _settled(item: Item, old: NewsRow | None) -> Item:
    """Return an item as its row shows it: a small shift of its date is none, a thread keeps its start."""
    if old is None or old.moment is None or item.moment is None:
        return item
    if item.source.kind is FeedKind.LIST and old.moment < item.moment and old.link:
        return replace(item, moment=old.moment, link=old.link)
    if abs(item.moment - old.moment) < SMALL_SHIFT:
        return replace(item, moment=old.moment)
    return item


def _edited(row: NewsRow, before: Region) -> bool:
    """Return whether a row that stays has another text than it has on the page."""
    return any(old.id == row.id and old.text != row.text for old in before.rows)


def _troubles(
    readings: Mapping[str, FeedReading], before: Region, today: date
) -> dict[str, tuple[str, date]]:
    """Return the troubles that readers are told of: a source gone, or failing for a week."""
    told: dict[str, tuple[str, date]] = {}
    for key, reading in readings.items():
        kind, day = before.troubles.get(key, ('', today))
        if reading.state is SourceState.GONE:
            told[key] = ('gone', day if kind == 'gone' else reading.since or today)
        elif not reading.state.answered and reading.state is not SourceState.LATER:
            since = min(reading.since or today, day if kind == 'failing' else today)
            if (today - since).days >= NOTE_DAYS:
                told[key] = ('failing', since)
        elif not reading.state.answered and kind:
            told[key] = (kind, day)
    return told
