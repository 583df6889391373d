"""What is left to do about sends that were checked: who can be tried again, and what to run next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from outreach.lists.entries import Target
from outreach.sends.results import Reaction, Result, State, may_go_better
from outreach.sends.sendpage import CORRECTION, SendPage
from outreach.sends.sendplan import current_wave
from outreach.sends.sendstate import SendState
from outreach.sends.tracing import QUIET
from outreach.words import so_many

# A job that failed is tried three times, each an hour after the last (includes/MainConfigSchema.php,
# JobTypeConf: claimTTL 3600; JobQueueDB: maxTries 3).
RETRIES = timedelta(hours=4)
Results = Mapping[str, Sequence[Result]]
# by sort of send (`SendPage.kind`) and target
Ends = dict[tuple[str, Target], Result]


def ends(pages: Sequence[SendPage], results: Results) -> Ends:
    """Return what became of each target in the end, over all sends; tests and corrections count apart."""
    found: Ends = {}
    for page in pages:
        for one in results.get(page.title, ()):
            known = found.get((page.kind, one.target))
            if known is None or known.state is not State.DELIVERED:
                found[page.kind, one.target] = one
    return found


def doubles(pages: Sequence[SendPage], results: Results) -> set[Target]:
    """Return who got the message more than once: copies of one send, several sends, or those of others
    whose pages lead to theirs.

    Tests come in every language, and a correction is another message.
    """
    came: Counter[tuple[str, Target]] = Counter()
    for page in pages:
        there: dict[Target, list[int]] = {}
        for one in results.get(page.title, ()):
            if one.state is State.DELIVERED and not page.is_test:
                there.setdefault(one.place, []).append(one.copies)
        for target, copies in there.items():
            came[page.kind, target] += max(len(copies), *copies)
    return {target for (_, target), count in came.items() if count > 1}


def passing(page: SendPage, results: Sequence[Result], pages: Sequence[SendPage]) -> list[Target]:
    """Return the targets of a page that failed for a reason that passes; no other page tries them again."""
    others = tried_again(page, pages)
    return [one.target for one in results if may_go_better(one) and one.target not in others]


def tried_again(page: SendPage, pages: Sequence[SendPage]) -> set[Target]:
    """Return the targets of a page that other pages try again; what was cancelled tries nobody."""
    return {
        target
        for one in pages
        if one.follows == page.title and one.state is not SendState.CANCELLED
        for target in one.targets
    }


def due(page: SendPage, results: Sequence[Result]) -> datetime:
    """Return from when on failures can be tried again: until then the job queue may try by itself."""
    failed = [one.failed_at for one in results if may_go_better(one) and one.failed_at]
    return max([*(one.time for one in page.every_send), *failed]) + RETRIES


def next_steps(
    pages: Sequence[SendPage], results: Results, now: datetime, title: str, option: str, waves: int, why: str
) -> Iterator[str]:
    """Return what to do next, line by line.

    `pages` are all send pages of the campaign of this `title`, which has so many `waves`; by `option` a
    command finds them, `why` is why the next wave waits.
    """
    for page in pages:
        if page.state in (SendState.CLAIMED, SendState.UNKNOWN):
            yield f'{page.title} is {page.state.value}: send_message -recheck settles it'
        if page.state is SendState.REQUESTED:
            yield f'{page.title} is requested: once somebody has sent it, send_message -recheck settles it'
    every = [one for some in results.values() for one in some]
    open_ = Counter(
        max(sent.time for sent in page.every_send) + QUIET <= now
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
            from_ = due(page, results[page.title])
            when = 'now' if from_ <= now else f'from {from_:%H:%M} UTC on'
            failed = f'{so_many(len(again))} of {page.title} failed for reasons that pass'
            by = 'send_message -correction' if page.kind == CORRECTION else '-again'
            yield f'{failed}: {by} tries them again {when}.'
    answered = sum(one.reaction is Reaction.ANSWERED for one in every)
    if answered:
        yield f'{answered} wrote back and may wait for an answer: -replies lists them on {title}/Replies.'
    if results and not open_[False]:
        yield from _commands(pages, [page for page in pages if page.title in results], option, waves, why)


def _commands(
    pages: Sequence[SendPage], checked: Sequence[SendPage], option: str, waves: int, why: str
) -> Iterator[str]:
    """Return which command comes next, after tests, after messages, or after both."""
    messages = [page for page in checked if not page.is_test]
    sent = {page.message for page in messages}
    if any(page.is_test and page.message not in sent for page in checked):
        yield f'Next: look at the tests; if they are right, pwb send_message {option} -approve.'
    if not messages:
        return
    planned = [page for page in pages if page.state is SendState.PLANNED and not page.kind]
    wave, _new = current_wave(pages)
    if why and (planned or wave <= waves):
        yield f'Nothing is sent yet: {why}. Next:'
    elif planned:
        count = sum(len(page.targets) for page in planned)
        yield f'Next: pwb send_message {option} goes on with what is planned ({so_many(count)});'
    elif wave <= waves:
        yield f'Next: pwb send_message {option} makes the plan of wave {wave} of {waves};'
    else:
        yield f'All waves were sent. Next: pwb send_message {option} asks who came onto the list since;'
    yield f'      pwb log_promotion {option} puts it into the public log.'
