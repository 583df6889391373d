"""Who is held out of the waves of a campaign, and until when.

The held-out people of a wave stand on the first send page that was planned for it. They wait from the day
on which the wave went out; after that they are asked as everybody else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from outreach import holdout, proportions
from outreach.holdout import Design
from outreach.lists.entries import Target
from outreach.lists.merge import person_of
from outreach.problems import Problem
from outreach.sends.sendpage import SendPage
from outreach.sends.sendstate import SendState
from outreach.words import counted

# how many of a hundred do it anyway: what invitations were seen to meet, and a lively community
BASES = (1, 5)
# a rise by so much is no outcome of a message: where only more than that is seen, a hold-out tells nothing
LARGE = 0.2
TOO_FEW = (
    'These are too few people for a hold-out to tell anything, for a message usually moves one or two in a '
    'hundred: leave holdout out, or ask some hundreds of people more.'
)
DOING = {'signup': 'sign up', 'topicedit': 'edit the topic', 'anyedit': 'edit their wiki'}


@dataclass(frozen=True)
class HeldOut:
    """One target that is held out of a wave. `until` is None where the wave was not sent yet."""

    target: Target
    wave: str
    until: datetime | None

    def waits(self, now: datetime) -> bool:
        """Return whether the day has not come."""
        return self.until is None or now < self.until


def begun(pages: Iterable[SendPage]) -> bool:
    """Return whether anybody has got the message, or may have: what is measured is fixed since then."""
    return any(page.state.taken and not page.kind for page in pages)


def on_pages(pages: Sequence[SendPage]) -> Iterator[HeldOut]:
    """Return everybody who was held out of a wave, by the send pages that were not cancelled."""
    live = [page for page in pages if page.state is not SendState.CANCELLED and not page.kind]
    for page in live:
        design = holdout.in_settings(page.settings)
        if not page.held or design is None:
            continue
        sent = [one.time for other in live if other.plan == page.plan for one in other.every_send]
        until = max(sent) + timedelta(days=design.until) if sent else None
        yield from (HeldOut(target, page.wave, until) for target in page.held)


def by_person(
    pages: Sequence[SendPage], person_at: Mapping[Target, str], renamed: Mapping[str, str]
) -> dict[str, HeldOut]:
    """Return everybody who was held out, by current and earlier names, the last time counting."""
    found: dict[str, HeldOut] = {}
    for one in on_pages(pages):
        name = person_at.get(one.target) or person_of(one.target) or str(one.target)
        found[name] = found[renamed.get(name, name)] = one
    return found


def draw(
    targets: Collection[Target], campaign: str, share: int, central: Mapping[Target, int]
) -> set[Target]:
    """Return those of the targets that are held out; who has no global account is not drawn."""
    return {one for one in targets if one in central and holdout.drawn(campaign, central[one], share)}


def split(
    order: Sequence[Target], drawn: Collection[Target], most: int | None
) -> tuple[list[Target], list[Target], list[Target]]:
    """Return who is asked in a wave of `most` (None: all), who is held out of it, and who is left over.

    Held out of it are those who would have been asked had they not been drawn. Where that leaves nobody to
    compare them with, they are asked.
    """
    if not set(order) - set(drawn):
        drawn = ()
    asked: list[Target] = []
    held: list[Target] = []
    for at, target in enumerate(order):
        if target in drawn:
            held.append(target)
        elif most is None or len(asked) < most:
            asked.append(target)
        else:
            return (asked, held, list(order[at:])) if asked else ([], [], list(order))
    return asked, held, []


def lines(held: Sequence[HeldOut], now: datetime) -> Iterator[str]:
    """Return lines on until which day people are held out, those of one day together, past days left out."""
    days: dict[str, list[str]] = {}
    for one in held:
        if one.waits(now):
            day = (
                f'until {one.until:%Y-%m-%d}' if one.until else f'of wave {one.wave}, which was not sent yet'
            )
            days.setdefault(day, []).append(str(one.target))
    for day, targets in sorted(days.items()):
        yield f'held out {day}: {", ".join(targets)}'


def explained(
    pages: Sequence[SendPage], name: str, renamed: Mapping[str, str], now: datetime
) -> Iterator[str]:
    """Return lines on until when one person is held out, and why; `name` is the current one."""
    held = by_person(pages, {}, renamed).get(name)
    found = list(lines([held], now)) if held else []
    yield from found
    if found:
        yield 'by lot, so that it can be told what the message does; nobody is denied it (docs/measuring.md)'


def changed(pages: Sequence[SendPage], design: Design | None) -> list[Problem]:
    """Return what was fixed before the first send and is another now: that cannot be."""
    sent = [page for page in pages if page.state is SendState.SENT and not page.kind]
    now = design.words if design else 'nothing is measured'
    for page in sorted(sent, key=lambda one: min(send.time for send in one.every_send)):
        fixed = holdout.in_settings(page.settings)
        before = fixed.words if fixed else 'nothing is measured'
        if before == now:
            return []
        text = f'was fixed before the first send and cannot be changed since: {before}; now it is {now}'
        return [Problem('outcome, outcomewindow, holdout, holdoutuntil', text)]
    return []


def prospect(asked: int, held: int, design: Design | None) -> Iterator[str]:
    """Return lines on what difference could be seen at all, between so many people; before the first send."""
    if design is None or not design.share:
        yield '  Nobody is held out (holdout): what the message does will not be known.'
        return
    people, until = counted(held, 'person', 'people'), counted(design.until, 'day')
    do, window = DOING[design.outcome], counted(design.window, 'day')
    groups = f'of the {asked} who are asked, and of the {held} held out'
    yield f'  {design.share} % are held out, {people}, until {until} after their wave.'
    yield f'  Counted is how many {do} within {window}: {groups}.'
    rises = [(base, proportions.seen_rise(asked, held, base / 100)) for base in BASES]
    for base, least in rises:
        if least is None:
            yield f'  If {base} % {do} unasked, no difference could be seen, whatever those asked do.'
        else:
            told = f'where at least {100 * least:.1f} % of those asked do; a smaller one is mostly missed'
            yield f'  If {base} % {do} unasked, a difference is seen in 4 cases of 5 {told}.'
    if not any(least is not None and least - base / 100 <= LARGE for base, least in rises):
        yield f'  {TOO_FEW}'
