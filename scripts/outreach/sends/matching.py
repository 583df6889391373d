"""What happened on one wiki to the targets of a send, told from its edits, logs and pages.

MassMessage leaves no record of a delivery but the edit itself: made by its own account, with a hidden
comment that names the sender, the wiki and the revision of the list. The words of that comment are
translated and in any order (https://translatewiki.net, `massmessage-hidden-comment`), the values are
not. Where the translation of that comment calls a template or a function, such as GENDER in the German
one, MediaWiki takes the whole comment out before it is saved (seen on 1.39): such a delivery is known
by its page, its section and its time. Skipped and failed targets are in the log of the target's wiki.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from outreach.lists.entries import Target
from outreach.names import USER, USER_TALK, Namespaces, is_vanished
from outreach.revisions import Revision
from outreach.sends.results import ASTRAY, AT, NOW_AT, Result, State, may_go_better
from outreach.sends.sendpage import SendPage
from outreach.sends.sendstate import Sent
from outreach.visibletext import COMMENT, in_summary

NEXT_HEADING = re.compile(r'^={1,2}[^=]', re.MULTILINE)
OLDID = re.compile(r'[?&]oldid=(\d+)')
# how long after a send its jobs may still run
LATEST = timedelta(days=7)
# https://www.mediawiki.org/wiki/Extension:MassMessage, log type `massmessage`
STATE_OF = {
    'skipoptout': State.OPTED_OUT,
    'skipnouser': State.NO_SUCH_USER,
    'skipbadns': State.WRONG_NAMESPACE,
    'failure': State.FAILED,
    'failure-section': State.FAILED,
}


@dataclass(frozen=True)
class DeliveryEdit:
    """An edit of the delivery account, with the texts of the page after and before it ('' where not read)."""

    revision: int
    title: str
    time: str
    summary: str = ''
    text: str = ''
    parent: int = 0
    before: str = ''

    @property
    def added(self) -> str:
        """Return what this edit added: a delivery is the end of the page, whatever stood there before."""
        return self.text.removeprefix(self.before.rstrip())


@dataclass(frozen=True)
class Skip:
    """An entry in the log of deliveries of a wiki: `action` such as skipoptout."""

    action: str
    title: str
    time: str
    subject: str
    reason: str = ''


@dataclass(frozen=True)
class Traces:
    """What one wiki shows of the deliveries since a moment.

    `moved` gives where a title redirects to now, `texts` the present text of pages by title; both only
    for what was asked about.
    """

    namespaces: Namespaces
    edits: tuple[DeliveryEdit, ...] = ()
    skips: tuple[Skip, ...] = ()
    moved: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)

    def title(self, title: str) -> str:
        """Return the title of the page that a target means on this wiki, as the wiki writes it."""
        try:
            number, _rest = self.namespaces.split(title)
            local = self.namespaces.local_title(title)
        except ValueError:
            return title
        if number == USER:
            return f'{self.namespaces.local[USER_TALK]}:{local.partition(":")[2]}'
        return local


@dataclass(frozen=True)
class Origin:
    """What the hidden comments of the deliveries of a page say: from which wiki, by whom, with which list.

    There is more than one send only where the log shows that the page was sent more than once.
    """

    dbname: str
    sends: tuple[Sent, ...]

    def marks(self, text: str) -> int:
        """Count the deliveries from here that a page's text holds."""
        comments = [(one.replace('_', ' '), OLDID.findall(one)) for one in COMMENT.findall(text)]
        return sum(
            any(self._mark(send) in words and str(send.revision) in numbers for send in self.sends)
            for words, numbers in comments
        )

    def _mark(self, send: Sent) -> str:
        return f'{send.by}@{self.dbname}'.replace('_', ' ')


