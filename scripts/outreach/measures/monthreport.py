"""The report of a month: written once, and corrected by a visible line only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import unescape

from outreach import wikitext
from outreach.linenumbers import LineNumbers
from outreach.measures import published
from outreach.measures.published import PublishedFigure
from outreach.phrases import Say
from outreach.wikitable import Markup

REGION = 'month'
FORM = re.compile(r'(\d{4})-(0[1-9]|1[0-2])')
# the wiki tells an account of other private registrations than the next: another figure is no correction
TOLD_TO_SOME = frozenset({'private'})
CORRECTION = re.compile(r'<!-- corrected ([a-z0-9-]{1,99}+)=([^<>\n]*+)>')  # values are escaped
# what begins a comment of ours, also where somebody wrote it in another way
BEGINS = re.compile(r'<!--\s*+corrected\b')


@dataclass(frozen=True)
class Month:
    """A calendar month in UTC."""

    year: int
    number: int

    def __str__(self) -> str:
        return f'{self.year}-{self.number:02}'

    @property
    def start(self) -> datetime:
        """Return its first moment."""
        return datetime(self.year, self.number, 1, tzinfo=UTC)

    @property
    def end(self) -> datetime:
        """Return the first moment after it."""
        year, number = divmod(self.year * 12 + self.number, 12)
        return datetime(year, number + 1, 1, tzinfo=UTC)

    def __contains__(self, moment: datetime) -> bool:
        return self.start <= moment < self.end


def month(text: str) -> Month:
    """Read a month such as 2026-11; raise ValueError for anything else."""
    found = FORM.fullmatch(text.strip())
    if found is None or int(found[1]) < 2001:
        raise ValueError('must be a month such as 2026-11')
    return Month(int(found[1]), int(found[2]))


def is_written(text: str) -> bool:
    """Return whether a page has a report, or what is left of one."""
    return wikitext.has_markers(text, REGION)


def render(
    which: Month, figures: Sequence[PublishedFigure], lines: Sequence[str], say: Say, text: str = ''
) -> str:
    """Return a page with a new report; `lines` say what was found in the windows that ended then.

    What people wrote on the page before (`text`) stays above it.
    """
    shown = f'<bdi>{which}</bdi>'
    table = published.table(figures, Markup(say('month-caption', month=shown)), say)
    return wikitext.put_region(text, REGION, '\n'.join([table, *lines]), lead=say('month-lead', month=shown))


def stands(text: str) -> dict[str, str]:
    """Return the figures of a report as they were written, or corrected since, by key.

    Raises BrokenMarkers, with the line, where a row or a correction is not one of ours.
    """
    stood = {key: unescape(value) for key, value in published.parse(text, REGION).items()}
    lines, at = LineNumbers(text), 0
    while begun := BEGINS.search(text, at):
        found = CORRECTION.match(text, begun.start())
        value = found[2].removesuffix(' --') if found else ''
        if not found or f'{value} --' != found[2] or found[1] not in stood or not _is_value(value):
            wrong = f'this correction is not one that measure_campaign writes; {published.CURE}'
            raise wikitext.BrokenMarkers(wrong, lines.at(begun.start()))
        stood[found[1]], at = unescape(value), found.end()
    return stood


def _is_value(written: str) -> bool:
    return wikitext.escape(unescape(written)) == written


def corrected(text: str, figures: Sequence[PublishedFigure], today: date, say: Say) -> str:
    """Return a report with a line for each figure that is another than it says; else the report as it is.

    Figures that the report did not have are no corrections: it was written without them. Nor is what only
    some accounts are told.
    """
    known = stands(text)
    lines = []
    for one in figures:
        before = known.get(one.key)
        if before is None or before == one.value or one.key in TOLD_TO_SOME:
            continue
        words = say(
            'month-corrected',
            day=f'<bdi>{today.isoformat()}</bdi>',
            figure=published.label(one.key, say),
            before=wikitext.escape(before),
            now=wikitext.escape(one.value),
        )
        lines.append(f'* {words} <!-- corrected {one.key}={wikitext.escape(one.value)} -->')
    return f'{text.rstrip()}\n' + '\n'.join(lines) if lines else text
