"""One send, at most once: claim the send page, look into the log, one POST, look into the log again.

`action=massmessage` has no idempotency (https://www.mediawiki.org/wiki/Extension:MassMessage/API): asked
twice it sends twice. So a send happens only from the one revision of the send page in which it is
claimed, and the claim is a compare-and-swap. Where an answer is lost the send log decides; where the
log cannot tell, the targets are shut again, and nothing is sent until somebody says so.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from outreach import revisions, sendlog
from outreach.pages import Page
from outreach.problems import Ambiguous, EditConflict, Stopped, WikiError
from outreach.sends import sendpage
from outreach.sends.sendpage import Headings, SendPage, SendState
from outreach.wiki import Wiki

RIGHT = 'massmessage'
# states that the send log may settle
OPEN = frozenset({SendState.CLAIMED, SendState.UNKNOWN, SendState.REQUESTED})
# how long a request that the server was working on may need to reach the log, in seconds
SETTLE = 2.0


@dataclass(frozen=True)
class LoggedPage:
    """An entry of the send log, with the send page as its revision has it; None where that is unreadable."""

    id: int
    revid: int
    user: str
    time: str
    page: SendPage | None = None

    @property
    def live(self) -> bool:
        """Whether the targets were open in its revision; one that cannot be read counts as open."""
        return self.page is None or self.page.state in sendpage.LIVE


@dataclass(frozen=True)
class Outcome:
    """How a send page stands after something was done about it, in words for the operator.

    `refused` says that the send was not made for a reason that the operator has to mend.
    """

    title: str
    state: SendState
    text: str
    targets: int = 0
    refused: bool = False


@dataclass(frozen=True)
class PageWords:
    """Edit summaries and headings in the language of the campaign's wiki."""

    summary: Callable[[SendState], str]
    headings: Headings


def log_of(wiki: Wiki, title: str) -> tuple[LoggedPage, ...]:
    """Return what the send log holds about a send page, oldest first."""
    found = list(sendlog.entries(wiki, title=title))
    read = revisions.by_number(wiki, {entry.revid for entry in found})
    return tuple(
        LoggedPage(entry.id, entry.revid, entry.user, entry.time, _parsed(read.get(entry.revid)))
        for entry in found
    )


def _parsed(revision: revisions.Revision | None) -> SendPage | None:
    """Return the send page in a revision; None where it is hidden, deleted or no send page."""
    if revision is None or revision.text is None:
        return None
    try:
        return sendpage.parse(revision.text, revision.title)
    except ValueError:
        return None


def send(
    wiki: Wiki, title: str, body: str, mark: str, texts: PageWords, objection: Callable[[SendPage], str]
) -> Outcome:
    """Send what a planned send page says, at most once.

    `body` is the text of the message; with the page's subject and targets it must give the page's
    hash. `mark` tells this run from every other. `objection` is asked after the claim and gives a
    reason not to send, or ''. Raises Stopped where nothing more may be done.
    """
    if RIGHT not in wiki.rights():
        raise Stopped(f'{wiki.user_name} has lost the right to send messages on {wiki.host}')
    page = wiki.read(title)
    planned = sendpage.parse(page.text, title)
    if planned.state is not SendState.PLANNED:
        return Outcome(title, planned.state, f'is {planned.state.value} already')
    if planned.plan != hash_of(planned, body):
        text = 'does not hold what was planned any more: subject, text or targets were changed; -replan'
        return Outcome(title, planned.state, text, refused=True)
    claimed = _claim(wiki, page, planned, mark, texts)
    if isinstance(claimed, Outcome):
        return claimed
    entries = log_of(wiki, title)
    if any(entry.live for entry in entries):
        return _settle(wiki, title, entries, texts)
    reason = objection(claimed)
    if reason:
        _release(wiki, claimed, texts, reason)
        return Outcome(title, SendState.PLANNED, f'was not sent: {reason}', refused=True)
    return _post(wiki, claimed, body, texts)


def hash_of(page: SendPage, body: str) -> str:
    """Return the hash that a send page must carry if this text goes to its targets."""
    return sendpage.plan_hash(page.subject, body, page.targets, page.campaign, page.wave, page.language)


