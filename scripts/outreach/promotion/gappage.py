"""The page of gaps: a table between markers in which one cell of each row is for people to sign.

What people write in that cell, and rows of their own in the table, survive every update.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from html import escape as html_escape

from outreach import colours, editlinks, wikitable, wikitext
from outreach.headings import headings
from outreach.hostlabels import parts
from outreach.phrases import Say
from outreach.problems import Problem
from outreach.promotion.gaps import GapClaim, GapState, Standing, share
from outreach.promotion.places import Wikis
from outreach.promotion.suggestions import MASKED
from outreach.promotion.suggestions import parse as parse_places
from outreach.promotion.universe import NOWHERE, Spot
from outreach.sends.message import Message, to_all
from outreach.sharedtable import ID, STYLE, fold, head_cell, plain
from outreach.signatures import signature
from outreach.visibletext import live
from outreach.wikitable import Content, Markup, find_table, mask

UNDATED = 'is not signed with a date, so it does not count: sign it with ~~~~'
WORD = re.compile(r'\w')
REGION = 'gaps'
COLUMNS = 5
# a host of so many letters at most is in one piece on a desk
WHOLE_ON_DESK = 18
UNWEIGHED = 'outreach-gaps-unweighed'  # such a table has no column of weights
CLAIM, CLAIM_END = '<!-- claim -->', '<!-- /claim -->'
# what may follow what an item of a list names
REMARK = re.compile(r'[:,–—]\s|\s--|\[\[')
TEXTS = 'texts'
# what anybody may take on
FREE = frozenset({GapState.OPEN, GapState.ELSEWHERE, GapState.ASKED, GapState.SUGGESTED})
# a shape beside the colour, so that the colour is never the only signal
SIGNS = {
    GapState.ANNOUNCED: ('✓', colours.GOOD),
    GapState.PLANNED: ('◷', colours.NEW),
    GapState.CLAIMED: ('✎', colours.NEW),
    GapState.DECLINED: ('–', colours.GREY),
    GapState.SUGGESTED: ('?', colours.CAREFUL),
    GapState.ELSEWHERE: ('◇', colours.QUIET),
    GapState.ASKED: ('✉', colours.QUIET),
    GapState.OPEN: ('○', colours.QUIET),
}


def claims(text: str, universe: Sequence[Spot], words: Collection[str], prefixes: Collection[str],
           wikis: Wikis) -> list[GapClaim]:  # fmt: skip
    """Return the claims of a page that count, as `read_claims` reads them."""
    return read_claims(text, universe, words, prefixes, wikis)[0]


def read_claims(text: str, universe: Sequence[Spot], words: Collection[str], prefixes: Collection[str],
                wikis: Wikis) -> tuple[list[GapClaim], list[Problem]]:  # fmt: skip
    """Read the signed claims of a page: in the table, in a section of claims, in headings of their own.

    `words` are folded headings of the section, `prefixes` what begins a heading of one claim. A claim
    without a dated signature is none, and named: nobody could say when it lapses.
    """
    said = [(f'the claim of {key}', key, cell) for key, cell in _claim_cells(text).items()]
    names = {name: spot for spot in universe for name in spot.names}
    places, notes = parse_places(text, words, wikis)
    found = [
        GapClaim('', one.place, one.signed.name, one.signed.day)
        for one in places
        if one.signed and one.signed.day
    ]
    undated = {f'line {one.line}' for one in places if not (one.signed and one.signed.day)}
    lines = live(text).split('\n')
    for note in notes:
        line = lines[int(note.place.rpartition(' ')[2]) - 1]
        named = plain(_before_remark(line))
        if fold(named) in names:
            said.append((note.place, named, line))
    said += [(f'the claim of {key}', key, body) for key, body in _claims_in_headings(live(text), prefixes)]
    for place, key, words_said in said:
        claimed = list(_claim(key, words_said, wikis))
        found += claimed
        undated |= {place} if WORD.search(live(words_said)) and not claimed else set()
    return found, [Problem(place, UNDATED) for place in sorted(undated)]


def update(text: str, title: str, found: Sequence[Standing], texts: Collection[str], say: Say) -> str:
    """Return the page with its table of gaps brought up to date, what people wrote in it kept.

    `title` is that of the page, on which claims are made, `texts` are the languages in which there is a text
    to copy.
    Raises BrokenMarkers where the markers are missing or broken.
    """
    inside = render(found, title, texts, _claim_cells(text), _rows_of_people(text), say)
    return wikitext.replace_region(text, REGION, inside)


def update_texts(text: str, messages: Mapping[str, Message], found: Sequence[Standing], say: Say) -> str:
    """Return the page with the texts to copy brought up to date, in the languages that have a gap."""
    if wikitext.region(text, TEXTS) is None:
        return text
    return wikitext.replace_region(text, TEXTS, render_texts(messages, found, say))


def new_page(campaign: str, say: Say) -> str:
    """Return the text of a new page of gaps, its regions still empty."""
    return '\n'.join(
        [
            say('gaps-lead', campaign=f'[[:{campaign}]]'),
            '',
            wikitext.new_region(REGION, ''),
            '',
            f'== {say("heading-claims")} ==',
            say('claims-lead'),
            '',
            f'== {say("heading-texts")} ==',
            wikitext.new_region(TEXTS, ''),
        ]
    )


def render(
    found: Sequence[Standing],
    title: str,
    texts: Collection[str],
    cells: Mapping[str, str],
    people: Sequence[str],
    say: Say,
) -> str:
    """Return the inside of the region: a sentence with the sum, then the table, heaviest gap first.

    Where there is no gap a sentence says so instead of the table.
    """
    unit = found[0].spot.unit if found else 'editors'
    weighed = any(one.spot.weight for one in found)
    header = ('place', 'language', *([unit] if weighed else []), 'state', 'claim')
    rows: list[Sequence[Content] | Markup] = []
    shown = {one.spot.key for one in found if one.gap or one.state is GapState.DECLINED}
    for one in found:
        cell = cells.get(one.spot.key, '')
        if one.spot.key in shown or cell:
            rows.append(_row(one, cell, texts, say, title=title, weighed=weighed))
    lost = [key for key in cells if key not in {one.spot.key for one in found}]
    empty = [''] * (len(header) - 2)
    rows += [(_named(key, wikitext.escape(key)), *empty, Markup(cells[key])) for key in lost]
    rows += [Markup(row.rstrip('\n')) for row in people]
    if not rows:
        return ' '.join([*sums(found, say), say('no-gaps')])
    table = wikitable.render(
        _heads(header, unit, [one.spot.place.host for one in found if one.spot.key in shown], say),
        rows,
        caption=say('gaps-caption' if weighed else 'gaps-caption-unweighed'),
        classes=['sortable', 'plainlinks', 'outreach-gaps', *([] if weighed else [UNWEIGHED])],
        style=STYLE,
        named=True,
        scrolls=True,
    )
    return '\n'.join([' '.join(sums(found, say)), table])


def _heads(names: Sequence[str], unit: str, hosts: Collection[str], say: Say) -> list[Markup]:
    """Return the header cells; the table is sorted by its weights, which are in this unit.

    Below the first one these hosts stand.
    """
    below = {
        'place': [part for host in hosts for part in parts(host)],
        'state': [say(f'gap-{state.value}') for state in SIGNS],
        'claim': [say('claim-it')],
    }
    on_desk = {'place': [host for host in hosts if len(host) <= WHOLE_ON_DESK]}
    return [
        head_cell(
            say(f'gaps-{name}'), below.get(name, ()), on_desk=on_desk.get(name, ()), sortable=name == unit
        )
        for name in names
    ]


def sums(found: Sequence[Standing], say: Say) -> list[str]:
    """Return how many spots have an announcement, and their share of the weight where there are weights."""
    announced, total, weighted = share(found)
    sentences = [say('gaps-sum', announced=announced, total=total)]
    if weighted is not None:
        sentences.append(say(f'share-{found[0].spot.unit}', percent=f'{100 * weighted:.1f}'))
    return sentences


def render_texts(messages: Mapping[str, Message], found: Sequence[Standing], say: Say) -> str:
    """Return the announcement in each language that has a gap and a text, as wikitext to copy."""
    wanted = {one.spot.language for one in found if one.gap}
    lines: list[str] = []
    for language in sorted(wanted & messages.keys()):
        message = messages[language]
        copy = to_all(f'== {message.subject} ==\n{message.body}')
        lines += [
            f'=== {language} ===',
            f'<span id="text-{language}"></span>{say("copy", page=f"[[:{message.title}]]")}',
            f'<pre lang="{language}" dir="auto">\n{html_escape(copy, quote=False)}\n</pre>',
        ]
    return '\n'.join(lines) or f"''{say('no-texts')}''"


def state_text(one: Standing, say: Say) -> str:
    """Return in words how a spot stands, with its sign; and whether people there were written to."""
    told = _state_text(one, say)
    if not one.asked or one.state in (GapState.ANNOUNCED, GapState.ASKED):
        return told
    return f'{told}; {SIGNS[GapState.ASKED][0]} {say("gap-asked")}'


def _state_text(one: Standing, say: Say) -> str:
    word = say(f'gap-{one.state.value}')
    sign = SIGNS[one.state][0]
    if one.state is GapState.CLAIMED and one.until:
        by = wikitext.escape(one.by)
        return f'{sign} {say("gap-claimed-by", user=f"[[User:{by}|{by}]]", until=_day(one.until))}'
    if one.lapsed:
        by = wikitext.escape(one.lapsed.by)
        return f'{sign} {word}; {say("gap-lapsed", user=f"[[User:{by}|{by}]]", day=_day(one.lapsed.day))}'
    return f'{sign} {word} {_day(one.day) if one.day else ""}'.strip()


def _day(day: date | str) -> str:
    """Return a day that is neither wrapped nor turned around in a text from right to left."""
    return f'<span dir="ltr" style="white-space: nowrap;">{day}</span>'


def _named(key: str, label: str) -> Markup:
    """Return the first cell of a row of ours, with the key by which it is known again."""
    return Markup(f'<!-- id:gap {key} --> {label}')


def _row(
    one: Standing, cell: str, texts: Collection[str], say: Say, *, title: str, weighed: bool
) -> tuple[Content, ...]:
    spot = one.spot
    label = spot.place.cell if spot.place != NOWHERE else wikitext.escape(spot.label)
    if spot.post != NOWHERE:
        # so far apart that a finger finds either (https://www.w3.org/TR/WCAG22/#target-size-minimum)
        apart = 'style="margin-block-start: 0.4em;"'
        label = f'{label}<div {apart}><small>{say("gaps-post", page=spot.post.link)}</small></div>'
    copy = f'[[#text-{spot.language}|{spot.language}]]' if spot.language in texts else spot.language
    link = ''
    if one.state in FREE:
        form = editlinks.claim(title, f'{say("claim-heading")} {spot.key}')
        link = f'{CLAIM}[{form} {say("claim-it")}]{CLAIM_END}'
    return (
        _named(spot.key, label),
        Markup(copy),
        *([spot.weight or ''] if weighed else []),
        Markup(state_text(one, say), f'style="{colours.behind_text(SIGNS[one.state][1])}"'),
        Markup(' '.join(part for part in ((cell, link) if '|' in cell else (link, cell)) if part)),
    )


def _claim_cells(text: str) -> dict[str, str]:
    """Return what people wrote in the last cell of our rows, by key of the spot."""
    cells: dict[str, str] = {}
    for row_text, last in _rows(text):
        mark = ID.search(row_text)
        if mark and mark[1].startswith('gap '):
            written = _without_link(last)
            if written:
                cells[mark[1].removeprefix('gap ')] = written
    return cells


def _without_link(cell: str) -> str:
    """Return a cell without the link of ours by which one claims; all else in it is of people."""
    parts: list[str] = []
    rest = cell
    while True:
        before, _, inside = rest.partition(CLAIM)
        _, closed, after = inside.partition(CLAIM_END)
        if not closed:
            return ''.join([*parts, rest]).strip()
        parts.append(before)
        rest = after


def _before_remark(line: str) -> str:
    """Return what an item of a list names: up to a remark, a link or the signature."""
    item = line.lstrip('*#: \t')
    remark = REMARK.search(item, 1)
    return (item[: remark.start()] if remark else item).strip()


def _rows_of_people(text: str) -> list[str]:
    """Return the rows of the table that are not ours, as they stand; the header is ours."""
    rows = [row_text for row_text, _ in _rows(text)]
    return [row for row in rows[1:] if not ID.search(row) and row.strip().strip('|-').strip()]


def _rows(text: str) -> Iterator[tuple[str, str]]:
    """Return each row of the table of gaps with its last cell as written; none where there is no table."""
    region = wikitext.region(text, REGION)
    table = find_table(text, *region) if region else None
    opening = text[table.start :].partition('\n')[0] if table else ''
    columns = COLUMNS - 1 if UNWEIGHED in opening else COLUMNS
    for row in table.rows if table else ():
        # what people split into further cells is theirs too
        last = row.cells[:columns][-1:]
        written = text[last[0].begin : row.cells[-1].end] if last else ''
        yield text[row.start : row.end], written


def _claims_in_headings(text: str, prefixes: Collection[str]) -> Iterator[tuple[str, str]]:
    """Return the claims that stand as sections of their own, `== Claim: sv.wikipedia.org ==`: of what, and
    what is said there.
    """
    visible = mask(text)
    found = list(headings(visible, MASKED))
    ends = [*(later.start for later in found[1:]), len(text)]
    for heading, end in zip(found, ends, strict=False):
        title = plain(text[heading.title_start : heading.title_end])
        for prefix in prefixes:
            if fold(title).startswith(fold(prefix)):
                yield title[len(prefix) :].strip(), text[heading.end : end]
                break


def _claim(key: str, text: str, wikis: Wikis) -> Iterator[GapClaim]:
    signed = signature(live(text), wikis.resolver, wikis.months)
    if signed and signed.day:
        yield GapClaim(key, None, signed.name, signed.day)
