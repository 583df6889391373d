"""The sends of a campaign as the wiki tells them: send pages and their results, and what they add up to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from outreach.lists.entries import Target
from outreach.sends.results import Reaction, Result, State, counts
from outreach.sends.sendpage import SendPage, wave_and_language
from outreach.sends.sendstate import SendState


@dataclass(frozen=True)
class Send:
    """One send page and what became of its targets; no results before the delivery was checked."""

    page: SendPage
    results: tuple[Result, ...] = ()

    @property
    def sent(self) -> bool:
        """Return whether the send log holds it."""
        return self.page.state is SendState.SENT

    @property
    def date(self) -> str:
        """Return the day on which it was sent; '' where it was not, or nobody knows."""
        return f'{self.page.sent.time:%Y-%m-%d}' if self.page.sent and self.sent else ''

    @property
    def hosts(self) -> tuple[str, ...]:
        """Return the wikis of the targets, those with most targets first."""
        by_host = Counter(target.host for target in self.page.targets)
        return tuple(sorted(by_host, key=lambda host: (-by_host[host], host)))

    @property
    def states(self) -> Counter[State]:
        """Count the targets by what became of them; targets without a result are unknown once sent."""
        found = counts(self.results)
        if self.sent and self.results:
            missing = len(self.page.targets) - found.total()
            return found + Counter({State.UNKNOWN: missing})
        return found


@dataclass(frozen=True)
class Reach:
    """What some sends add up to."""

    sends: int
    targets: int
    states: Mapping[State, int]
    languages: tuple[str, ...]
    wikis: tuple[str, ...]

    @property
    def delivered(self) -> int:
        """Count the people who got the message."""
        return self.states.get(State.DELIVERED, 0)


def send_titles(titles: Iterable[str], campaign: str) -> tuple[str, ...]:
    """Return those of the pages under a campaign page that are send pages, wave 2 before wave 10."""
    order: dict[str, tuple[list[int], str]] = {}
    for title in titles:
        place = wave_and_language(title, campaign)
        if place:
            order[title] = ([int(part) for part in re.findall(r'\d+', place[0])], place[1])
    return tuple(sorted(order, key=lambda title: order[title]))


def reach(sends: Sequence[Send]) -> Reach:
    """Add up the sends that were sent, as `total` does.

    Corrections of wrong sends reach nobody new, and say nothing of the campaign.
    """
    return total([send for send in sends if send.sent and not send.page.kind])


def total(sent: Sequence[Send]) -> Reach:
    """Add up some sends that were sent; a target sent to again counts once, with what came of it last."""
    targets: dict[Target, State | None] = {}
    for send in sent:
        states = {result.target: result.state for result in send.results}
        for target in send.page.targets:
            unsettled = State.UNKNOWN if states else None
            if targets.get(target) is not State.DELIVERED:
                targets[target] = states.get(target, unsettled)
    return Reach(
        sends=len(sent),
        targets=len(targets),
        states=Counter(state for state in targets.values() if state),
        languages=tuple(sorted({send.page.language for send in sent})),
        wikis=tuple(sorted({one.host for one, state in targets.items() if state is State.DELIVERED})),
    )


def waves(sends: Iterable[Send]) -> dict[str, list[Send]]:
    """Return the sends that were sent by wave, follow-ups (`2.1`) with their wave, in order of the day."""
    found: dict[str, list[Send]] = {}
    for send in sorted((send for send in sends if send.date), key=lambda send: send.date):
        found.setdefault(send.page.wave.partition('.')[0], []).append(send)
    return found


def answered(sends: Iterable[Send]) -> int:
    """Count the deliveries that somebody answered."""
    return sum(result.reaction is Reaction.ANSWERED for send in sends for result in send.results)
