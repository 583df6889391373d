"""The region of news on a page: its rows in every form, written and read back.

What must last stands in comments: at the end of each row its id, the day on which it was first seen and
its date; further the ids of rows that people took away, and since when a source fails. Each row is one
line in every form, and has the same core, a link in `<bdi>`, so that a row can change its form. A comment
that is spoilt is no sign that people took something away: such a page is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from enum import StrEnum

from outreach import wikitable, wikitext
from outreach.feeds.items import Item, Languages, source_key
from outreach.feeds.sources import FeedSource
from outreach.linenumbers import LineNumbers
from outreach.phrases import Say
from outreach.weblinks import in_wikitext
from outreach.wikitable import Markup

REGION = 'feed'
ID = r'[0-9a-f]{16}'
DAY = '[0-9]{4}-[0-9]{2}-[0-9]{2}'
# what begins a comment of ours, also where somebody wrote it in another way
BEGINS = re.compile(r'<!--\s*+(item|removed by people|failing|gone|choice)\s*+:')
MARK = re.compile(rf'<!-- item:({ID}) ({DAY})(?: ({DAY}T[0-9]{{2}}:[0-9]{{2}}Z))? -->')
CORE = re.compile(r'<bdi[^<>\n]*>\[([^\s\[\]]+) [^\[\]\n]*\]</bdi>')
REMOVED = re.compile(rf'<!-- removed by people: ({ID}(?: {ID})*+) -->')
TROUBLE = re.compile(rf'<!-- (failing|gone):([0-9a-f]{{6}}) ({DAY}) -->')
CHOICE = re.compile(r'<!-- choice:([0-9a-f]{6})? -->')
WRITTEN = {'item': MARK, 'removed by people': REMOVED, 'failing': TROUBLE, 'gone': TROUBLE, 'choice': CHOICE}
DATED = re.compile(DAY)
CURE = 'undo that edit, or remove the line'
NOTE_DAYS = 7


class NewsForm(StrEnum):
    """How the rows are laid out."""

    LIST = 'list'
    TABLE = 'table'
    BY_DAY = 'by day'
    BY_SOURCE = 'by source'


class Show(StrEnum):
    """What a row shows beside its title."""

    DATE = 'date'
    SOURCE = 'source'
    AUTHOR = 'author'
    TAGS = 'tags'
    DISCUSSION = 'discussion'


@dataclass(frozen=True)
class NewsRow:
    """A row of the page: its id, the day it was first seen, its date (None for none), and its text.

    `core` is the link with its title; `in_table` says in which of the two layouts `text` is.
    """

    id: str
    seen: date
    moment: datetime | None
    core: str
    text: str
    in_table: bool = False

    @property
    def when(self) -> datetime:
        """Return by what rows are ordered: without a date, the beginning of the day of the first sight."""
        return self.moment or datetime.combine(self.seen, time(), UTC)

    @property
    def link(self) -> str:
        """Return the address in the row; '' where people took it out."""
        found = CORE.search(self.core)
        return found[1] if found else ''


@dataclass(frozen=True)
class Region:
    """What a region says: its rows in order, what people took away, troubles (kind and day) by source.

    `choice` is the digest of the filters by which it was filled, `strange` are lines that are not ours.
    """

    rows: tuple[NewsRow, ...] = ()
    removed: frozenset[str] = frozenset()
    troubles: dict[str, tuple[str, date]] = field(default_factory=dict)
    choice: str = ''
    exists: bool = True


@dataclass(frozen=True)
class NewsLayout:
    """How a page is written: form, what is shown, sources by key, the words, and the languages.

    `head` is a line of wikitext above the rows.
    """

    form: NewsForm
    show: frozenset[Show]
    sources: dict[str, FeedSource]
    say: Say
    languages: Languages = field(default_factory=Languages)
    head: str = ''

    @property
    def in_table(self) -> bool:
        """Return whether rows are rows of a table."""
        return self.form is NewsForm.TABLE


def read(text: str) -> Region:
    """Read the region of a page.

    A row that people changed by hand is read all the same as long as its comment is there. Raises
    BrokenMarkers, with the line, where its markers are broken or a comment of ours is spoilt.
    """
    found = wikitext.region(text, REGION)
    if found is None:
        return Region(exists=False)
    rows: list[NewsRow] = []
    removed: set[str] = set()
    troubles: dict[str, tuple[str, date]] = {}
    choice = ''
    for mark in _comments(text, *found):
        if mark.re is MARK:
            rows.append(_read_row(_line_of(mark, *found), mark))
        elif mark.re is REMOVED:
            removed.update(mark[1].split())
        elif mark.re is TROUBLE:
            troubles[mark[2]] = mark[1], date.fromisoformat(mark[3])
        else:
            choice = mark[1] or ''
    return Region(tuple(rows), frozenset(removed), troubles, choice)


def _comments(text: str, begin: int, end: int) -> Iterator[re.Match[str]]:
    """Return the comments of ours in a part of a text; raise BrokenMarkers for a spoilt one, and for a
    second row in one line.
    """
    lines, row = LineNumbers(text), 0
    while begun := BEGINS.search(text, begin, end):
        at = lines.at(begun.start())
        found = WRITTEN[begun[1]].match(text, begun.start(), end)
        if found is None or not _has_days(found):
            raise wikitext.BrokenMarkers(
                f'the comment "{begun[1]}" is not one that post_feed writes; {CURE}', at
            )
        if found.re is MARK and at == row:
            raise wikitext.BrokenMarkers(f'two rows stand in one line; {CURE}', at)
        row = at if found.re is MARK else row
        yield found
        begin = found.end()


def _has_days(found: re.Match[str]) -> bool:
    """Return whether the days and times in a comment are some that there are."""
    try:
        return all(datetime.fromisoformat(one) for one in found.groups() if one and DATED.match(one))
    except ValueError:
        return False


def _line_of(mark: re.Match[str], begin: int, end: int) -> str:
    """Return the line that a comment stands in, as far as it is in a part of the text."""
    start = mark.string.rfind('\n', begin, mark.start()) + 1
    close = mark.string.find('\n', mark.end(), end)
    return mark.string[start or begin : close if close >= 0 else end]


def row(item: Item, seen: date, layout: NewsLayout) -> NewsRow:
    """Return the row of an item on a page of that layout."""
    bdi = '<bdi>'
    if item.language:
        direction = 'rtl' if item.language in layout.languages.rtl else 'ltr'
        bdi = f'<bdi lang="{item.language}" dir="{direction}">'
    core = f'{bdi}[{in_wikitext(item.link)} {wikitext.escape(item.title)}]</bdi>'
    mark = f'<!-- item:{item.id} {seen.isoformat()}{_stamp(item.moment)} -->'
    parts = {
        Show.DATE: _shown_day(item.moment) if item.moment else '',
        Show.SOURCE: _bdi(item.source.label),
        Show.AUTHOR: ', '.join(map(_bdi, item.authors)),
        Show.TAGS: ', '.join(map(_bdi, item.tags)),
        Show.DISCUSSION: f'[{in_wikitext(item.discussion)} {layout.say("discussion")}]'
        if item.discussion
        else '',
    }
    return NewsRow(item.id, seen, item.moment, core, _laid_out(core, parts, layout) + mark, layout.in_table)


def kept_row(old: NewsRow, layout: NewsLayout) -> NewsRow:
    """Return a row that only the page knows, as it stands; in another layout, what can be said of it."""
    if old.in_table == layout.in_table:
        return old
    source = layout.sources.get(source_key(old.id))
    parts = {
        Show.DATE: _shown_day(old.moment) if old.moment else '',
        Show.SOURCE: _bdi(source.label) if source else '',
    }
    mark = f'<!-- item:{old.id} {old.seen.isoformat()}{_stamp(old.moment)} -->'
    text = _laid_out(old.core, parts, layout) + mark
    return NewsRow(old.id, old.seen, old.moment, old.core, text, layout.in_table)


def render(region: Region, layout: NewsLayout) -> str:
    """Return the inside of the region."""
    lines: list[str] = []
    if not region.rows:
        lines = [f"''{layout.say('nothing')}''"]
    elif layout.form is NewsForm.TABLE:
        lines = [_table(region.rows, layout)]
    elif layout.form is NewsForm.LIST:
        lines = [one.text for one in region.rows]
    else:
        lines = list(_groups(region.rows, layout))
    for key, (kind, day) in sorted(region.troubles.items()):
        if key in layout.sources:
            name = _bdi(layout.sources[key].label)
            said = layout.say(kind, source=name, day=_shown(day.isoformat()))
            lines += ['', f"''{said}''<!-- {kind}:{key} {day.isoformat()} -->"]
    if region.removed:
        lines.append(f'<!-- removed by people: {" ".join(sorted(region.removed))} -->')
    lines.append(f'<!-- choice:{region.choice} -->')
    return '\n'.join([layout.head, '', *lines] if layout.head else lines)


def _read_row(line: str, mark: re.Match[str]) -> NewsRow:
    moment = datetime.fromisoformat(mark[3]) if mark[3] else None
    core = CORE.search(line)
    return NewsRow(
        mark[1], date.fromisoformat(mark[2]), moment, core[0] if core else '', line, line.startswith('|')
    )


def _laid_out(core: str, parts: dict[Show, str], layout: NewsLayout) -> str:
    shown = {name: parts.get(name, '') for name in Show if name in layout.show}
    if layout.in_table:
        date_first = [shown.pop(Show.DATE)] if Show.DATE in shown else []
        return f'| {" || ".join([*date_first, core, *shown.values()])}'
    if layout.form is NewsForm.BY_DAY:
        shown.pop(Show.DATE, '')
    if layout.form is NewsForm.BY_SOURCE:
        shown.pop(Show.SOURCE, '')
    if shown.get(Show.TAGS):
        shown[Show.TAGS] = f"''{shown[Show.TAGS]}''"
    first = [shown.pop(Show.DATE, '')]
    return f'* {" · ".join(part for part in [*first, core, *shown.values()] if part)}'


def _table(rows: Sequence[NewsRow], layout: NewsLayout) -> str:
    shown = [name for name in Show if name in layout.show]
    columns = [*(name for name in shown if name is Show.DATE), 'title']
    columns += [name for name in shown if name is not Show.DATE]
    return wikitable.render(
        [Markup(layout.say(f'column-{name}')) for name in columns],
        [Markup(f'|-\n{one.text}') for one in rows],
        caption=Markup(layout.say('caption')),
        classes=('sortable', 'plainlinks', 'outreach-feed'),
        wraps=True,
    )


def _groups(rows: Sequence[NewsRow], layout: NewsLayout) -> Iterator[str]:
    """Return the rows under headings: days as they come, sources in the order of the settings."""
    by_heading: dict[str, list[str]] = {}
    if layout.form is NewsForm.BY_SOURCE:
        by_heading = {wikitext.escape(source.label): [] for source in layout.sources.values()}
    for one in rows:
        source = layout.sources.get(source_key(one.id))
        heading = _shown(one.when.date().isoformat())
        if layout.form is NewsForm.BY_SOURCE:
            heading = wikitext.escape(source.label) if source else ''
        by_heading.setdefault(heading, []).append(one.text)
    for heading, texts in by_heading.items():
        if texts:
            yield f'=== {heading} ==='
            yield from texts


def _shown_day(moment: datetime) -> str:
    return _shown(moment.date().isoformat())


def _shown(day: str) -> str:
    """Return a day that is neither wrapped nor turned around in a text from right to left."""
    return f'<time datetime="{day}" dir="ltr" style="white-space: nowrap;">{day}</time>'


def _bdi(text: str) -> str:
    return f'<bdi>{wikitext.escape(text)}</bdi>' if text else ''


def _stamp(moment: datetime | None) -> str:
    return f' {moment:%Y-%m-%dT%H:%MZ}' if moment else ''
