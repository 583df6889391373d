"""Reports of events: which are due and not there, and how many events there were, for prose to quote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from urllib.parse import quote

from outreach import wikitable, wikitext
from outreach.events.calendarpage import CalendarLayout, title, when
from outreach.events.event import CalendarEntry, Mode
from outreach.events.eventlinks import own_title
from outreach.weblinks import in_wikitext
from outreach.wikitable import Markup, number

REPORTS, COUNTS = 'eventreports', 'eventcounts'
NO_TITLE = str.maketrans(dict.fromkeys('<>[]{}|#\n\t', ' '))
MOST_TITLE = 120
MONTH_LETTERS = 7


def report_title(pattern: str, entry: CalendarEntry, base: str) -> str:
    """Return the title that the report of an event has: the pattern with the name of the event for $1."""
    own = own_title(entry.event.links[0], base) if entry.event.links else ''
    name = own.partition(':')[2] or own if own else entry.event.name
    plain = ' '.join(name.translate(NO_TITLE).split())[:MOST_TITLE].strip(' ./:')
    return pattern.replace('$1', plain or entry.id)


def is_due(entry: CalendarEntry, now: datetime, grace: timedelta) -> bool:
    """Return whether a report of an event is due: it took place, and the days of grace are over."""
    return entry.span.end + grace <= now and not entry.off


def missing(
    entries: Iterable[CalendarEntry], reported: Collection[str], now: datetime, grace: timedelta
) -> list[CalendarEntry]:
    """Return the events whose report is due and not there, the oldest first; `reported` are ids of others."""
    due = [
        one for one in entries if is_due(one, now, grace) and not one.event.report and one.id not in reported
    ]
    return sorted(due, key=lambda one: one.order)


def render_missing(
    entries: Sequence[CalendarEntry], titles: Mapping[str, str], preload: str, layout: CalendarLayout
) -> str:
    """Return the list of reports that are missing, each with a link that opens one with its first words."""
    if not entries:
        return f"''{layout.say('no-reports-missing')}''"
    lines = [f"'''{layout.say('reports-missing', count=len(entries))}'''"]
    for one in entries:
        link = _write(titles[one.id], preload, one, layout)
        lines.append(f'* {when(one.event, layout)} · {title(one, layout)} · {link}')
    return '\n'.join(lines)


def render_counts(
    entries: Sequence[CalendarEntry], missing_reports: int | None, layout: CalendarLayout, *, sections: bool
) -> str:
    """Return how many events there are, by month, mode and country; what does not take place is not counted.

    With `sections` each number stands in a labelled section (Extension:Labeled Section Transclusion).
    """
    counted = [one for one in entries if not one.off]
    over = sum(one.span.over(layout.now) for one in counted)
    rows = [('total', layout.say('count-total'), len(counted)), ('over', layout.say('count-over'), over)]
    if missing_reports is not None:
        rows.append(('missing', layout.say('count-missing'), missing_reports))
    modes = Counter(one.event.mode for one in counted if one.event.mode)
    rows += [
        (str(mode).replace(' ', '-'), layout.say(f'mode-{mode}'.replace(' ', '-')), modes[mode])
        for mode in Mode
        if modes[mode]
    ]
    months = Counter(one.span.first.isoformat()[:MONTH_LETTERS] for one in counted)
    rows += [(month, month, months[month]) for month in sorted(months)]
    places = Counter(one.event.country for one in counted if one.event.country)
    rows += [
        (country, layout.country(country), places[country])
        for country in sorted(places, key=lambda code: (-places[code], layout.country(code)))
    ]
    return wikitable.render(
        [Markup(layout.say('column-what')), Markup(layout.say('column-events'))],
        [[label, _labelled(name, count) if sections else number(count)] for name, label, count in rows],
        caption=Markup(layout.say('caption-counts')),
        classes=('outreach-events',),
        named=True,
    )


def _labelled(name: str, count: int) -> Markup:
    label = quote(f'events-{name}', safe='')
    inside = f'<section begin="{label}" />{count}<section end="{label}" />'
    return Markup(inside, number(count).attributes)


def _write(name: str, preload: str, entry: CalendarEntry, layout: CalendarLayout) -> str:
    """Return a link that opens an empty report; `$1` to `$3` of its text become name, days and place."""
    told = (entry.event.name, entry.span.first.isoformat(), entry.event.place or entry.event.country)
    parameters = ''.join(f'&preloadparams%5B%5D={quote(_bare(one), safe="")}' for one in told)
    address = (
        f'{quote(name.replace(" ", "_"), safe="")}&action=edit&preload={quote(preload, safe="")}{parameters}'
    )
    whole = layout.base.replace('/wiki/', '/w/index.php?title=') + address
    return f'[{in_wikitext(whole)} {layout.say("write-report")}]'


def _bare(text: str) -> str:
    """Return a text that is no markup when somebody saves it: the report is a page like any other."""
    return wikitext.escape(text)
