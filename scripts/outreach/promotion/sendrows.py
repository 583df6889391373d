"""The rows of the promotion log for sends: one for each send page."""

from __future__ import annotations

from outreach import wikitext
from outreach.phrases import Say
from outreach.promotion.logpage import ScriptRow, Status
from outreach.sends.results import State
from outreach.sends.sendpage import CORRECTION
from outreach.sends.sendstate import SendState
from outreach.sends.sendsummary import Send

# every other state is one of waiting
STATUS = {SendState.SENT: Status.SENT, SendState.CANCELLED: Status.CANCELLED}


def entry(send: Send, say: Say, *, region: str = '', audience: str = '', planned: str = '') -> ScriptRow:
    """Return the row of the promotion log for a send: its id is the title of the send page.

    `planned` is the day on which a send that was not sent yet is to go out, '' where none was fixed.
    """
    page = send.page
    delivered = send.states[State.DELIVERED]
    status = STATUS.get(page.state, Status.PLANNED)
    if status is Status.SENT and send.results and not delivered and not send.states[State.UNKNOWN]:
        status = Status.FAILED
    return ScriptRow(
        id=page.title,
        date=send.date or (planned if status is Status.PLANNED else ''),
        channel='usertalk',
        status=status,
        wiki=send.hosts[0] if len(send.hosts) == 1 else say('wikis', count=len(send.hosts)),
        hosts=send.hosts,
        language=page.language,
        region=region,
        audience=audience,
        link=f'[[:{page.title}|{wikitext.escape(page.subject)}]]',
        by=f'[[User:{page.planned_by}|{wikitext.escape(page.planned_by)}]]' if page.planned_by else '',
        reach=delivered if send.results else None,
        recipients=len(page.targets),
        sends=tuple(f'log entry {one.log_id}' for one in page.every_send if one.log_id),
        details=_details(send, say),
        feedback=f'[[{{{{TALKPAGENAME:{page.campaign}}}}}|{say("feedback")}]]',
        since=max(pin.revid for pin in (*page.lists, page.message)),
    )


def _details(send: Send, say: Say) -> str:
    """Return in words how many targets there were, and how many came to each other end than delivery.

    Of a send that should not have been made it is said, with the reason; of a correction that it is one.
    """
    if send.page.wrong:
        reason = wikitext.escape(send.page.wrong)
        return say('wrong-send', reason=reason, figures=_figures(send, say))
    if send.page.kind == CORRECTION:
        return say('correction', figures=_figures(send, say))
    return _figures(send, say)


def _figures(send: Send, say: Say) -> str:
    if send.page.state is SendState.UNKNOWN:
        return say('unknown-send', targets=len(send.page.targets))
    if not send.results:
        return say('targets', targets=len(send.page.targets))
    others = [
        say('state', count=count, state=say(f'state-{state.value.replace(" ", "-")}'))
        for state, count in sorted(send.states.items(), key=lambda item: (-item[1], item[0].value))
        if state is not State.DELIVERED and count
    ]
    return say('comma').join([say('targets', targets=len(send.page.targets)), *others])
