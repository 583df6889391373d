"""What the report of a month tells of success criteria: their figures as they stood when the month ended.

The lines are those of the monthly reports that people have written by hand: a mark where a target was
reached, the figure, and the target and the previous figure behind it; then what was newly met.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from outreach import digits, wikitext
from outreach.measures import criteria
from outreach.measures.criteria import MET
from outreach.measures.monthreport import Month
from outreach.moments import iso
from outreach.phrases import Say
from outreach.sharedtable import plain
from outreach.trust import Trust


@dataclass(frozen=True)
class Criterion:
    """A criterion as it stood: what the cells say. `now` is '' where it was not counted in the month."""

    name: str
    target: str
    previous: str
    now: str
    reached: bool
    met: str


def at_end(trust: Trust, title: str, month: Month) -> str:
    """Return the page of criteria as a trusted account saved it last in a month or before; '' if none did."""
    return next(trust.saved(title, before=iso(month.end)), '')


def in_month(text: str, month: Month, columns: Mapping[str, str]) -> Iterator[Criterion]:
    """Return the criteria of a page that were counted in a month, or met in it."""
    for written in criteria.written(text, columns):
        stored = criteria.STORED.search(written['now'])
        counted = stored is not None and stored[1] == str(month)
        now, met = plain(written['now']) if counted else '', plain(written['met'])
        if counted or str(month) in met:
            yield Criterion(
                plain(written.get('criterion', written['counted'])),
                plain(written['target']),
                plain(written['previous']),
                now,
                digits.are_number(now) and criteria.reached(written['target'], digits.number(now)),
                met.removeprefix(MET).strip() if str(month) in met else '',
            )


def lines(found: Iterator[Criterion], say: Say) -> list[str]:
    """Return the lines of a report: those counted, and those newly met under a heading of their own."""
    some = list(found)
    counted = [
        say(
            'month-criterion',
            mark=f'{MET} ' if one.reached else '',
            now=wikitext.escape(one.now),
            name=wikitext.escape(one.name),
            target=wikitext.escape(one.target),
            previous=wikitext.escape(one.previous) or say('criteria-na'),
        )
        for one in some
        if one.now
    ]
    met = [f'* {wikitext.escape(one.met)}: {wikitext.escape(one.name)}' for one in some if one.met]
    heading = [f"'''{say('month-criteria')}'''"] if counted else []
    return [
        *heading,
        *(f'* {line}' for line in counted),
        *([f"'''{say('month-met')}'''", *met] if met else []),
    ]
