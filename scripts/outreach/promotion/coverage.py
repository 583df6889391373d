"""Coverage: which language was reached through which kind of channel, as tables, tiles and figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from outreach import colours, wikitext
from outreach.phrases import Say
from outreach.promotion.announcements import Announcement
from outreach.promotion.gappage import SIGNS, sums
from outreach.promotion.gaps import GapState, Standing, by_state
from outreach.promotion.logpage import CHANNELS, Status
from outreach.sharedtable import STYLE, head_cell
from outreach.wikitable import Content, Markup, number, render, render_row

REGIONS = MATRIX, OVERVIEW, FIGURES = ('coverage', 'overview', 'figures')


@dataclass(frozen=True)
class Growth:
    """Sign-ups in equal spans before and after a wave, and how many days the spans have."""

    wave: str
    day: str
    days: int
    before: int
    after: int


@dataclass(frozen=True)
class Wave:
    """What became of one wave: the day of its first send, recipients, deliveries, answers."""

    wave: str
    day: str
    targets: int
    delivered: int
    answered: int


def matrix(announced: Sequence[Announcement]) -> dict[str, Counter[str]]:
    """Count what was announced by language ('' for none) and kind of channel.

    What was announced in several languages counts in each.
    """
    found: dict[str, Counter[str]] = {}
    for row in announced:
        if row.status is Status.SENT:
            for language in row.languages or ('',):
                found.setdefault(language, Counter())[_channel(row)] += 1
    return found


def _channel(row: Announcement) -> str:
    return row.channel if row.channel in CHANNELS else 'other'


def render_matrix(
    announced: Sequence[Announcement], languages: Iterable[str], autonyms: Mapping[str, str], say: Say
) -> str:
    """Return the table language by kind of channel; a language without any announcement has a row of gaps."""
    counted = matrix(announced)
    rows = sorted({*languages, *counted} - {''}) + ([''] if '' in counted else [])
    used = [channel for channel in CHANNELS if any(counts[channel] for counts in counted.values())]
    if not rows or not used:
        return f"''{say('nothing-announced')}''"
    table: list[Sequence[Content] | Markup] = []
    for language in rows:
        counts = counted.get(language, Counter())
        name = Markup(_language(language, autonyms, say))
        table.append([name, *(_cell(counts[channel], say) for channel in used)])
    once = Counter(_channel(row) for row in announced if row.status is Status.SENT)
    totals = [number(once[channel]) for channel in used]
    table.append(Markup(render_row([say('total'), *totals], attributes='class="sortbottom"', named=True)))
    return render(
        [head_cell(say('column-language')), *(head_cell(say(f'channel-{channel}')) for channel in used)],
        table,
        caption=say('coverage-caption'),
        classes=['sortable', 'outreach-coverage'],
        style=STYLE,
        named=True,
        scrolls=True,
    )


def render_overview(found: Sequence[Standing], say: Say) -> str:
    """Return a tile for each spot, with sign, colour and words on hover; then the same as plain lists."""
    style = 'display: flex; flex-wrap: wrap; gap: 2px; max-inline-size: 60em;'
    lines = [
        f'<div role="img" aria-label="{wikitext.attribute(say("overview-label"))}" style="{style}">',
        *(_tile(one, say) for one in found),
        '</div>',
    ]
    for state, spots in by_state(found).items():
        if spots:
            names = say('comma').join(wikitext.escape(_short(one)) for one in sorted(spots, key=_short))
            lines.append(f"* {SIGNS[state][0]} '''{say(f'gap-{state.value}')}''' ({len(spots)}): {names}")
    return '\n'.join(lines)


def render_figures(
    announced: Sequence[Announcement],
    found: Sequence[Standing],
    waves: Sequence[Wave],
    growth: Sequence[Growth],
    say: Say,
) -> str:
    """Return the sums: rows, reach, languages, coverage; reach by channel as bars; waves; sign-ups."""
    sent = [row for row in announced if row.status is Status.SENT]
    reach = sum(row.reach or 0 for row in sent)
    lines = [
        f'* {say("sum-announcements", count=len(sent))}',
        f'* {say("sum-reach", count=reach)}',
        f'* {say("sum-languages", count=len({code for row in sent for code in row.languages}))}',
    ]
    if found:
        lines += [f'* {sentence}' for sentence in sums(found, say)]
    tables = (_bars(sent, say), _wave_table(waves, say), _growth_table(growth, say))
    lines += [table for table in tables if table]
    return '\n'.join(lines)


def _bars(sent: Iterable[Announcement], say: Say) -> str:
    """Return the reach by kind of channel as a table with bars, longest first; '' without any."""
    reach: Counter[str] = Counter()
    for row in sent:
        reach[_channel(row)] += row.reach or 0
    reach = +reach
    if not reach:
        return ''
    longest = max(reach.values())
    rows: list[Sequence[Content]] = []
    for channel, count in sorted(reach.items(), key=lambda item: (-item[1], item[0])):
        bar = Markup(colours.bar(100 * count / longest), 'style="inline-size: 60%;"')
        rows.append([say(f'channel-{channel}'), number(count), bar])
    style = 'inline-size: 100%; max-inline-size: 40em;'
    return render((), rows, caption=say('chart-caption'), style=style, named=True)


def _wave_table(waves: Sequence[Wave], say: Say) -> str:
    """Return what became of each wave, and the sums of several; '' without any."""
    if not waves:
        return ''
    columns = [say(f'waves-{name}') for name in ('wave', 'day', 'recipients', 'delivered', 'answered')]
    rows: list[Sequence[Content]] = [
        [one.wave, one.day, one.targets, one.delivered, one.answered] for one in waves
    ]
    if len(waves) > 1:
        sums = (sum(getattr(one, name) for one in waves) for name in ('targets', 'delivered', 'answered'))
        rows.append([say('total'), '', *sums])
    return render(columns, rows, caption=say('waves-caption'), named=True, wraps=True)


def _growth_table(growth: Sequence[Growth], say: Say) -> str:
    """Return the sign-ups around each wave, and the sums of several; '' without any."""
    if not growth:
        return ''
    columns = [say(name) for name in ('waves-wave', 'waves-day', 'signups-before', 'signups-after')]
    rows: list[Sequence[Content]] = []
    for one in growth:
        counts = (say('in-days', count=count, days=one.days) for count in (one.before, one.after))
        rows.append([one.wave, one.day, *counts])
    if len(growth) > 1:
        sums = (sum(getattr(one, name) for one in growth) for name in ('before', 'after'))
        rows.append([say('total'), '', *sums])
    return render(columns, rows, caption=say('signups-caption'), named=True, wraps=True)


def _language(code: str, autonyms: Mapping[str, str], say: Say) -> str:
    if not code:
        return say('several-languages')
    name = autonyms.get(code, '')
    return f'{code} – <bdi lang="{code}">{wikitext.escape(name)}</bdi>' if name else code


def _cell(count: int, say: Say) -> Markup:
    """Return a cell with a sign beside its colour; a gap sorts as nought."""
    state = GapState.ANNOUNCED if count else GapState.OPEN
    sign, colour = SIGNS[state]
    text = (
        f'{sign} {count}' if count else f'<span title="{wikitext.attribute(say("gap-open"))}">{sign}</span>'
    )
    style = f'{colours.behind_text(colour)} text-align: center;'
    return Markup(text, f'data-sort-value="{count}" style="{style}"')


def _tile(one: Standing, say: Say) -> str:
    sign, colour = SIGNS[one.state]
    title = f'{_short(one)}: {say(f"gap-{one.state.value}")}'
    style = (
        f'{colours.behind_text(colour)} border: 1px solid {colours.LINE}; padding-inline: 0.4em; '
        'min-inline-size: 3.5em; text-align: center;'
    )
    text = f'{sign} {wikitext.escape(_short(one))}'
    return f'<div style="{style}" title="{wikitext.attribute(title)}">{text}</div>'


def _short(one: Standing) -> str:
    """Return the short name of a spot: the code of a Wikipedia, else its label."""
    spot = one.spot
    plain_wiki = spot.place.host and not spot.place.page
    return spot.place.host.partition('.')[0] if plain_wiki else spot.label
