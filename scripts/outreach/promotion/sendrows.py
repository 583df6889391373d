"""The rows of the promotion log for sends: one for each announcement, whatever its languages and waves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from outreach import wikitext
from outreach.lists.merge import person_of
from outreach.phrases import Say
from outreach.promotion.logpage import ScriptRow, Status
from outreach.sends import grounds, sendsummary
from outreach.sends.results import State
from outreach.sends.sendpage import CORRECTION
from outreach.sends.sendstate import SendState
from outreach.sends.sendsummary import Send
from outreach.weblinks import in_wikitext

KNOWN_LANGUAGES = 12  # of more the number is told alone


def entries(
    sends: Iterable[Send], say: Say, *, region: str = '', audience: str = '', planned: str = ''
) -> list[ScriptRow]:
    """Return a row of the promotion log for each announcement: one message, whatever languages and waves.

    A correction of what should not have been sent is an announcement of its own. `planned` is the day on
    which what was not sent yet is to go out, '' where none was fixed.
    """
    together: dict[str, list[Send]] = {}
    for send in sends:
        together.setdefault(_id(send), []).append(send)
    return [
        _entry(id_, some, say, region=region, audience=audience, planned=planned)
        for id_, some in together.items()
    ]


def _log_entries(sends: Iterable[Send]) -> Iterator[str]:
    for send in sends:
        yield from (f'log entry {one.log_id}' for one in send.page.every_send if one.log_id)


def _message(send: Send) -> str:
    """Return the page of the message that a send was made from, without the language of a translation."""
    return send.page.message.title.removesuffix(f'/{send.page.language}')


def _id(send: Send) -> str:
    kind = CORRECTION if send.page.kind == CORRECTION else 'announcement'
    return f'{kind} {_message(send)}'


def _entry(
    id_: str, sends: Sequence[Send], say: Say, *, region: str, audience: str, planned: str
) -> ScriptRow:
    sent = [send for send in sends if send.sent]
    counted = sent or [send for send in sends if send.page.state is not SendState.CANCELLED] or list(sends)
    total = sendsummary.total(counted)
    status = _status(sends, sent, total)
    days = sorted(send.date for send in sent)
    first = next((send for send in counted if _message(send) == send.page.message.title), counted[0])
    people = dict.fromkeys(send.page.planned_by for send in counted if send.page.planned_by)
    return ScriptRow(
        id=id_,
        date=days[0] if days else (planned if status is Status.PLANNED else ''),
        channel=_channel(counted),
        status=status,
        hosts=tuple(sorted({host for send in counted for host in send.hosts})),
        region=region,
        audience=audience,
        link=f'[[:{_message(first)}|{wikitext.escape(first.page.subject)}]]',
        by=', '.join(map(wikitext.user_link, people)),
        reach=total.delivered if total.states else None,
        recipients=total.targets,
        sends=tuple(_log_entries(sends)),
        details='<br />'.join(_details(sends, counted, total, say)),
        feedback=f'[[{{{{TALKPAGENAME:{first.page.campaign}}}}}|{say("feedback")}]]',
        notes=f'[[Special:PrefixIndex/{first.page.campaign}/Send/|{say("send-pages")}]]',
        since=min(max(pin.revid for pin in (*send.page.lists, send.page.message)) for send in sends),
        earlier=tuple(send.page.title for send in sends),
    )


def _channel(sends: Iterable[Send]) -> str:
    """Return where a message went: to people, if to any, else to pages that everybody on a wiki reads."""
    people = any(person_of(target) for send in sends for target in send.page.targets)
    return 'usertalk' if people else 'projectpage'


def _status(sends: Sequence[Send], sent: Sequence[Send], total: sendsummary.Reach) -> Status:
    """Return how far an announcement has come: sent once any of it was, unless nobody at all got it."""
    if not sent:
        cancelled = all(send.page.state is SendState.CANCELLED for send in sends)
        return Status.CANCELLED if cancelled else Status.PLANNED
    checked = all(send.results for send in sent)
    nobody = checked and not total.delivered and not total.states.get(State.UNKNOWN)
    return Status.FAILED if nobody else Status.SENT


def _details(
    sends: Sequence[Send], counted: Sequence[Send], total: sendsummary.Reach, say: Say
) -> Iterator[str]:
    """Return in words how many recipients there are, where, and how many came to another end than delivery.

    Of what should not have been sent it is said, with the reason; of a correction that it is one.
    """
    others = [
        say('state', count=count, state=say(f'state-{state.value.replace(" ", "-")}'))
        for state, count in sorted(total.states.items(), key=lambda item: (-item[1], item[0].value))
        if state is not State.DELIVERED and count
    ]
    yield say('comma').join([say('targets', targets=total.targets), *others])
    codes = sorted({send.page.language for send in counted})
    names = say('comma').join(codes) if len(codes) <= KNOWN_LANGUAGES else ''
    hosts = {host for send in counted for host in send.hosts}
    there = say('wikis', count=len(hosts)) if len(hosts) > 1 else wikitext.escape(''.join(hosts))
    spoken = say('languages', count=len(codes)) if len(codes) > 1 else ''
    told = f'{spoken} ({names})' if names and spoken else spoken
    yield say('comma').join(part for part in (there, told) if part)
    unknown = sum(len(send.page.targets) for send in sends if send.page.state is SendState.UNKNOWN)
    if unknown:
        yield say('unknown-send', targets=unknown)
    later = sum(
        len(send.page.targets)
        for send in sends
        if send not in counted and send.page.state in (SendState.PLANNED, SendState.REQUESTED)
    )
    if later:
        yield say('later', count=later)
    yield from dict.fromkeys(filter(None, (_ground(send.page.settings, say) for send in counted)))
    for reason in dict.fromkeys(send.page.wrong for send in sends if send.page.wrong):
        yield say('wrong-send', reason=wikitext.escape(reason))
    if counted[0].page.kind == CORRECTION:
        yield say('correction')


def _ground(settings: str, say: Say) -> str:
    """Return the ground on which people were written to, with where a community agreed; '' for none."""
    ground = grounds.in_settings(settings)
    if ground is None:
        return ''
    words = say(f'consent-{ground.consent.replace(" ", "-")}')
    return f'[{in_wikitext(ground.discussion)} {words}]' if ground.discussion else words
