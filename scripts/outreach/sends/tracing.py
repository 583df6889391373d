"""Asking the wikis of a send what became of its targets: about two requests a wiki."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from outreach import moments, revisions, siteinfo
from outreach.audience.accounts import local_accounts, locked_ones
from outreach.farm import Farm, batches
from outreach.lists.entries import Target
from outreach.names import USER, USER_TALK, Namespaces
from outreach.pages import from_reply
from outreach.problems import WikiError
from outreach.renames import renames_since
from outreach.sendlog import DELIVERER
from outreach.sends import matching
from outreach.sends.matching import DeliveryEdit, Skip, Traces, name_of
from outreach.sends.results import ASTRAY, AT, Result, State, merged
from outreach.sends.sendpage import SendPage
from outreach.wiki import Wiki

# after this long without a trace the queue of a wiki has long passed a target
QUIET = timedelta(hours=1)
# what the account did later than this after the last send belongs to other sends
ARRIVED_BY = timedelta(days=7)
# who makes a page lead elsewhere so shortly before a send, or after it, does so because of it, or by chance
JUST = timedelta(days=1)
UNSETTLED = (State.UNKNOWN, State.FAILED, State.DUPLICATE)


@dataclass(frozen=True)
class TraceRequest:
    """The targets of a send on one wiki that are not settled yet, and the revisions that settled the others.

    `body` is the text that was sent, '' where nobody can tell; `later` tells when the next send under the
    same subject was made to a target.
    """

    page: SendPage
    targets: tuple[Target, ...]
    settled: frozenset[int] = frozenset()
    body: str = ''
    later: Mapping[Target, str] = field(default_factory=dict)

    @property
    def since(self) -> str:
        """Return the moment of the first send as the API writes it: never earlier than the send log says."""
        return min(one.stamp for one in self.page.every_send)


def open_questions(
    page: SendPage, known: Sequence[Result], body: str = '', others: Sequence[SendPage] = ()
) -> dict[str, TraceRequest]:
    """Return by host what is still to be found out about a send; `others` are the sends of the campaign."""
    later = next_sends(page, others)
    settled = {one.target for one in known if one.state not in UNSETTLED}
    hosts: dict[str, list[Target]] = {}
    for target in page.targets:
        if target not in settled:
            hosts.setdefault(target.host, []).append(target)
    revids = {host: frozenset(one.revision for one in known if one.target.host == host) for host in hosts}
    return {
        host: TraceRequest(page, tuple(targets), revids[host], body, later) for host, targets in hosts.items()
    }


def next_sends(page: SendPage, others: Sequence[SendPage]) -> dict[Target, str]:
    """Return when the next send under the same subject was made to each target of a page, if one was."""
    if not page.sent:
        return {}
    same = [
        (other.sent.stamp, other.targets)
        for other in others
        if other.sent and other.subject == page.subject and other.sent.time > page.sent.time
    ]
    found: dict[Target, str] = {}
    for time, targets in sorted(same, reverse=True):
        found |= dict.fromkeys(set(targets) & set(page.targets), time)
    return found


Answers = dict[str, list[Result]]
# by send page
Found = dict[str, tuple[Result, ...]]


def follow(
    farm: Farm, pages: Sequence[SendPage], known: Found, bodies: Mapping[str, str], now: datetime
) -> tuple[Found, list[WikiError]]:
    """Ask once what became of the targets of some sends; return what is known now, and who did not answer.

    `known` is what was known before, `bodies` the texts that were sent, both by send page.
    """
    questions = [
        open_questions(page, known.get(page.title, ()), bodies.get(page.title, ''), pages) for page in pages
    ]
    fresh, failed = ask(farm, questions, now)
    found = {
        page.title: merged(page.targets, known.get(page.title, ()), fresh.get(page.title, ()))
        for page in pages
    }
    return _without_gone(farm, found, now), failed


def _without_gone(farm: Farm, found: Found, now: datetime) -> Found:
    """Return the results without the pages of accounts that nobody can use: they are shown nowhere.

    An account that is hidden is not there for us, so a page of a user that has none counts too. One request
    for fifty, and two for each of their wikis; of a wiki that does not answer none is shown.
    """
    shown = [one for some in found.values() for one in some if one.shown_name]
    if not shown:
        return found
    by_host: dict[str, set[str]] = {}
    for one in shown:
        by_host.setdefault(one.target.host, set()).add(one.shown_name)
    locked = locked_ones(farm, set().union(*by_host.values()))
    asked = [host for host in by_host if host in farm.by_host]
    answers = farm.each(
        asked, lambda wiki: local_accounts(wiki, by_host[wiki.host], now), 'New names', batches(by_host)
    )
    look = siteinfo.looked_up(farm, set())

    def is_gone(one: Result) -> bool:
        host, name = one.target.host, one.shown_name
        account = answers.found.get(host, {}).get(name)
        if name in locked or account is not None:
            return name in locked or bool(account and account[0].system)
        return host in answers.failed or _of_user(look(host), one.elsewhere)

    gone = {(one.target.host, one.shown_name) for one in shown if is_gone(one)}
    return {title: matching.without_gone(some, gone) for title, some in found.items()}


def _of_user(namespaces: Namespaces | None, title: str) -> bool:
    """Whether a page is, or may be, one of a user."""
    try:
        return namespaces is None or namespaces.split(title)[0] in (USER, USER_TALK)
    except ValueError:
        return True


def ask(
    farm: Farm, questions: Sequence[Mapping[str, TraceRequest]], now: datetime
) -> tuple[Answers, list[WikiError]]:
    """Ask all wikis about all sends; return results by send page, and the error of each wiki that failed."""
    by_host: dict[str, list[TraceRequest]] = {}
    for question in questions:
        for host, asked in question.items():
            by_host.setdefault(host, []).append(asked)
    found: Answers = {}
    for host in by_host.keys() - farm.by_host.keys():
        for asked in by_host[host]:
            gone = [Result(target, State.DROPPED, 'no wiki of this farm') for target in asked.targets]
            found.setdefault(asked.page.title, []).extend(gone)
    known = [host for host in by_host if host in farm.by_host]
    answers = farm.each(
        known, lambda wiki: ask_wiki(wiki, by_host[wiki.host], farm.home.dbname, now), 'Asking the wikis'
    )
    for by_title in answers.found.values():
        for title, results in by_title.items():
            found.setdefault(title, []).extend(results)
    astray = {name_of(one.target) for some in found.values() for one in some if one.astray}
    since = min((one.since for some in by_host.values() for one in some), default='')
    renamed = renames_since(farm.home, astray, _just_before(since)) if astray else {}
    return matching.without_renamed(found, renamed), list(answers.failed.values())


def _just_before(since: str) -> str:
    return moments.iso(datetime.fromisoformat(since) - JUST)


def ask_wiki(wiki: Wiki, questions: Sequence[TraceRequest], dbname: str, now: datetime) -> Answers:
    """Return what became of the targets of some sends on one wiki, by send page."""
    traces = read_traces(wiki, questions)
    found = _settled(questions, dbname, traces, now)
    open_ = [one.target for some in found.values() for one in some if one.state is State.UNKNOWN]
    if open_:
        found = _settled(questions, dbname, _look_at_pages(wiki, traces, open_), now)
    return _with_astray(wiki, traces, min(asked.since for asked in questions), found)


def _with_astray(wiki: Wiki, traces: Traces, since: str, found: Answers) -> Answers:
    """Return the results with those marked that came to somebody else: one request where any were led away.

    Who made the page lead there at most a day before the sends, or since, is not its owner.
    """
    led = {
        one.target: traces.title(one.target.page) for some in found.values() for one in some if one.elsewhere
    }
    if not led:
        return found
    newest = revisions.latest(wiki, led.values())
    start = _just_before(since)

    def marked(one: Result) -> Result:
        title = led.get(one.target, '')
        there = one.elsewhere
        astray = there and matching.led_astray(traces.namespaces, title, there, newest.get(title), start)
        return replace(one, detail=f'{ASTRAY}{AT}{there}') if astray else one

    return {title: [marked(one) for one in some] for title, some in found.items()}


def _settled(questions: Sequence[TraceRequest], dbname: str, traces: Traces, now: datetime) -> Answers:
    found: Answers = {}
    for asked in questions:
        old = now - datetime.fromisoformat(asked.since) > QUIET
        body = asked.body if old else ''
        found[asked.page.title] = matching.results(
            asked.page, dbname, asked.targets, traces, asked.settled, body, asked.later
        )
    return found


def read_traces(wiki: Wiki, questions: Sequence[TraceRequest]) -> Traces:
    """Read the edits and the log of the delivery account since the first of the sends."""
    since = min(asked.since for asked in questions)
    last = datetime.fromisoformat(max(asked.since for asked in questions))
    until = moments.iso(last + ARRIVED_BY)
    edits: list[DeliveryEdit] = []
    skips: list[Skip] = []
    namespaces: Namespaces | None = None
    for reply in wiki.query(
        list=['usercontribs', 'logevents'],
        meta='siteinfo',
        siprop='namespaces|namespacealiases',
        ucuser=DELIVERER,
        ucstart=since,
        ucend=until,
        ucdir='newer',
        ucprop='ids|title|timestamp|comment',
        uclimit='max',
        letype='massmessage',
        leuser=DELIVERER,
        lestart=since,
        leend=until,
        ledir='newer',
        leprop='type|title|timestamp|details',
        lelimit='max',
    ):
        if namespaces is None:
            namespaces = Namespaces.from_siteinfo(reply)
        edits += map(_edit, reply.get('usercontribs', ()))
        skips += map(_skip, reply.get('logevents', ()))
    if namespaces is None:
        raise WikiError(wiki.host, 'did not tell its namespaces')
    return _with_texts(
        wiki,
        Traces(namespaces, tuple(edits), tuple(one for one in skips if one.action in matching.STATE_OF)),
        questions,
    )


def _edit(row: Mapping[str, Any]) -> DeliveryEdit:
    return DeliveryEdit(
        row['revid'], row['title'], row['timestamp'], row.get('comment', ''), parent=row.get('parentid', 0)
    )


def _skip(row: Mapping[str, Any]) -> Skip:
    """Return an entry of the log; of a hidden one (`actionhidden`) nothing but the moment is known."""
    about = row.get('params', {})
    reason = str(about.get('reason', ''))
    return Skip(
        row.get('action', ''), row.get('title', ''), row['timestamp'], about.get('subject', ''), reason
    )


def _with_texts(wiki: Wiki, traces: Traces, questions: Sequence[TraceRequest]) -> Traces:
    """Read the texts before and after those edits that can be ours: 50 (or 500) per request."""
    targets = [target for asked in questions for target in asked.targets]
    revids = matching.wanted_edits(traces, targets, {asked.page.subject for asked in questions})
    texts = {number: one.text or '' for number, one in revisions.by_number(wiki, revids).items()}
    edits = (
        replace(edit, text=texts.get(edit.revision, ''), before=texts.get(edit.parent, ''))
        for edit in traces.edits
    )
    return replace(traces, edits=tuple(edits))


def _look_at_pages(wiki: Wiki, traces: Traces, targets: Sequence[Target]) -> Traces:
    """Read what stands on the pages of targets without a trace, and where they redirect to."""
    titles = list(dict.fromkeys(traces.title(target.page) for target in targets))
    moved: dict[str, str] = {}
    texts: dict[str, str] = {}
    for reply in wiki.query_each(
        'titles', titles, redirects=True, prop='revisions', rvprop='ids|content|timestamp', rvslots='main'
    ):
        moved |= {one['from']: one['to'] for one in reply.get('redirects', ())}
        for page in reply.get('pages', ()):
            if page.get('revisions'):
                texts[page['title']] = from_reply(page, wiki.host).text
    return replace(traces, moved=moved, texts=texts)
