"""The figures of a campaign as a table for its learning pattern: they change only when the data did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from outreach import digits, navigation, wikitable
from outreach.audience.funnel import BY_PEOPLE, Funnel
from outreach.phrases import Say
from outreach.sends.results import Reaction, State
from outreach.sends.sendsummary import Reach, Send, answered, reach
from outreach.wikitable import Markup, render_row

PAGE_STEPS = frozenset({'articles', 'pages', 'changed-pages'})
MEASURED = ('asked-counted', 'asked-did', 'held-counted', 'held-did', 'sign-ups')
TROUBLE = frozenset({State.OPTED_OUT, State.NO_SUCH_USER, State.WRONG_NAMESPACE, State.FAILED, State.DROPPED})
MINDED = (Reaction.REVERTED, Reaction.BLANKED, Reaction.OPTED_OUT)


@dataclass(frozen=True)
class Figure:
    """One figure: a key that stays the same in every language, its label and its value."""

    key: str
    label: str
    value: int


def of_campaign(funnel: Funnel, sends: Sequence[Send], say: Say, step: Callable[[str], str]) -> list[Figure]:
    """Return the figures of a campaign in the order in which it went; `step` names a step of the funnel."""
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
        replied = answered(sends)
        figures += [Figure('answered', say('figure-answered'), replied)] if replied else []
    return figures


def of_measures(published: Mapping[str, str], say: Say) -> list[Figure]:
    """Return what was measured of the campaign, as its page of measures publishes it by key."""
    return [
        Figure(f'measured-{key}', say(f'figure-measured-{key}'), digits.number(published[key]))
        for key in MEASURED
        if digits.are_number(published.get(key, ''))
    ]


def render(figures: Sequence[Figure], sentence: str, campaign: str, say: Say) -> str:
    """Return a sentence and the table of the figures, one row each; a remark where there are none yet.

    Its caption leads to the page of the campaign.
    """
    if not figures:
        return f"''{say('no-figures')}''"
    rows = []
    group = ''
    for figure in figures:
        if group != _group(figure):
            group = _group(figure)
            rows.append(Markup(f'|-\n! scope="rowgroup" colspan="2" | {say(f"group-{group}")}'))
        value = Markup(f'{{{{formatnum:{figure.value}}}}}', 'style="text-align: end;"')
        attributes = f'data-figure="{figure.key}" data-value="{figure.value}"'
        rows.append(Markup(render_row([Markup(figure.label), value], attributes=attributes, named=True)))
    caption = Markup(navigation.link(campaign, say('figures-caption')))
    table = wikitable.render((), rows, caption=caption, classes=['outreach-figures'])
    return f'{sentence}\n{table}' if sentence else table


def _group(figure: Figure) -> str:
    """Return to which part of a campaign a figure belongs: whom it asked, what arrived, what came of it."""
    if figure.key.startswith('funnel-'):
        return 'asked'
    return 'answered' if figure.key == 'answered' or figure.key.startswith('measured-') else 'delivered'


def narrowing(funnel: Funnel, say: Say) -> str:
    """Return a sentence that says from how many to how many people the funnel led; '' where it did not."""
    people = [one.left for one in funnel.steps if one.name not in (*PAGE_STEPS, *BY_PEOPLE)]
    if len(people) < 2 or people[0] <= people[-1]:
        return ''
    first, last = (f'{{{{formatnum:{number}}}}}' for number in (people[0], people[-1]))
    return say('funnel-sentence', first=first, last=last)


def trouble(sends: Sequence[Send], say: Say) -> str:
    """Return as a list what went wrong: how many were not reached and why, and who minded."""
    counted: Counter[str] = Counter()
    for state, count in reach(sends).states.items():
        if state in TROUBLE:
            counted[state.value.replace(' ', '-')] = count
    for result in (result for send in sends for result in send.results):
        if result.reaction in MINDED:
            counted[result.reaction.name.lower().replace('_', '-') + '-since'] += 1
    order = sorted((+counted).items(), key=lambda item: (-item[1], item[0]))
    lines = [f'* {say(f"trouble-{key}", count=count)}' for key, count in order]
    return '\n'.join(lines) or f"* ''{say('no-trouble')}''"


def _by_state(total: Reach, say: Say) -> list[Figure]:
    """Return how many targets came to each end, delivery first, then by how often."""
    order = sorted(
        total.states.items(),
        key=lambda item: (item[0] is not State.DELIVERED, -item[1], item[0].value),
    )
    return [
        Figure(key, say(f'figure-{key}'), count)
        for state, count in order
        if count and (key := state.value.replace(' ', '-'))
    ]