def _claim(wiki: Wiki, page: Page, planned: SendPage, mark: str, texts: PageWords) -> SendPage | Outcome:
    """Take the send page for this run; give it as claimed, with the revision, or why not."""
    claimed = replace(planned, state=SendState.CLAIMED, claim=mark)
    wanted = claimed.render(texts.headings)
    try:
        revid = wiki.save(page, wanted, texts.summary(SendState.CLAIMED)).revid
    except EditConflict:
        return Outcome(planned.title, SendState.CLAIMED, 'was taken or changed by somebody at this moment')
    except Ambiguous:
        revid = 0
    now = wiki.read(planned.title)
    if now.text.rstrip() == wanted.rstrip() and revid in (0, now.revid):
        return replace(claimed, revision=now.revid)
    if revid:
        # somebody's edit of other lines was merged into ours: this is not what was planned
        _mark(wiki, planned.title, mark, SendState.PLANNED, texts, 'edited while it was being claimed')
    return Outcome(
        planned.title, planned.state, 'could not be claimed; nothing was sent, run again', refused=True
    )


def _post(wiki: Wiki, claimed: SendPage, body: str, texts: PageWords) -> Outcome:
    """Make the one request of a claimed send page, and find out what came of it."""
    title = claimed.title
    try:
        reply = wiki.post_once('massmessage', spamlist=title, subject=claimed.subject, message=body)
    except Stopped:
        _release(wiki, claimed, texts, '')
        raise
    except Ambiguous as error:
        # the log decides; where it has nothing the targets are shut, and the send is unknown
        return recheck(wiki, title, texts, str(error))
    except WikiError as error:
        _release(wiki, claimed, texts, str(error))
        return Outcome(title, SendState.PLANNED, f'the wiki refused it: {error}', refused=True)
    count = int(reply['massmessage'].get('count', 0))
    try:
        outcome = _settle(wiki, title, _wait_for_log(wiki, title), texts, claimed, count)
    except Stopped as error:
        text = f'{title} went out to {count} targets, and its page does not say so yet: -recheck settles it'
        raise Stopped(f'{text}. {error}') from error
    if outcome.state is SendState.SENT or count == 0:
        return outcome
    return replace(outcome, text=f'{outcome.text} (the wiki said that it queued {count})')


def open_for_others(wiki: Wiki, title: str, body: str, texts: PageWords, summary: str) -> Outcome:
    """Open the targets of a planned page, so that somebody who has the right can send to them."""
    page = wiki.read(title)
    planned = sendpage.parse(page.text, title)
    if planned.state is not SendState.PLANNED or planned.plan != hash_of(planned, body):
        text = f'is {planned.state.value} and does not hold what was planned any more'
        return Outcome(title, planned.state, text, refused=True)
    try:
        wiki.save(page, replace(planned, state=SendState.REQUESTED).render(texts.headings), summary)
    except EditConflict:
        return Outcome(title, planned.state, 'was changed by somebody at this moment', refused=True)
    return Outcome(title, SendState.REQUESTED, 'is requested: its targets are open for whoever sends it')


def from_log(wiki: Wiki, send_page: SendPage, texts: PageWords) -> Outcome:
    """Settle a send page by the log alone: where the log has nothing the page stays as it is."""
    entries = log_of(wiki, send_page.title)
    if any(entry.live for entry in entries):
        return _settle(wiki, send_page.title, entries, texts)
    text = f'is {send_page.state.value}: a run was about to send it, or is just doing so; -recheck settles it'
    if send_page.state is SendState.REQUESTED:
        text = 'is requested: nobody has sent it yet'
    return Outcome(send_page.title, send_page.state, text, len(send_page.targets))


def recheck(wiki: Wiki, title: str, texts: PageWords, why: str = '') -> Outcome:
    """Settle a send page that is claimed or unknown, by the log.

    Where the log has nothing, the targets are shut first, so that a request which is still on its way
    finds nobody to send to; then the log is asked once more.
    """
    send_page = sendpage.parse(wiki.read(title).text, title)
    entries = log_of(wiki, title)
    if any(entry.live for entry in entries):
        return _settle(wiki, title, entries, texts)
    if send_page.state not in (SendState.CLAIMED, SendState.UNKNOWN):
        return Outcome(title, send_page.state, f'is {send_page.state.value}; the log has no send of it')
    if send_page.state is SendState.CLAIMED:
        note = f'no entry in the send log; {why}' if why else 'no entry in the send log'
        _mark(wiki, title, send_page.claim, SendState.UNKNOWN, texts, note)
        settle_down()
        entries = log_of(wiki, title)
        if any(entry.live for entry in entries):
            return _settle(wiki, title, entries, texts)
    return Outcome(
        title,
        SendState.UNKNOWN,
        f'is unknown: a run was about to send it, and the send log has nothing. '
        f'Look at a few of its targets; if nobody got the message, -resend:{title} sends it',
        len(send_page.targets),
    )


