"""Coverage: which language was reached through which kind of channel, as tables, tiles and figures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from outreach import colours, wikitext
from outreach.phrases import Say
from outreach.promotion.announcements import Announcement
from outreach.promotion.gappage import SIGNS, sums
from outreach.promotion.gaps import PERSONAL, RANK, GapState, Standing, by_state, state_of
from outreach.promotion.logpage import CHANNELS, Status
from outreach.promotion.universe import Spot
from outreach.sharedtable import STYLE, head_cell
from outreach.wikitable import Content, Markup, number, render, render_row, render_turned

ANYWHERE = Spot('', '')  # what a language without a spot stands for
DAY = 'outreach-day'
DAY_SPAN = re.compile(f'<span class="{DAY}">[^<>]*+</span>')
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


def undated(text: str) -> str:
    """Return a page of coverage without the day that it was made."""
    return DAY_SPAN.sub('', text)


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
    announced: Sequence[Announcement], spots: Iterable[Spot], autonyms: Mapping[str, str], say: Say
) -> str:
    """Return the table language by kind of channel; a language without any announcement has a row of gaps.

    The sign of a cell says what its rows mean for the spots of the universe in that language, as on the page
    of gaps; for a language without a spot, what they mean for the language. What was announced in several
    languages stands in each, so the last row counts languages.
    """
    counted = matrix(announced)
    by_language: dict[str, list[Spot]] = {}
    for spot in spots:
        if spot.language:
            by_language.setdefault(spot.language, []).append(spot)
    signs = _signs(announced, by_language)
    rows = sorted({*by_language, *counted} - {''}) + ([''] if '' in counted else [])
    used = [channel for channel in CHANNELS if any(counts[channel] for counts in counted.values())]
    if not rows or not used:
        return f"''{say('nothing-announced')}''"
    table: list[Sequence[Content] | Markup] = []
    for language in rows:
        counts = counted.get(language, Counter())
        name = Markup(_language(language, autonyms, say))
        cells = (_cell(counts[channel], signs.get((language, channel)), say) for channel in used)
        table.append([name, *cells])
    named = [counts for language, counts in counted.items() if language]
    sums_ = [number(sum(bool(counts[channel]) for counts in named)) for channel in used]
    last: list[Content] = [say('total-languages'), *sums_]
    table.append(Markup(render_row(last, attributes='class="sortbottom"', named=True)))
    return render(
        [head_cell(say('column-language')), *(head_cell(say(f'channel-{channel}')) for channel in used)],
        table,
        caption=say('coverage-caption'),
        classes=['sortable', 'outreach-coverage'],
        style=STYLE,
        named=True,
        scrolls=True,
    )


def _signs(
    announced: Iterable[Announcement], spots: Mapping[str, Sequence[Spot]]
) -> dict[tuple[str, str], GapState]:
    """Return what announcements come to by language and kind of channel: the best of their states."""
    found: dict[tuple[str, str], GapState] = {}
    for row in announced:
        if row.status is Status.SENT:
            for language in row.languages or ('',):
                at = language, _channel(row)
                known = [state_of(row, spot) for spot in spots.get(language, (ANYWHERE,))]
                states = [found.get(at), *(state or GapState.ELSEWHERE for state in known)]
                found[at] = min(filter(None, states), key=RANK.__getitem__)
    return found


def render_overview(found: Sequence[Standing], say: Say) -> str:
    """Return a tile for each spot, with sign, colour and words on hover; then the same as plain lists.

    A spot where people were written to is told among these too, whatever else is known of it.
    """
    style = 'display: flex; flex-wrap: wrap; gap: 2px; max-inline-size: 60em;'
    lines = [
        f'<div role="img" aria-label="{wikitext.attribute(say("overview-label"))}" style="{style}">',
        *(_tile(one, say) for one in found),
        '</div>',
    ]
    groups = {**by_state(found), GapState.ASKED: [one for one in found if one.asked]}
    for state, spots in groups.items():
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
    """Return the sums: rows, reach, languages, coverage; reach by channel as bars; waves; sign-ups.

    Messages to single people tell no wiki: they are counted apart from announcements.
    """
    sent = [row for row in announced if row.status is Status.SENT]
    personal = sum(row.channel in PERSONAL for row in sent)
    reach = sum(row.reach or 0 for row in sent)
    spoken = len({code for row in sent for code in row.languages})
    lines = [
        f'* {say("sum-announcements", count=len(sent) - personal)}',
        *([f'* {SIGNS[GapState.ASKED][0]} {say("sum-messages", count=personal)}'] if personal else []),
        f'* {say("sum-reach", count=reach)}',
        f'* {say("sum-languages-messages" if personal else "sum-languages", count=spoken)}',
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
    return render_turned(columns, rows, say('waves-caption'))


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
    return render_turned(columns, rows, say('signups-caption'))


def _language(code: str, autonyms: Mapping[str, str], say: Say) -> str:
    if not code:
        return say('several-languages')
    name = autonyms.get(code, '')
    return f'{code} – <bdi lang="{code}">{wikitext.escape(name)}</bdi>' if name else code


def _cell(count: int, found: GapState | None, say: Say) -> Markup:
    """Return a cell with a sign beside its colour, and its words on hover; a gap sorts as nought."""
    state = found or GapState.OPEN
    sign, colour = SIGNS[state]
    shown = f'<span title="{wikitext.attribute(say(f"gap-{state.value}"))}">{sign}</span>'
    text = f'{shown} {count}' if count else shown
    style = f'{colours.behind_text(colour)} text-align: center;'
    return Markup(text, f'data-sort-value="{count}" style="{style}"')


def _tile(one: Standing, say: Say) -> str:
    colour = SIGNS[one.state][1]
    words = [say(f'gap-{state.value}') for state in _states(one)]
    title = f'{_short(one)}: {say("comma").join(words)}'
    style = (
        f'{colours.behind_text(colour)} border: 1px solid {colours.LINE}; padding-inline: 0.4em; '
        'min-inline-size: 3.5em; text-align: center;'
    )
    signs = ''.join(SIGNS[state][0] for state in _states(one))
    text = f'{signs} {wikitext.escape(_short(one))}'
    return f'<div style="{style}" title="{wikitext.attribute(title)}">{text}</div>'


def _states(one: Standing) -> Iterable[GapState]:
    """Return how a spot stands, and that people there were written to."""
    return dict.fromkeys((one.state, GapState.ASKED) if one.asked else (one.state,))


def _short(one: Standing) -> str:
    """Return the short name of a spot: the code of a Wikipedia, else its label."""
    spot = one.spot
    plain_wiki = spot.place.host and not spot.place.page
    return spot.place.host.partition('.')[0] if plain_wiki else spot.label
