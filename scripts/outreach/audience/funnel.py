"""The funnel: how many were left after each rule, and how many each reason took away.

It is shown on the terminal, published as a table with bars, and read back from that table by others:
the wiki keeps the figures. The figures stand in `data-…` attributes of the rows, so that the words in
the cells may be in any language.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from outreach import colours
from outreach.doubts import Doubt, everybody_out
from outreach.phrases import Say
from outreach.wikitable import Markup, number, render, render_row
from outreach.wikitext import BrokenMarkers

# the region of a page that holds it
REGION = 'funnel'
CLASS = 'outreach-funnel'
ROW = re.compile(
    r'\|- data-step="([a-z-]{1,99})" data-left="([0-9]{1,12})" data-dropped="([a-z0-9:;-]{0,9999})"'
)
# no rule chose them: how many people put on the list, and the list with them
BY_PEOPLE = ('by-people', 'on-list')
CONTACTED = 'contacted'
PAIR = re.compile(r'([a-z-]{1,99}):([0-9]{1,12})')
WORD = re.compile(r'[a-z]+(-[a-z]+)*')


@dataclass(frozen=True)
class FunnelStep:
    """What one rule left: `name` of the rule, how many are `left`, how many it took and why."""

    name: str
    left: int
    dropped: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        bad = [word for word in (self.name, *self.dropped) if not WORD.fullmatch(word)]
        if bad:
            raise ValueError(f'must be small letters and hyphens: {bad[0]!r}')
        if self.left < 0 or min(self.dropped.values(), default=0) < 0:
            raise ValueError(f'a number of people cannot be negative: {self.name!r}')


@dataclass(frozen=True)
class Funnel:
    """All steps, the first with the most."""

    steps: tuple[FunnelStep, ...]

    def left(self, name: str) -> int | None:
        """Return how many were left after the step of that name; None where there is no such step."""
        return next((step.left for step in self.steps if step.name == name), None)


def with_people(funnel: Funnel, on_list: int) -> Funnel:
    """Return the funnel with those on the list whom no rule chose, so that its figures add up to the list."""
    chosen = funnel.left('listed')
    if chosen is None or on_list <= chosen:
        return funnel
    counts = (on_list - chosen, on_list)
    return Funnel((*funnel.steps, *(FunnelStep(*step) for step in zip(BY_PEOPLE, counts, strict=True))))


def to_json(funnel: Funnel) -> str:
    """Return the funnel as JSON: a list of {name, left, dropped}."""
    steps = [
        {'name': step.name, 'left': step.left, 'dropped': dict(sorted(step.dropped.items()))}
        for step in funnel.steps
    ]
    return json.dumps(steps, indent=1)


def from_wikitext(text: str) -> Funnel:
    """Read the funnel back from a text that holds `render_wikitext`'s table; empty where there is none.

    Raises BrokenMarkers where a row of it begins otherwise than `render_wikitext` begins one.
    """
    steps = []
    ours = False
    for place, line in enumerate(text.split('\n'), 1):
        ours = CLASS in line if line.startswith('{|') else ours and not line.startswith('|}')
        if ours and line.startswith('|-'):
            step = _step(line)
            if step is None:
                raise BrokenMarkers('this row is not one that build_targets writes; undo that edit', place)
            steps.append(step)
    return Funnel(tuple(steps))


def changed_figures(before: str, after: str) -> str:
    """Return in words which figures become others between two texts of a page; '' for none.

    `editors 297 → 301, listed 58`: what was not there before has no arrow. Of a spoilt table nothing is said.
    """
    try:
        old, new = from_wikitext(before), from_wikitext(after)
    except BrokenMarkers:
        return ''
    changed = [(step, was) for step in new.steps if (was := old.left(step.name)) != step.left]
    return ', '.join(
        f'{step.name} {step.left:,}' if was is None else f'{step.name} {was:,} → {step.left:,}'
        for step, was in changed
    )


def _step(line: str) -> FunnelStep | None:
    """Return the step whose row begins with this line; None where no row of ours does."""
    found = ROW.fullmatch(line)
    if not found:
        return None
    pairs = [PAIR.fullmatch(one) for one in found[3].split(';')]
    try:
        step = FunnelStep(found[1], int(found[2]), {one[1]: int(one[2]) for one in pairs if one})
    except ValueError:
        return None
    return step if line == f'|- {_attributes(step)}' else None


def render_wikitext(funnel: Funnel, say: Say) -> str:
    """Return a table with bars of the pages and one of the people: one row a step.

    A bar is as long as its share of the longest of its table. `say` gives the words: the captions
    `funnel-caption-pages` and `-editors` (without pages `-people`), `funnel-step`, `funnel-pages`,
    `funnel-people`, `dropped`, `step-<name>`, `reason-<reason>`. Bars are percentages in logical directions,
    so that the picture holds on a narrow screen and from right to left.
    """
    tables: list[str] = []
    for of_pages, steps in groupby(funnel.steps, _counts_pages):
        people = 'funnel-caption-editors' if tables else 'funnel-caption-people'
        caption = 'funnel-caption-pages' if of_pages else people
        tables.append(_table(list(steps), say, caption, of_pages=of_pages))
    return '\n\n'.join(tables)


def _table(steps: Sequence[FunnelStep], say: Say, caption: str, *, of_pages: bool) -> str:
    """Return the table of steps that count the same."""
    longest = max(1, *(step.left for step in steps))
    return render(
        [say('funnel-step'), say('funnel-pages' if of_pages else 'funnel-people')],
        [_row(step, 100 * step.left / longest, say) for step in steps],
        caption=say(caption),
        classes=[CLASS],
        style='inline-size: 100%; max-inline-size: 40em;',
    )


def render_text(funnel: Funnel) -> str:
    """Return the funnel for the terminal, in plain English."""
    width = max(len(f'{step.left:,}') for step in funnel.steps)
    lines = []
    for step in funnel.steps:
        reasons = ', '.join(
            f'{count:,} {reason.replace("-", " ")}' for reason, count in _ordered(step) if count
        )
        lines.append(f'{step.left:>{width + 2},}  {step.name}' + (f'  (out: {reasons})' if reasons else ''))
    if any(step.dropped.get(CONTACTED) for step in funnel.steps):
        lines.append(
            f'  {CONTACTED}: on the list of another send lately; -explain:NAME says of which, and when'
        )
    return '\n'.join(lines)


def _row(step: FunnelStep, percent: float, say: Say) -> Markup:
    out = '<br />'.join(
        say('dropped', count=count, reason=say(f'reason-{reason}', count=count))
        for reason, count in _ordered(step)
        if count
    )
    reasons = f'<div style="font-weight: normal; font-size: 90%">{out}</div>' if out else ''
    name = Markup(f'{say(f"step-{step.name}")}{colours.bar(percent)}{reasons}')
    return Markup(render_row([name, number(step.left)], attributes=_attributes(step), named=True))


def _attributes(step: FunnelStep) -> str:
    dropped = ';'.join(f'{reason}:{count}' for reason, count in _ordered(step))
    return f'data-step="{step.name}" data-left="{step.left}" data-dropped="{dropped}"'


def _ordered(step: FunnelStep) -> list[tuple[str, int]]:
    return sorted(step.dropped.items(), key=lambda item: (-item[1], item[0]))


def _counts_pages(step: FunnelStep) -> bool:
    """Whether a step counts pages rather than people: their bars are not compared."""
    return step.name in ('articles', 'pages', 'changed-pages')


def everybody_fell_out(funnel: Funnel) -> list[Doubt]:
    """Return the doubts about steps at which everybody who was left fell out for one reason."""
    doubts: list[Doubt] = []
    for step in funnel.steps:
        reasons = [reason for reason, count in step.dropped.items() if count]
        if len(reasons) == 1:
            why = reasons[0].replace('-', ' ')
            doubts += everybody_out(f'the funnel, {step.name}', step.dropped[reasons[0]], step.left, why)
    return doubts
