"""What the send log shows of send pages: it, and not the page, is the memory of what was sent.

Of a page that was sent, targets and subject are those of the revision that the log names, whatever
stands on the page now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from outreach import moves, revisions, sendlog
from outreach.lists import listpages
from outreach.lists.deliverylist import parse
from outreach.lists.entries import Target
from outreach.lists.merge import person_of
from outreach.revisions import Revision
from outreach.sendlog import LogEntry
from outreach.sends import sendpage
from outreach.sends.sendpage import Pinned, SendPage
from outreach.sends.sendstate import SendState, Sent
from outreach.trust import Trust

NO_ENTRY = 'no entry in the send log'


@dataclass(frozen=True)
class LoggedSend:
    """A send from a send page. `targets` are those that MassMessage saw in the revision; None: unreadable.

    `title` is that of the page in the log, `now` where that revision stands now ('' where it is deleted).
    """

    send: LogEntry
    targets: frozenset[Target] | None
    now: str = ''

    @property
    def live(self) -> bool:
        """Whether anybody was sent to; a revision that cannot be read counts as one that was."""
        return self.targets is None or bool(self.targets)

    @property
    def lost(self) -> bool:
        """Whether nobody can tell who was sent to: the revision was deleted, or the entry names none."""
        return self.targets is None and not self.now

    @property
    def sent(self) -> Sent:
        """Return when and by whom, for the send page."""
        one = self.send
        return Sent(datetime.fromisoformat(one.time), one.user, one.revid, one.id)


def of_page(trust: Trust, title: str, *, moved: bool = False) -> tuple[LoggedSend, ...]:
    """Return what the send log holds about one send page, oldest first.

    If it may have been `moved` also under the titles that it went to: two requests for each.
    """
    sends = list(sendlog.entries(trust.wiki, title=title))
    for place, since in moves.onward(trust.wiki, title).items() if moved else ():
        sends += sendlog.entries(trust.wiki, title=place, since=since)
    return with_targets(trust, sends)


def with_targets(trust: Trust, sends: Sequence[LogEntry]) -> tuple[LoggedSend, ...]:
    """Return entries of the log with the targets of their revisions, oldest first; 50 per request."""
    read = revisions.by_number(trust.wiki, {one.revid for one in sends})
    entries = []
    for one in sorted(sends, key=lambda one: (one.time, one.id)):
        found = read.get(one.revid)
        targets = None if found is None or found.text is None else _seen(trust, found)
        entries.append(LoggedSend(one, targets, found.title if found else ''))
    return tuple(entries)


def _seen(trust: Trust, revision: Revision) -> frozenset[Target]:
    """Return the targets that MassMessage sees in a revision.

    Of one that a script of ours wrote they are known. Of any other the wiki is asked, for templates
    bring along what does not stand in the text.
    """
    ours = _by_a_script(trust, revision)
    if ours is not None:
        return ours
    written = parse(revision.text or '', trust.wiki.host, revision.model).targets
    return listpages.expanded_in(trust.wiki, revision.id) | frozenset(written)


def sent_to(trust: Trust, revision: Revision) -> frozenset[Target]:
    """Return whom a send from a revision went to, be it a list or a send page of whatever campaign."""
    ours = _by_a_script(trust, revision)
    return listpages.sent_to(trust.wiki, revision) if ours is None else ours


def asked_by(trust: Trust, revision: Revision) -> frozenset[Target]:
    """Return who was asked something by a send from a revision: of a test of a script of ours nobody was.

    A test of anybody else asked all but who wrote it: more cannot be known, and a page that only says so
    would let people be asked twice.
    """
    page = sendpage.vouched(revision.text or '', revision.title, revision.comment)
    if not page or not page.is_test:
        return sent_to(trust, revision)
    if revision.user in trust:
        return frozenset()
    return frozenset(one for one in sent_to(trust, revision) if person_of(one) != revision.user)


def _by_a_script(trust: Trust, revision: Revision) -> frozenset[Target] | None:
    """Return the targets that a script of ours left open in a revision; None where it wrote none."""
    page = sendpage.vouched(revision.text or '', revision.title, revision.comment)
    if not page or revision.user not in trust:
        return None
    return frozenset(page.targets if page.state.exposed else ())


def says_nothing(why: str = '') -> str:
    """Return in words that the log has no send of a page, and why that was asked."""
    return '; '.join(filter(None, (NO_ENTRY, why)))


def says_lost(entries: Sequence[LoggedSend]) -> str:
    """Return in words that the revisions of some of these sends were deleted, and what to do about it."""
    lost = [entry.send for entry in entries if entry.lost]
    numbers = ', '.join(f'{one.revid} (log entry {one.id})' for one in lost)
    return (
        f'was sent, says the log, but the revision that was sent is deleted: {numbers}. Who got it stands '
        f'nowhere else, so nothing is sent until it is undeleted'
    )


def as_sent(
    title: str, campaign: str, entries: Sequence[LoggedSend], page: SendPage | None
) -> SendPage | None:
    """Return a send page as the log shows that it was sent; as it is where nobody was sent to.

    `page` is the page as it counts, None where none does: then everybody who was sent to is a stranger.
    """
    live = [one for one in entries if one.live]
    if not live:
        return page
    first = live[0]
    base = page or _unplanned(title, campaign, first)
    planned = frozenset(page.planned_targets if page else ())
    left_off = frozenset(one.target for one in page.removed) if page else frozenset[Target]()
    readable = [one.targets for one in live if one.targets is not None]
    got = frozenset().union(*readable) if readable else planned
    return replace(
        base,
        state=SendState.SENT,
        sent=first.sent,
        subject=sendpage.one_line(first.send.subject) or base.subject,
        targets=tuple(sorted(got)),
        # who was left off and got it all the same was not to get it
        strangers=tuple(sorted(got - planned | got & left_off)),
        sends=tuple(one.sent for one in live),
    )


def _unplanned(title: str, campaign: str, entry: LoggedSend) -> SendPage:
    """Return a send page for what somebody sent from a page that no run of ours made."""
    wave, language = sendpage.wave_and_language(title, campaign) or ('1', 'und')
    subject = sendpage.one_line(entry.send.subject) or '?'
    nowhere = Pinned(title, entry.send.revid)
    return SendPage(
        title, campaign, wave, language, subject, (), (nowhere,), nowhere, '0' * 16, entry.send.user,
        SendState.SENT, sent=entry.sent,
    )  # fmt: skip


def of_campaign(
    trust: Trust, campaign: str, sends: Sequence[LogEntry], known: Mapping[int, str], edited: Iterable[str]
) -> dict[str, tuple[LoggedSend, ...]]:
    """Return by title which of the sends of a wiki were those of a campaign's send pages, whoever sent.

    MassMessage follows a redirect, so of a page that somebody moved away the log has the other title, in
    a revision in which they wrote what they liked. `known` are the entries of the log that pages of ours
    name, with their titles; else it is told by where the revision stands, by what it says to be, and by
    the moves of the pages that somebody `edited`, a request for each. One request for 50 (or 500) revisions.
    """
    ours = {one.id: one.title for one in sends if sendpage.wave_and_language(one.title, campaign)}
    others = [one for one in sends if one.id not in ours]
    read = revisions.by_number(trust.wiki, {one.revid for one in others})
    went = {title: moves.onward(trust.wiki, title) for title in edited} if others else {}
    for one in others:
        there = read.get(one.revid)
        says = [there.title, sendpage.says_to_be(there.text or '')] if there else []
        led = [title for title, on in went.items() if one.title in on and one.time >= on[one.title]]
        for place in (known.get(one.id, ''), *led, *says):
            if one.id not in ours and sendpage.wave_and_language(place, campaign):
                ours[one.id] = place
    found: dict[str, tuple[LoggedSend, ...]] = {}
    for entry in with_targets(trust, [one for one in sends if one.id in ours]):
        title = ours[entry.send.id]
        found[title] = (*found.get(title, ()), entry)
    return found
