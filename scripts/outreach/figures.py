"""The figures of a campaign as a table for its learning pattern: they change only when the data did."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from outreach.delivery import State
from outreach.funnel import Funnel
from outreach.ledger import Reach, Send, reach

Say = Callable[..., str]


@dataclass(frozen=True)
class Figure:
    """One figure: a key that stays the same in every language, its label and its value."""

    key: str
    label: str
    value: int


def of_campaign(funnel: Funnel, sends: Sequence[Send], say: Say, step: Callable[[str], str]) -> list[Figure]:
    """Give the figures of a campaign in the order in which it went; `step` names a step of the funnel."""
    figures = [Figure(f'funnel-{one.name}', step(one.name), one.left) for one in funnel.steps]
    total = reach(sends)
    if total.sends:
        figures += [
            Figure('sends', say('figure-sends'), total.sends),
            Figure('targets', say('figure-targets'), total.targets),
            *_by_state(total, say),
            Figure('languages', say('figure-languages'), len(total.languages)),
            Figure('wikis', say('figure-wikis'), len(total.wikis)),
        ]
    return figures


def render(figures: Sequence[Figure], say: Say) -> str:
    """Give the table of the figures, one row each with a bar; a sentence where there are none yet."""
    if not figures:
        return f"''{say('no-figures')}''"
    lines = ['{| class="wikitable outreach-figures"', f'|+ {say("figures-caption")}']
    for figure in figures:
        lines += [
            f'|- data-figure="{figure.key}" data-value="{figure.value}"',
            f'! scope="row" style="text-align: start;" | {figure.label}',
            f'| style="text-align: end;" | {{{{formatnum:{figure.value}}}}}',
        ]
    return '\n'.join([*lines, '|}'])


def _by_state(total: Reach, say: Say) -> list[Figure]:
    """Give how many targets came to each end, delivery first, then by how often."""
    order = sorted(
        total.states.items(),
        key=lambda item: (item[0] is not State.DELIVERED, -item[1], item[0].value),
    )
    return [
        Figure(key, say(f'figure-{key}'), count)
        for state, count in order
        if count and (key := state.value.replace(' ', '-'))
    ]