def wanted_edits(traces: Traces, targets: Iterable[Target], subjects: Iterable[str]) -> list[int]:
    """Return the revisions whose text must be read: of the edits on the targets' pages, or with such a
    subject, and of those before them."""
    titles = {traces.title(target.page) for target in targets}
    said = list(subjects)
    return [
        number
        for edit in traces.edits
        if edit.title in titles or any(in_summary(subject, edit.summary) for subject in said)
        for number in (edit.parent, edit.revision)
        if number
    ]


def results(
    page: SendPage,
    dbname: str,
    targets: Sequence[Target],
    traces: Traces,
    settled: Collection[int] = (),
    body: str = '',
    later: Mapping[Target, str] | None = None,
) -> list[Result]:
    """Return what became of some targets of a send on one wiki.

    `settled` are the revisions that are known to have brought the message to others. `body` is the
    text of the message once nothing more is to be expected: a page that has the very same section
    from another send then tells of the server's guard against duplicates. `later` tells when the next
    send under this subject to a target was made: a delivery without its comment belongs to the last send
    before it.
    """
    origin = Origin(dbname, page.every_send)
    until = {traces.title(target.page): time for target, time in (later or {}).items()}
    ours = sorted(
        (
            one
            for one in traces.edits
            if origin.marks(one.added) or _unmarked(one, page, until.get(one.title, ''))
        ),
        key=lambda one: one.revision,
    )
    by_title: dict[str, list[DeliveryEdit]] = {}
    for edit in ours:
        by_title.setdefault(edit.title, []).append(edit)
    found = [_result(page, target, traces, by_title, origin) for target in targets]
    own = {traces.title(one.page) for one in page.targets}
    away = {title: edits for title, edits in by_title.items() if title not in own}
    found = _renamed(found, away, settled)
    if body:
        found = [_guarded(one, page, traces, body) if one.state is State.UNKNOWN else one for one in found]
    return found


def _unmarked(edit: DeliveryEdit, page: SendPage, until: str = '') -> bool:
    """Whether an edit is a delivery under our subject since our send, and before the next one (`until`),
    whose hidden comment the wiki took out."""
    if not _in_time(edit.time, page) or not in_summary(page.subject, edit.summary):
        return False
    if until and edit.time >= until:
        return False
    section = last_section(edit.text, page.subject)
    return bool(section) and not tells_origin(section)


def _in_time(time: str, page: SendPage) -> bool:
    """Whether something can have come from a send: a subject may be used again, by anybody."""
    moment = datetime.fromisoformat(time)
    return any(one.time <= moment <= one.time + LATEST for one in page.every_send)


def last_section(text: str, subject: str) -> str:
    """Return a page from the last heading with this text to its end: what a delivery has just added."""
    starts = [one.start() for one in re.finditer(rf'^== *{re.escape(subject)} *==', text, re.MULTILINE)]
    return text[starts[-1] :] if starts else ''


def tells_origin(text: str) -> bool:
    """Return whether a text holds the hidden comment of a delivery, whosever it is."""
    return any(OLDID.search(comment) for comment in COMMENT.findall(text))


def _sections(text: str, subject: str) -> list[str]:
    """Return what stands under each heading of that text."""
    bodies = []
    for heading in re.finditer(rf'^== *{re.escape(subject)} *==', text, re.MULTILINE):
        following = NEXT_HEADING.search(text, heading.end())
        bodies.append(text[heading.end() : following.start() if following else len(text)])
    return bodies


def led_astray(namespaces: Namespaces, title: str, place: str, newest: Revision | None, since: str) -> bool:
    """Whether somebody else has made a page lead to another person, or away from one, since a moment.

    `newest` is the revision of the page that leads to `place`. What was so for long is believed: accounts
    are renamed, and people have several.
    """
    own, other = _owner(namespaces, title), _owner(namespaces, place)
    return newest is not None and newest.time >= since and newest.user != own and own != other


def without_renamed(
    found: Mapping[str, Sequence[Result]], renamed: Mapping[str, str]
) -> dict[str, list[Result]]:
    """Return results with those not marked as astray that came to the new name of whom they were for."""
    return {
        title: [
            replace(one, detail=one.detail.removeprefix(ASTRAY))
            if one.astray and renamed.get(name_of(one.target)) == name_of(one.place)
            else one
            for one in some
        ]
        for title, some in found.items()
    }


