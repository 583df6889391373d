"""After a wrong send: halt what is left, tell where it arrived, and say who is to get a correction.

A message that is out cannot be taken back. What can be done: nothing more goes out, the administrators of
the wikis hear where it stands, those who got it get a correction, and the public log says that it should
not have been sent. The send page carries the mark (`wrong`): from then on every run that would send
anything else of the campaign names it as a doubt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from outreach import wikitable
from outreach.campaign import subpage
from outreach.doubts import Doubt
from outreach.farm import Farm
from outreach.hostlabels import breakable
from outreach.lists.entries import Target
from outreach.moments import iso
from outreach.pages import Page
from outreach.phrases import Say
from outreach.problems import BadInput, Problem, WikiError, gathered, refuse
from outreach.sends import believed, followup, sending, tracing
from outreach.sends.believed import PageWords
from outreach.sends.messagepages import sent_texts
from outreach.sends.pinnedlists import PinnedLists
from outreach.sends.results import ASTRAY, AT, NOW_AT, Result, State, counts
from outreach.sends.sending import SendOutcome
from outreach.sends.sendpage import CORRECTION, SEND, Pinned, SendPage, one_line
from outreach.sends.sendpages import SendPages, persons
from outreach.sends.sendstate import SendState
from outreach.settings import Given, flag, many, maybe, page_title
from outreach.wikitable import Content, Markup
from outreach.wikitext import markers_on, put_region
from outreach.words import so_many

WRONG = many('wrong', page_title)
REASON = maybe('reason', one_line)
CORRECT = flag('correction')
REGION = 'wrong sends'
NAMED = 3
HALTED = 'the campaign was halted'
Results = Mapping[str, Sequence[Result]]


@dataclass(frozen=True)
class Arrived:
    """What became of the wrong sends and their corrections, by send page, and who did not answer."""

    results: Results
    failed: Sequence[WikiError] = ()

    @property
    def settled(self) -> bool:
        """Whether it is known of all of them."""
        every = [one.state for some in self.results.values() for one in some]
        return not self.failed and State.UNKNOWN not in every


def check(given: Given) -> list[Problem]:
    """Return what is wrong between the options about wrong sends."""
    found = []
    correction = given[CORRECT]
    if given[WRONG] and not given[REASON]:
        found.append(Problem('-reason', 'is needed with -wrong: what was wrong, for everybody to read'))
    if given[WRONG] and correction:
        found.append(Problem('-wrong -correction', 'cannot be combined: first the one, then the other'))
    return found


def report_title(campaign: str) -> str:
    """Return the title of the page that tells where the wrong sends of a campaign arrived."""
    return subpage(campaign, 'Wrong sends')


def named(names: Sequence[str], pages: Sequence[SendPage], campaign: str) -> list[SendPage]:
    """Return the sends that somebody names by the title of their page, by wave and language or by wave.

    Raises BadInput with every name that fits no send that was made, or may have been.
    """
    base = subpage(campaign, SEND, '')
    found: dict[str, SendPage] = {}
    problems = []
    for name in names:
        title = name if name.startswith(base) else f'{base}{name}'
        some = [one for one in pages if one.title == title or one.title.startswith(f'{title}/')]
        made = [one for one in some if one.state.taken]
        if not made:
            text = (
                'was not sent; -replan cancels it' if some else f'is no send of {campaign}, such as 2 or 2/sv'
            )
            problems.append(Problem(f'-wrong:{name}', text))
        found |= {one.title: one for one in made}
    refuse(problems)
    return list(found.values())


def left(pages: Sequence[SendPage]) -> list[SendPage]:
    """Return the pages from which something may still go out, corrections apart."""
    states = (SendState.PLANNED, SendState.REQUESTED, SendState.CLAIMED)
    return [page for page in pages if page.state in states and page.kind != CORRECTION]


def halt(
    send_pages: SendPages, pages: Sequence[SendPage], reason: str, words: PageWords, summary: str
) -> Iterator[SendOutcome]:
    """Mark sends as wrong, then cancel what is left; a run at work sees the marks at its next claim."""
    send_pages.read_log()
    for page in pages:
        yield _mark(send_pages, page, reason, words, summary)
    for page in left(send_pages.pages):
        if page.state is SendState.CLAIMED:
            yield sending.recheck(send_pages.trust, page.title, words, HALTED)
        else:
            yield sending.cancel(send_pages.trust, page.title, words, HALTED)
    send_pages.refresh()
    send_pages.read_log()


def _mark(send_pages: SendPages, page: SendPage, reason: str, words: PageWords, summary: str) -> SendOutcome:
    """Mark one send as wrong, once the log shows it; a send that is open is settled first."""
    title, entries = page.title, send_pages.log.get(page.title, ())
    if not any(entry.live for entry in entries):
        return sending.recheck(send_pages.trust, title, words, HALTED)
    if page.title in {one.title for one in send_pages.unsettled}:
        sending.as_logged(send_pages.trust, title, entries, words)
    now = believed.change(
        send_pages.trust,
        title,
        words,
        lambda one: replace(one, wrong=reason) if one.state is SendState.SENT else None,
        summary,
    )
    if now is None or not now.wrong:
        text = 'could not be marked as wrong: its page is gone, or no trusted account wrote it'
        return SendOutcome(title, SendState.SENT, text, refused=True)
    return SendOutcome(title, now.state, f'is marked as a wrong send: {reason}', len(page.targets))


def marked(pages: Sequence[SendPage]) -> list[SendPage]:
    """Return the sends that should not have been made."""
    return [page for page in pages if page.wrong and page.sent]


def before(send_pages: SendPages, planned: Sequence[SendPage]) -> list[Doubt]:
    """Return what makes it doubtful to send these pages: sends that were wrong, and those that are hidden."""
    wrong = doubts(send_pages.pages) if any(not page.kind for page in planned) else []
    return [*wrong, *(send_pages.doubts() if planned else [])]


def doubts(pages: Sequence[SendPage]) -> list[Doubt]:
    """Return a doubt for each wrong send of a campaign that is to go on."""
    return [
        Doubt('wrong-send', page.title, f'should not have been sent: {page.wrong}') for page in marked(pages)
    ]


def look(farm: Farm, send_pages: SendPages, now: datetime) -> Arrived:
    """Ask the wikis where the wrong sends of a campaign arrived, and its corrections."""
    pages = [page for page in send_pages.pages if page.wrong or (page.kind == CORRECTION and page.sent)]
    bodies = sent_texts(farm.home, {page.title: page.message.revid for page in pages})
    return Arrived(*tracing.follow(farm, pages, send_pages.results(), bodies, now))


def readers(farm: Farm, send_pages: SendPages, now: datetime) -> PinnedLists:
    """Return who is to get a correction, as their wikis tell now; the lists are the wrong sends as logged.

    Raises BadInput where no send is marked as wrong.
    """
    if not marked(send_pages.pages):
        text = 'no send of this campaign is marked as wrong: -wrong marks it'
        raise BadInput([Problem('-correction', text)])
    targets = uncorrected(send_pages.pages, look(farm, send_pages, now).results, now)
    pinned = tuple(Pinned(page.title, page.sent.revision) for page in marked(send_pages.pages) if page.sent)
    return PinnedLists(pinned, targets, iso(now))


def uncorrected(pages: Sequence[SendPage], results: Results, now: datetime) -> tuple[Target, ...]:
    """Return who got a message that should not have been sent, and no correction of it since."""
    got: dict[str, Target] = {}
    for page in marked(pages):
        done = _corrected(page, pages, results, now)
        for one in results.get(page.title, ()):
            (person,) = persons([one.target])
            if one.state is State.DELIVERED and person not in done:
                got.setdefault(person, one.target)
    return tuple(sorted(got.values()))


def _corrected(wrong: SendPage, pages: Sequence[SendPage], results: Results, now: datetime) -> set[str]:
    """Return who is on a correction that is not older than a wrong send; what failed may come again."""
    done: set[str] = set()
    for page in pages:
        if page.kind != CORRECTION or page.state is SendState.CANCELLED or _before(page, wrong):
            continue
        some = results.get(page.title, ())
        again = followup.passing(page, some, pages)
        late = again and followup.due(page, some) <= now
        done |= persons([one for one in page.targets if not (late and one in again)])
    return done


def _before(page: SendPage, wrong: SendPage) -> bool:
    """Return whether a correction went out before a wrong send, and so corrects others only."""
    return bool(page.sent and wrong.sent and page.sent.time < wrong.sent.time)


def lines(pages: Sequence[SendPage], arrived: Arrived, campaign: str, option: str) -> Iterator[str]:
    """Return where the wrong sends arrived, wiki by wiki, and what to do next, for the terminal.

    `option` is how a command finds the send pages.
    """
    results = arrived.results
    yield from (f'{error}; nobody knows yet what arrived there' for error in arrived.failed)
    for page in marked(pages):
        found = counts(results.get(page.title, ()))
        said = ', '.join(f'{found[state]:,} {state.value}' for state in State if found[state])
        yield f'{page.title}: {so_many(len(page.targets))}: {said or "not looked up"}.'
        if found[State.UNKNOWN]:
            yield '  Nothing can call back what the queues of the wikis hold; look again when they have run.'
    got = deliveries(pages, results)
    for host, count in sorted(Counter(one.target.host for _, one in got).items()):
        first = [one for _, one in got if one.target.host == host][:NAMED]
        links = ' '.join(f'https:{_diff(one)}' for one in first)
        yield f'  {host}: {count:,} delivered: {links}{" …" if count > NAMED else ""}'
    yield f'All of them, by wiki, for the administrators there: [[{report_title(campaign)}]]'
    yield f'Next: write the correction on [[{subpage(campaign, "Correction")}]], then'
    yield f'      pwb send_message {option} -correction sends it to those who got the message;'
    yield f'      pwb log_promotion {option} says in the public log what happened'


def deliveries(pages: Sequence[SendPage], results: Results) -> list[tuple[SendPage, Result]]:
    """Return all deliveries of wrong sends, wiki by wiki."""
    found = [
        (page, one)
        for page in marked(pages)
        for one in results.get(page.title, ())
        if one.state is State.DELIVERED
    ]
    return sorted(found, key=lambda pair: (pair[1].target, pair[0].title))


def report(pages: Sequence[SendPage], results: Results, say: Say) -> str:
    """Return the wikitext of what was sent wrongly, why, and each delivery with its diff, wiki by wiki."""
    about = [
        (
            Markup(f'[[:{page.title}]]'),
            page.sent.stamp if page.sent else '',
            page.sent.by if page.sent else '',
            page.wrong,
            str(counts(results.get(page.title, ()))[State.DELIVERED]),
            str(counts(results.get(page.title, ()))[State.UNKNOWN]),
        )
        for page in marked(pages)
    ]
    rows: list[tuple[Content, ...]] = [
        (
            Markup(breakable(one.target.host)),
            one.detail.removeprefix(ASTRAY).removeprefix(AT).removeprefix(NOW_AT) or one.target.page,
            Markup(f'[{_diff(one)} {one.revision}]'),
            Markup(f'[[:{page.title}]]'),
        )
        for page, one in deliveries(pages, results)
    ]
    sends = wikitable.render(
        _columns(say, 'send', 'time', 'by', 'reason', 'delivered', 'unsettled'), about, wraps=True
    )
    where = wikitable.render(
        _columns(say, 'wiki', 'page', 'edit', 'send'), rows, classes=['sortable'], wraps=True
    )
    return f'{sends}\n\n{where}'


def publish(send_pages: SendPages, results: Results, say: Say) -> list[Problem]:
    """Write the report onto its page; what people wrote there stays.

    Returns what kept it from being written: a page whose markers are broken stays as it is.
    """
    table, lead = report(send_pages.pages, results, say), say('wrong-lead', campaign=send_pages.campaign)
    title = report_title(send_pages.campaign)
    problems: list[Problem] = []

    def become(now: Page) -> str:
        return put_region(now.text, REGION, table, lead=lead)

    with gathered(problems), markers_on(title):
        send_pages.home.update(title, become, say('wrong-summary'))
    return problems


def _columns(say: Say, *names: str) -> list[str]:
    return [say(f'wrong-{name}') for name in names]


def _diff(one: Result) -> str:
    """Return the address of the edit of a delivery, without its protocol."""
    return f'//{one.target.host}/w/index.php?diff={one.revision}'