def withdraw(wiki: Wiki, asked: SendPage, texts: PageWords) -> Outcome:
    """Cancel a page that somebody else was asked to send, unless the log shows that it was sent."""
    outcome = from_log(wiki, asked, texts)
    if outcome.state is SendState.SENT:
        return outcome

    def shut(page: Page) -> str | None:
        now = sendpage.parse(page.text, asked.title)
        if now.state is not SendState.REQUESTED:
            return None
        return replace(now, state=SendState.CANCELLED).render(texts.headings)

    wiki.update(asked.title, shut, texts.summary(SendState.CANCELLED))
    settle_down()
    outcome = from_log(wiki, asked, texts)
    if outcome.state is SendState.SENT:
        return outcome
    return Outcome(asked.title, SendState.CANCELLED, 'is cancelled')


def settle_down() -> None:
    """Wait until a request that the server was working on has reached the log."""
    time.sleep(SETTLE)


def _settle(
    wiki: Wiki,
    title: str,
    entries: Sequence[LoggedPage],
    texts: PageWords,
    claimed: SendPage | None = None,
    count: int | None = None,
) -> Outcome:
    """Write onto the send page what the send log says, and give it as outcome.

    `claimed` is the page in the revision that this run claimed, `count` what the wiki says it queued.
    What was not sent as it was planned is said, and counts as refused: somebody has to look at it.
    """
    live = [entry for entry in entries if entry.live]
    if not live:
        text = 'was shut by somebody while it was being sent, so it went to nobody'
        return Outcome(title, SendState.UNKNOWN, f'{text}; -recheck settles it', refused=True)
    entry = live[0]
    planned = claimed or _parsed(revisions.first(wiki, title))
    doubt = _otherwise(live, planned, claimed, count)

    def sent(page: Page) -> str | None:
        now = sendpage.parse(page.text, title)
        note = doubt or now.note
        done = replace(
            now,
            state=SendState.SENT,
            revision=entry.revid,
            log_id=entry.id,
            sent=f'{entry.time} {entry.user}',
            note=note,
        )
        return done.render(texts.headings)

    wiki.update(title, sent, texts.summary(SendState.SENT))
    sent_as = entry.page or planned
    targets = len(sent_as.targets) if sent_as else 0
    text = f'sent to {sendpage.so_many(targets)} (log entry {entry.id})'
    return Outcome(title, SendState.SENT, f'{text}; {doubt}' if doubt else text, targets, refused=bool(doubt))


def _otherwise(
    live: Sequence[LoggedPage], planned: SendPage | None, claimed: SendPage | None, count: int | None
) -> str:
    """Return how a send was not made as it was planned, or ''."""
    entry = live[0]
    if len(live) > 1:
        return f'sent {len(live)} times: log entries {", ".join(str(one.id) for one in live)}'
    if entry.page and planned and set(entry.page.targets) != set(planned.targets):
        here, there = set(entry.page.targets), set(planned.targets)
        return (
            f'sent from revision {entry.revid}, in which somebody had changed the targets: '
            f'{len(here - there)} more and {len(there - here)} fewer than planned'
        )
    if claimed and entry.revid != claimed.revision:
        return f'sent from revision {entry.revid}, not from {claimed.revision}, which was claimed'
    if count is not None and planned and count != len(planned.targets):
        return f'the wiki queued {count} of {len(planned.targets)} targets'
    return ''


def _wait_for_log(wiki: Wiki, title: str) -> tuple[LoggedPage, ...]:
    """Return the log of a send page; a log that is still empty is asked again after a moment."""
    for pause in (0.0, SETTLE / 5, SETTLE):
        time.sleep(pause)
        entries = log_of(wiki, title)
        if entries:
            return entries
    return ()


def _release(wiki: Wiki, claimed: SendPage, texts: PageWords, note: str) -> None:
    """Return a claim back after a refusal; where we may not edit any more the page stays claimed."""
    try:
        _mark(wiki, claimed.title, claimed.claim, SendState.PLANNED, texts, note)
    except (Stopped, WikiError):
        return


def _mark(wiki: Wiki, title: str, claim: str, state: SendState, texts: PageWords, note: str) -> None:
    """Change the state of a page that carries this claim; a page that does not is left alone."""

    def change(page: Page) -> str | None:
        now = sendpage.parse(page.text, title)
        if now.claim != claim or now.state is not SendState.CLAIMED:
            return None
        kept = '' if state is SendState.PLANNED else now.claim
        return replace(now, state=state, claim=kept, note=sendpage.one_line(note)).render(texts.headings)

    wiki.update(title, change, texts.summary(state))
