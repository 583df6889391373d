"""Who was asked and who was held out in each wave: everybody once, by assignment, whatever became of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from outreach import holdout
from outreach.holdout import Design
from outreach.lists.entries import Target
from outreach.lists.merge import person_of
from outreach.sends import sendplan
from outreach.sends.sendpage import SendPage
from outreach.sends.sendstate import SendState

# what the key of a person with a global account begins with; no name of an account can
CENTRAL = '#'


@dataclass(frozen=True)
class Member:
    """One person in a wave: the name on its send page, their wiki, when their window begins, the group."""

    name: str
    host: str
    wave: int
    start: datetime
    held: bool = False


@dataclass(frozen=True)
class PersonKey:
    """Who a name is today: the key of the person (the central id, else the name) and the name."""

    key: str
    name: str


def sent(pages: Iterable[SendPage]) -> list[SendPage]:
    """Return the pages that were sent to people of the campaign, in the order of their sends."""
    ours = [page for page in pages if page.state is SendState.SENT and not page.kind and page.every_send]
    return sorted(ours, key=lambda page: (first_send(page), page.title))


def first_send(page: SendPage) -> datetime:
    """Return when a page was sent first."""
    return min(one.time for one in page.every_send)


def fixed(pages: Sequence[SendPage]) -> Design | None:
    """Return what was fixed before the first send, as its page has it; None where nothing was."""
    first = sent(pages)[:1]
    return holdout.in_settings(first[0].settings) if first else None


def members(pages: Sequence[SendPage]) -> Iterator[Member]:
    """Return everybody who was asked or held out, each name with the wave that it came into first.

    Asked is who was planned, also where the message was not delivered or they were left off at the send.
    """
    gone = sent(pages)
    seen: set[str] = set()

    def of(targets: Iterable[Target], wave: int, start: datetime, *, held: bool) -> Iterator[Member]:
        for target in targets:
            name = person_of(target)
            if name and name not in seen:
                seen.add(name)
                yield Member(name, target.host, wave, start, held)

    for page in gone:
        wave, planned = sendplan.number(page.wave), set(page.planned_targets) - set(page.strangers)
        # the window of those held out begins when the wave was out
        out = max(first_send(one) for one in gone if one.plan == page.plan)
        yield from of(page.held, wave, out, held=True)
        yield from of(sorted(planned), wave, first_send(page), held=False)


def people(found: Iterable[Member], accounts: Mapping[str, PersonKey]) -> dict[str, Member]:
    """Return the members by person, each once: who was renamed is one person, and stays in the first wave.

    Who has two accounts and was asked with one of them was asked, whatever the draw said of the other.
    """

    def account(one: Member) -> PersonKey:
        return accounts.get(one.name, PersonKey(one.name, one.name))

    known: dict[str, Member] = {}
    for one in sorted(found, key=lambda member: (member.wave, member.start)):
        first = known.setdefault(account(one).key, one)
        if first.held and not one.held and account(first).name != account(one).name:
            known[account(one).key] = one
    return known


def counted(
    found: Iterable[Member], accounts: Mapping[str, PersonKey], design: Design | None
) -> tuple[dict[str, Member], int]:
    """Return the members by person who count by a design, and how many others were asked."""
    known = people(found, accounts)
    return drawable(known) if design and design.share else (known, 0)


def drawable(found: Mapping[str, Member]) -> tuple[dict[str, Member], int]:
    """Return those who could be drawn at all, and how many others were asked.

    Without a global account nobody is held out, so such people have no control: they are in no group.
    """
    kept = {key: one for key, one in found.items() if key.startswith(CENTRAL)}
    return kept, sum(not one.held for key, one in found.items() if key not in kept)


def days(found: Mapping[str, Member]) -> dict[int, tuple[datetime, datetime]]:
    """Return for each wave when the first and the last of its windows begin."""
    starts: dict[int, list[datetime]] = {}
    for one in found.values():
        starts.setdefault(one.wave, []).append(one.start)
    return {wave: (min(some), max(some)) for wave, some in sorted(starts.items())}
