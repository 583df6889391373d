"""What is left to do about sends that were checked: who can be tried again, and what to run next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from outreach.lists.entries import Target
from outreach.sends.delivery import Reaction, Result, State, may_go_better
from outreach.sends.sendpage import SendPage, SendState, so_many
from outreach.sends.tracing import QUIET

Results = Mapping[str, Sequence[Result]]
# by whether it was a test, and target
Ends = dict[tuple[bool, Target], Result]


def ends(pages: Sequence[SendPage], results: Results) -> Ends:
    """Give what became of each target in the end, over all sends; the sends of tests count apart."""
    found: Ends = {}
    for page in pages:
        for one in results.get(page.title, ()):
            known = found.get((page.is_test, one.target))
            if known is None or known.state is not State.DELIVERED:
                found[page.is_test, one.target] = one
    return found


def passing(page: SendPage, results: Sequence[Result], pages: Sequence[SendPage]) -> list[Target]:
    """Give the targets of a page that failed for a reason that passes, unless another page took them up."""
    if any(one.follows == page.title for one in pages):
        return []
    return [one.target for one in results if may_go_better(one)]


def due(page: SendPage) -> datetime:
    """Give from when on a send can be taken up again: until then the job queue may try by itself."""
    return datetime.fromisoformat(page.sent.split()[0]) + QUIET


def next_steps(pages: Sequence[SendPage], results: Results, now: datetime, campaign: str) -> Iterator[str]:
    """Say what to do next, line by line. `pages` are all send pages of the campaign."""
    for page in pages:
        if page.state in (SendState.CLAIMED, SendState.UNKNOWN):
            yield f'{page.title} is {page.state.value}: send_message -recheck settles it'
        if page.state is SendState.REQUESTED:
            yield f'{page.title} is requested: once somebody has sent it, send_message -recheck settles it'
    every = [one for some in results.values() for one in some]
    open_ = Counter(
        due(page) <= now
        for page in pages
        for one in results.get(page.title, ())
        if one.state is State.UNKNOWN
    )
    if open_[False]:
        yield f'{so_many(open_[False])} not settled yet: run this again in some minutes, or with -wait:10.'
    if open_[True]:
        yield (
            f'{so_many(open_[True])} without a trace an hour after the send: the job queue of their wiki '
            f'stands still, or lost them. Look at their pages; nothing is sent to them again by itself.'
        )
    for page in pages:
        again = passing(page, results.get(page.title, ()), pages)
        if again:
            when = 'now' if due(page) <= now else f'from {due(page):%H:%M} UTC on'
            failed = f'{so_many(len(again))} of {page.title} failed for reasons that pass'
            yield f'{failed}: -again takes them up {when}.'
    answered = sum(one.reaction is Reaction.ANSWERED for one in every)
    if answered:
        yield f'{answered} wrote back and may wait for an answer: -replies lists them on {campaign}/Replies.'
    if results and not open_[False]:
        yield f'Next: pwb send_message -campaign:{campaign} sends what is left, if anything is;'
        yield f'      pwb log_promotion -campaign:{campaign} puts it into the public log.'
