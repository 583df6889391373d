"""What check_delivery says about sends on the terminal."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from outreach.lists.entries import Target
from outreach.sends import reactions
from outreach.sends.followup import Ends
from outreach.sends.results import Reaction, Result, State, in_words
from outreach.sends.sendpage import SendPage
from outreach.words import so_many

NAMED = 5


def result_lines(
    pages: Sequence[SendPage],
    results: Mapping[str, Sequence[Result]],
    final: Ends,
    doubles: Collection[Target],
) -> Iterator[str]:
    """Return what became of each send, and name everybody who got the message twice, or by no send."""
    for page in pages:
        yield from _of_send(page, results[page.title], final)
    for target in sorted(doubles):
        yield f'  got the message more than once: {target}'


def _of_send(page: SendPage, results: Sequence[Result], final: Ends) -> Iterator[str]:
    said = _counted(list(State), [one.state for one in results])
    yield f'{page.title}: {so_many(len(page.targets))}: {said}.'
    since = _counted(reactions.ORDER, [one.reaction for one in results])
    if since:
        yield f'  since then {since}'
    later, open_ = 0, 0
    for one in results:
        if one.reaction is not Reaction.NONE:
            yield f'  {one.reaction.value}: {one.target}'
        if one.astray:
            yield f'  came to somebody else: {one.target} (at {one.place.page})'
        if one.state is State.DELIVERED:
            continue
        later += final[page.kind, one.target].state is State.DELIVERED
        open_ += one.state is State.UNKNOWN
        words = in_words(one)
        if final[page.kind, one.target] is one and (one.state is not State.UNKNOWN or open_ <= NAMED):
            yield f'  {one.state.value}: {one.target}{f" ({words})" if words else ""}'
    if open_ > NAMED:
        yield f'  … and {open_ - NAMED:,} more of which nothing is known yet'
    if later:
        yield f'  {so_many(later)} got it by a later send'


def _counted(kinds: Sequence[State | Reaction], of: Sequence[State | Reaction]) -> str:
    return ', '.join(f'{of.count(one)} {one.value}' for one in kinds if one in of)
