"""Waves of a campaign that was measured: people by number, asked or held out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from outreach import phrases
from outreach.holdout import Design
from outreach.lists.entries import Target
from outreach.measures import groups
from outreach.measures.groups import Member, PersonKey
from outreach.measures.inputs import Measured
from outreach.measures.joining import Joined, SignUps
from outreach.sends.results import Reaction, Result, State
from outreach.sends.sendpage import Pinned, SendPage
from outreach.sends.sendstate import Removed, SendState, Sent
from outreach.sends.sendsummary import Send

CAMPAIGN = 'Outreach/X'
START = datetime(2026, 9, 1, 12, tzinfo=UTC)
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
DAY = timedelta(days=1)
DESIGN = Design('signup', 30, 10, 37)
HOST = 'en.wikipedia.test'
ENGLISH = phrases.of_script('measure_campaign')['en']
ROOT = Path(__file__).parents[2]


def say(key: str, **parameters: object) -> str:
    """Return English words with their parameters, the plural forms left as they are."""
    return ENGLISH[key] % parameters if parameters else ENGLISH[key]


def target(number: int, host: str = HOST) -> Target:
    return Target(host, f'User talk:P{number}')


def page(
    wave: str,
    asked: Collection[int],
    held: Collection[int] = (),
    day: int = 0,
    *,
    design: Design | None = DESIGN,
    removed: Collection[int] = (),
    host: str = HOST,
) -> SendPage:
    """Return the send page of a wave that went out so many days after the first."""
    pin = Pinned('M', 1)
    return SendPage(
        title=f'{CAMPAIGN}/Send/{wave}/en',
        campaign=CAMPAIGN,
        wave=wave,
        language='en',
        subject='Hello',
        targets=tuple(sorted(target(n, host) for n in asked)),
        lists=(Pinned('L', 1),),
        message=pin,
        digest='0' * 16,
        planned_by='Bot',
        state=SendState.SENT,
        settings=f'waves = rest; {design.words}' if design else 'waves = rest',
        plan=wave.ljust(16, '0'),
        sent=Sent(START + day * DAY, 'Bot', 7, 8),
        held=tuple(sorted(target(n, host) for n in held)),
        removed=tuple(Removed(target(n, host), 'excluded') for n in removed),
    )


def checked(one: SendPage, reactions: Sequence[tuple[int, Reaction]] = ()) -> Send:
    """Return a send of which every target was delivered, and what some people did about it."""
    did = {target(number): reaction for number, reaction in reactions}
    return Send(
        one,
        tuple(
            Result(where, State.DELIVERED, revision=5, reaction=did.get(where, Reaction.NONE))
            for where in one.targets
        ),
    )


def accounts(*numbers: int) -> dict[str, PersonKey]:
    return {f'P{n}': PersonKey(f'#{n}', f'P{n}') for n in numbers}


def measured(
    sends: Sequence[Send], joined: dict[int, int], later: dict[int, frozenset[str]] | None = None
) -> Measured:
    """Return what is measured from these sends; `joined` are the days on which people signed up."""
    found = list(groups.members([send.page for send in sends]))
    known = accounts(*(int(one.name[1:]) for one in found))
    signups = SignUps({f'#{number}': Joined(START + day * DAY) for number, day in joined.items()})
    return Measured(
        campaign=CAMPAIGN,
        sends=tuple(sends),
        design=groups.fixed([send.page for send in sends]),
        now_given=DESIGN,
        people=groups.people(found, known),
        accounts=known,
        signups=signups,
        when={key: one.at for key, one in signups.joined.items()},
        pages=('Sign-ups',),
        later=later or {},
    )


def member(number: int, wave: int = 1, *, held: bool = False, day: int = 0, host: str = HOST) -> Member:
    return Member(f'P{number}', host, wave, START + day * DAY, held)
