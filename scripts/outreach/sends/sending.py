"""One send, at most once: claim the send page, look into the log, one POST, look into the log again.

`action=massmessage` has no idempotency (https://www.mediawiki.org/wiki/Extension:MassMessage/API): asked
twice it sends twice. So a send happens only from the one revision of the send page in which it is
claimed, and the claim is a compare-and-swap. Where an answer is lost the send log decides; where the
log cannot tell, the targets are hidden again, and nothing is sent until somebody says so.

Every step reads the page as trusted accounts saved it, and writes it whole: what somebody else put on
it meanwhile is neither believed nor kept. What the wiki itself sees on the claimed page is asked as
the last thing before the POST, and must be what was planned.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from outreach.lists import listpages
from outreach.lists.entries import Target
from outreach.problems import Ambiguous, EditConflict, Stopped, WikiError
from outreach.sends import believed, logged, sendpage
from outreach.sends.believed import Believed, PageWords
from outreach.sends.logged import LoggedSend
from outreach.sends.sendpage import FORMAT, SendPage
from outreach.sends.sendstate import Removed, SendState
from outreach.trust import RIGHT, Trust
from outreach.words import as_typed, counted, named, so_many

# how long a request that the server was working on may need to reach the log, in seconds
SETTLE = 2.0
NOBODY_LEFT = 'everybody on it was removed since it was planned'


@dataclass(frozen=True)
class SendOutcome:
    """How a send page stands after something was done about it, in words for the operator.

    `refused` says that the send was not made, or not as planned, for a reason that the operator has to
    look at; `waits` that it waits for somebody else.
    """

    title: str
    state: SendState
    text: str
    targets: int = 0
    refused: bool = False
    waits: bool = False


def code_of(outcomes: Sequence[SendOutcome]) -> int:
    """Return the exit code: 1 where something was refused or is unknown, 3 where it waits for somebody."""
    open_states = (SendState.UNKNOWN, SendState.CLAIMED)
    if any(one.refused or one.state in open_states for one in outcomes):
        return 1
    return 3 if any(one.waits for one in outcomes) else 0


def send(
    trust: Trust,
    title: str,
    body: str,
    removed: Sequence[Removed],
    mark: str,
    words: PageWords,
    objection: Callable[[SendPage], str],
) -> SendOutcome:
    """Send what a planned send page says, at most once.

    `body` is the text of the message; it must give the page's digest. `removed` are the targets that
    must not be sent to any more. `mark` tells this run from every other. `objection` is asked after the
    claim and returns a reason not to send, or ''. Raises Stopped where nothing more may be done.
    """
    wiki = trust.wiki
    if RIGHT not in wiki.rights():
        raise Stopped(f'{wiki.user_name} has lost the right to send messages on {wiki.host}')
    planned = believed.read(trust, title)
    refusal = _why_not(title, planned, body)
    if refusal or planned is None:
        return refusal or SendOutcome(title, SendState.UNKNOWN, 'is gone', refused=True)
    wanted = left_off(planned.page, removed)
    if not wanted.targets:
        return cancel(trust, title, words, NOBODY_LEFT)
    claimed = _claim(trust, planned, replace(wanted.becomes(SendState.CLAIMED), claim=mark), words)
    if isinstance(claimed, SendOutcome):
        return claimed
    entries = logged.of_page(trust, title)
    if any(entry.live for entry in entries):
        return _settle(trust, title, entries, words)
    reason = objection(claimed.page) or _seen_otherwise(trust, claimed)
    if reason:
        _release(trust, claimed.page, words, reason)
        return SendOutcome(title, SendState.PLANNED, f'was not sent: {reason}', refused=True)
    return _post(trust, claimed, body, words)


def _why_not(title: str, now: Believed | None, body: str) -> SendOutcome | None:
    """Return why a page can be neither sent nor opened for others; None where it can."""
    if now is None:
        text = 'there is no such send page that a trusted account wrote'
        return SendOutcome(title, SendState.UNKNOWN, text, refused=True)
    page = now.page
    if page.state is not SendState.PLANNED:
        return SendOutcome(title, page.state, f'is {page.state.value} already')
    if page.format < FORMAT:
        text = 'was planned by version 0.1, which did not pin all that decides a send; -replan plans it anew'
        return SendOutcome(title, page.state, text, refused=True)
    if page.digest != sendpage.digest_of(page, body):
        text = 'does not hold what was planned any more: the text was changed; -replan'
        return SendOutcome(title, page.state, text, refused=True)
    return None


def left_off(page: SendPage, removed: Sequence[Removed]) -> SendPage:
    """Return a page without those of its targets that were removed, which it names with the reason."""
    off = [one for one in removed if one.target in page.targets]
    gone = {one.target for one in off}
    kept = tuple(one for one in page.targets if one not in gone)
    removed_so_far = sorted({*page.removed, *off}, key=lambda one: one.target)
    return replace(page, targets=kept, removed=tuple(removed_so_far))


def _claim(trust: Trust, planned: Believed, wanted: SendPage, words: PageWords) -> Believed | SendOutcome:
    """Take the send page for this run; return it as claimed, or why not."""
    title = wanted.title
    try:
        saved = believed.save(trust.wiki, planned.latest, wanted, words)
    except EditConflict:
        return SendOutcome(title, SendState.CLAIMED, 'was taken or changed by somebody at this moment')
    except Ambiguous:
        saved = 0
    now = believed.read(trust, title)
    if now and now.page == wanted and not now.edited_by and saved in (0, now.revid):
        return now
    if now and (now.edited_by or now.page.claim == wanted.claim):
        # a save into which the wiki merged somebody's lines does not count, but its targets are open
        _release(trust, wanted, words, 'edited while it was being claimed')
    text = 'could not be claimed; nothing was sent, run again'
    return SendOutcome(title, SendState.PLANNED, text, refused=True)


def _seen_otherwise(trust: Trust, claimed: Believed) -> str:
    """Return how what the wiki sees on a claimed page differs from the plan, or ''."""
    revid, seen = listpages.seen(trust.wiki, claimed.page.title)
    if revid != claimed.revid:
        return 'somebody edited the page after it was claimed'
    more, fewer = seen - set(claimed.page.targets), set(claimed.page.targets) - seen
    if more or fewer:
        return f'the wiki sees other targets than planned: {_named(more)} more, {_named(fewer)} fewer'
    return ''


def _named(targets: Collection[Target]) -> str:
    return f'{len(targets)} ({named(sorted(targets), 10)})' if targets else '0'


def _post(trust: Trust, claimed: Believed, body: str, words: PageWords) -> SendOutcome:
    """Make the one request of a claimed send page, and find out what came of it."""
    page, title = claimed.page, claimed.page.title
    try:
        reply = trust.wiki.post_once('massmessage', spamlist=title, subject=page.subject, message=body)
    except Stopped:
        _release(trust, page, words, '')
        raise
    except Ambiguous as error:
        # the log decides; where it has nothing the targets are hidden, and the send is unknown
        return recheck(trust, title, words, str(error))
    except WikiError as error:
        _release(trust, page, words, str(error))
        return SendOutcome(title, SendState.PLANNED, f'the wiki refused it: {error}', refused=True)
    count = int(reply['massmessage'].get('count', 0))
    try:
        outcome = _settle(trust, title, _wait_for_log(trust, title), words, claimed, count)
    except (Stopped, WikiError) as error:
        sent = counted(count, 'target')
        text = f'{title} went out to {sent}, and its page does not say so yet: -recheck settles it'
        raise Stopped(f'{text}. {error}') from error
    if outcome.state is SendState.SENT or count == 0:
        return outcome
    return replace(outcome, text=f'{outcome.text} (the wiki said that it queued {count})')


def open_for_others(
    trust: Trust, title: str, body: str, removed: Sequence[Removed], words: PageWords
) -> SendOutcome:
    """Expose the targets of a planned page, so that somebody who has the right can send to them."""
    planned = believed.read(trust, title)
    refusal = _why_not(title, planned, body)
    if refusal or planned is None:
        return refusal or SendOutcome(title, SendState.UNKNOWN, 'is gone', refused=True)
    wanted = left_off(planned.page, removed)
    if not wanted.targets:
        return cancel(trust, title, words, NOBODY_LEFT)
    try:
        saved = believed.save(trust.wiki, planned.latest, wanted.becomes(SendState.REQUESTED), words)
    except EditConflict:
        saved = 0
    if not saved:
        _release(trust, wanted.becomes(SendState.REQUESTED), words, '')
        return SendOutcome(title, SendState.PLANNED, 'was changed by somebody at this moment', refused=True)
    return SendOutcome(title, SendState.REQUESTED, 'is requested: its targets are open for whoever sends it')


def remove_leavers(trust: Trust, title: str, removed: Sequence[Removed], words: PageWords) -> SendOutcome:
    """Remove targets from a page that is planned or that others were asked to send; that stays open."""
    waits = (SendState.PLANNED, SendState.REQUESTED)
    page = believed.change(
        trust, title, words, lambda now: left_off(now, removed) if now.state in waits else None
    )
    if page and page.state in waits and not page.targets:
        return cancel(trust, title, words, NOBODY_LEFT)
    state = page.state if page else SendState.UNKNOWN
    names = ', '.join(str(one.target) for one in removed)
    return SendOutcome(title, state, f'is {state.value} without {names}')


def as_logged(trust: Trust, title: str, entries: Sequence[LoggedSend], words: PageWords) -> SendOutcome:
    """Settle a send page by entries of the log that show that it was sent, under whatever title."""
    return _settle(trust, title, entries, words)


def from_log(trust: Trust, page: SendPage, words: PageWords) -> SendOutcome:
    """Settle a send page by the log alone: where the log has nothing the page stays as it is.

    One that others were asked to send lies open: what somebody wrote on it is removed.
    """
    entries = logged.of_page(trust, page.title)
    if any(entry.live for entry in entries):
        return _settle(trust, page.title, entries, words)
    text = f'is {page.state.value}: a run was about to send it, or is just doing so; -recheck settles it'
    if page.state is SendState.REQUESTED:
        text = 'is requested: nobody has sent it yet'
        now = believed.read(trust, page.title)
        if now and now.edited_by and believed.change(trust, page.title, words, lambda kept: kept):
            text = f'{text}; what {now.edited_by} wrote on it was removed'
    return SendOutcome(page.title, page.state, text, len(page.targets))


def recheck(trust: Trust, title: str, words: PageWords, why: str = '') -> SendOutcome:
    """Settle a send page that is claimed or unknown, by the log.

    Where the log has nothing, the targets are hidden first, so that a request which is still on its way
    finds nobody to send to; then the log is asked once more.
    """
    entries = logged.of_page(trust, title)
    if any(entry.live for entry in entries):
        return _settle(trust, title, entries, words)
    now = believed.read(trust, title)
    if now is None:
        return SendOutcome(title, SendState.UNKNOWN, 'no trusted account wrote this page', refused=True)
    page = now.page
    if now.edited_by:  # it may have been sent from where somebody moved it
        entries = logged.of_page(trust, title, moved=True)
        if any(entry.live for entry in entries):
            return _settle(trust, title, entries, words)
    if page.state not in (SendState.CLAIMED, SendState.UNKNOWN):
        return SendOutcome(title, page.state, f'is {page.state.value}; the log has no send of it')
    if page.state is SendState.CLAIMED or now.edited_by:
        _mark(trust, page, SendState.UNKNOWN, words, logged.says_nothing(why))
        settle_down()
        entries = logged.of_page(trust, title)
        if any(entry.live for entry in entries):
            return _settle(trust, title, entries, words)
    return SendOutcome(
        title,
        SendState.UNKNOWN,
        f'is unknown: a run was about to send it, and the send log has nothing. '
        f'Look at a few of its targets; if nobody got the message, {as_typed(f"-resend:{title}")} sends it',
        len(page.targets),
    )


def cancel(trust: Trust, title: str, words: PageWords, why: str = '', successor: str = '') -> SendOutcome:
    """Cancel a page that was never sent; one that is being sent is left alone.

    A page that somebody else was asked to send is hidden first; then the log says whether it was sent.
    """
    was_open = False

    def hidden(now: SendPage) -> SendPage | None:
        nonlocal was_open
        if now.state in (SendState.SENT, SendState.CLAIMED, SendState.CANCELLED):
            return None
        was_open = now.state is SendState.REQUESTED
        return now.becomes(SendState.CANCELLED, successor=successor, note=sendpage.one_line(why))

    page = believed.change(trust, title, words, hidden)
    if page is None:
        return SendOutcome(title, SendState.UNKNOWN, 'no trusted account wrote this page', refused=True)
    if was_open:
        settle_down()
        entries = logged.of_page(trust, title)
        if any(entry.live for entry in entries):
            return _settle(trust, title, entries, words)
    refused = page.state is not SendState.CANCELLED
    return SendOutcome(
        title, page.state, f'is {page.state.value}{f": {why}" if why else ""}', refused=refused
    )


def settle_down() -> None:
    """Wait until a request that the server was working on has reached the log."""
    time.sleep(SETTLE)


def _settle(
    trust: Trust,
    title: str,
    entries: Sequence[LoggedSend],
    words: PageWords,
    claimed: Believed | None = None,
    count: int | None = None,
) -> SendOutcome:
    """Write onto the send page what the send log says, and return it as outcome.

    `claimed` is the page in the revision that this run claimed, `count` what the wiki says it queued.
    What was not sent as it was planned is said, and counts as refused: somebody has to look at it.
    """
    live = [entry for entry in entries if entry.live]
    if any(entry.lost for entry in live):
        # what stands there now, if anything does, may be another plan: it must not pass for what was sent
        return SendOutcome(title, SendState.SENT, logged.says_lost(live), refused=True)
    if not live:
        text = 'had its targets hidden by somebody while it was being sent, so it went to nobody'
        return SendOutcome(title, SendState.UNKNOWN, f'{text}; -recheck settles it', refused=True)
    doubt, told = '', ''

    def sent(now: SendPage) -> SendPage | None:
        nonlocal doubt
        doubt = _otherwise(live, now, claimed, count)
        return now.becomes(SendState.SENT, sent=live[0].sent, note=doubt or now.note)

    page = believed.change(trust, title, words, sent)
    if page is None:
        told = 'its page is gone; the log has it'
    got = logged.as_sent(title, '', live, page) if page else None
    targets = len(got.targets) if got else 0
    said = '; '.join(filter(None, (f'sent to {so_many(targets)} (log entry {live[0].send.id})', doubt, told)))
    return SendOutcome(title, SendState.SENT, said, targets, refused=bool(doubt or told))


def _otherwise(
    live: Sequence[LoggedSend], planned: SendPage, claimed: Believed | None, count: int | None
) -> str:
    """Return how a send was not made as it was planned, or ''."""
    if len(live) > 1:
        return f'sent {counted(len(live), "time")}: log entries {", ".join(str(one.send.id) for one in live)}'
    (entry,) = live
    here, there = set(entry.targets or planned.targets), set(planned.targets)
    if here != there:
        return (
            f'sent from revision {entry.send.revid}, in which somebody had changed the targets: '
            f'{_named(here - there)} more and {_named(there - here)} fewer than planned'
        )
    if claimed and entry.send.revid != claimed.revid:
        return f'sent from revision {entry.send.revid}, not from {claimed.revid}, which was claimed'
    if entry.send.subject and sendpage.one_line(entry.send.subject) != planned.subject:
        return f'sent under another subject: {sendpage.one_line(entry.send.subject)}'
    if count is not None and count != len(planned.targets):
        return f'the wiki queued {count} of {counted(len(planned.targets), "target")}'
    return ''


def _wait_for_log(trust: Trust, title: str) -> tuple[LoggedSend, ...]:
    """Return the log of a send page; a log that is still empty is asked again after a moment."""
    for pause in (0.0, SETTLE / 5, SETTLE):
        time.sleep(pause)
        entries = logged.of_page(trust, title)
        if entries:
            return entries
    return ()


def _release(trust: Trust, claimed: SendPage, words: PageWords, note: str) -> None:
    """Return a claim after a refusal; where we may not edit any more the page stays claimed."""
    try:
        _mark(trust, claimed, SendState.PLANNED, words, note)
    except (Stopped, WikiError):
        return


def _mark(trust: Trust, ours: SendPage, state: SendState, words: PageWords, note: str) -> None:
    """Change the state of a page that carries this claim; a page that does not is left alone.

    Where a save of ours does not count, because somebody's lines were merged into it, the page counts
    as it was before, and is written anew: what stands there now is not what it should be.
    """

    def change(now: SendPage) -> SendPage | None:
        if now.state is state:
            return replace(now, note=sendpage.one_line(note))
        if now.claim != ours.claim or now.state is not ours.state:
            return None
        kept = '' if state is SendState.PLANNED else now.claim
        return now.becomes(state, claim=kept, note=sendpage.one_line(note))

    believed.change(trust, ours.title, words, change)