def without_gone(results: Iterable[Result], gone: Collection[tuple[str, str]]) -> tuple[Result, ...]:
    """Return results without the pages of accounts that nobody can use, given as (host, name).

    What was led astray stays so, and shows the page that it was for.
    """
    return tuple(
        replace(one, detail=f'{ASTRAY}{AT}{one.target.page}' if one.astray else '')
        if (one.target.host, one.shown_name) in gone
        else one
        for one in results
    )


def name_of(target: Target) -> str:
    """Return the account of a page of a person, whatever its namespace is called there."""
    return target.page.partition(':')[2].partition('/')[0]


def _owner(namespaces: Namespaces, title: str) -> str:
    """Return whose page a title is; '' for a page that is nobody's."""
    number, rest = namespaces.split(title)
    return rest.partition('/')[0] if number in (USER, USER_TALK) else ''


def _result(
    page: SendPage, target: Target, traces: Traces, ours: Mapping[str, Sequence[DeliveryEdit]], origin: Origin
) -> Result:
    """Settle one target by its own title, and by the page that it redirects to."""
    title = traces.title(target.page)
    there = traces.moved.get(title, '')
    below = sorted(one for one in ours if one.startswith(f'{title}/'))  # moved there as an archive
    for place in (title, there, *below):
        if place in ours:
            detail = f'{AT}{place}' if place != title and not _of_nobody(place) else ''
            copies = sum(max(1, origin.marks(one.added)) for one in ours[place])
            return Result(target, State.DELIVERED, detail, ours[place][0].revision, copies=copies)
    skips = [
        one
        for one in traces.skips
        if one.subject == page.subject
        and _in_time(one.time, page)
        and traces.title(one.title) in (title, there, target.page)
    ]
    if skips:
        last = max(skips, key=lambda one: one.time)
        failed = Result(target, STATE_OF[last.action], last.reason)
        # when, for what passes may be tried again by the queue itself before it is by us
        when = datetime.fromisoformat(last.time)
        return replace(failed, failed_at=when) if may_go_better(failed) else failed
    return Result(target, State.UNKNOWN)


def _renamed(
    found: list[Result], away: Mapping[str, Sequence[DeliveryEdit]], settled: Collection[int]
) -> list[Result]:
    """Settle the one target that is left by the one delivery that is left: its page was moved away.

    `away` are the deliveries on pages that are no target's any more.
    """
    used = {one.revision for one in found} | set(settled)
    left = [edits[0] for edits in away.values() if edits[0].revision not in used]
    open_ = [one for one in found if one.state is State.UNKNOWN]
    if len(left) != 1 or len(open_) != 1:
        return found
    detail = '' if _of_nobody(left[0].title) else f'{NOW_AT}{left[0].title}'
    moved = Result(open_[0].target, State.DELIVERED, detail, left[0].revision)
    return [moved if one is open_[0] else one for one in found]


def _of_nobody(title: str) -> bool:
    """Whether a page is that of somebody who vanished: the current name is shown nowhere."""
    return is_vanished(title.partition(':')[2].partition('/')[0])


def _guarded(result: Result, page: SendPage, traces: Traces, body: str) -> Result:
    """Return the result as a duplicate where the page has the same subject and text from another send."""
    title = traces.title(result.target.page)
    text = traces.texts.get(traces.moved.get(title, title), '')
    same = [one for one in _sections(text, page.subject) if ' '.join(body.split()) in ' '.join(one.split())]
    comments = [mark for section in same[:1] for mark in COMMENT.findall(section)]
    others = [number for comment in comments for number in OLDID.findall(comment)]
    if not others:
        return result
    detail = f'the page has this message already (list revision {others[-1]})'
    return Result(result.target, State.DUPLICATE, detail)
