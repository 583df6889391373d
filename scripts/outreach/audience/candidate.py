"""A candidate: somebody who reached the rule, what is known about them, and what becomes of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from outreach.audience.contributions import EditKind
from outreach.audience.funnel import Funnel, FunnelStep
from outreach.audience.optout import TalkPage
from outreach.audience.people import Choice, Exclusion, Person, Seen, WikiRule
from outreach.audience.significance import (
    Contribution,
    PlainRule,
    ScoreRule,
    combined,
    pages_score,
    recency_score,
)
from outreach.moments import iso

# Which reasons belong to which step of the funnel, in order.
STEPS: Mapping[str, tuple[Exclusion, ...]] = {
    'significant': (Exclusion.BELOW_RULE,),
    'unopposed': (
        Exclusion.EXCLUDED,
        Exclusion.LEFT,
        Exclusion.REMOVED,
        Exclusion.MOVED,
        Exclusion.CONTACTED,
    ),
    'people': (
        Exclusion.BAD_NAME,
        Exclusion.NO_ACCOUNT,
        Exclusion.BOT,
        Exclusion.LOCKED,
        Exclusion.SAME_PERSON,
        Exclusion.TOO_MANY_WIKIS,
    ),
    'active': (Exclusion.INACTIVE,),
    'reachable': (
        Exclusion.BLOCKED,
        Exclusion.EXCLUDED_WIKI,
        Exclusion.NO_WIKI,
        Exclusion.BOARD,
        Exclusion.UNREADABLE,
    ),
    'listed': (Exclusion.OPTED_OUT, Exclusion.NOBOTS, Exclusion.SEGMENT),
}


@dataclass(frozen=True)
class Rules:
    """By what everybody is judged; `now` and the days make the moments.

    Without `active_days` nobody has to be active, without `max_wikis` on as many wikis as they like.
    """

    rule: PlainRule | ScoreRule
    wikis: WikiRule
    now: datetime
    active_days: int = 365
    max_wikis: int = 20

    @property
    def cutoff(self) -> str:
        """The moment since when somebody must have edited somewhere."""
        return iso(self.now - timedelta(days=self.active_days))


@dataclass(frozen=True)
class Lists:
    """What lists on the wiki say about people, by name; `stated` is the wiki that somebody stated.

    `moved` are those whom a person removed and put on for another wiki, with its host.
    `wikis_out` are the hosts of wikis where nobody must be asked, with the reason. `left` asked not to be
    asked, `joined` to be on the list; `stray` are named there by lines that are no entries.
    """

    excluded: Collection[str] = ()
    removed: Collection[str] = ()
    moved: Mapping[str, str] = field(default_factory=dict)
    contacted: Mapping[str, str] = field(default_factory=dict)
    keep: Collection[str] = ()
    stated: Mapping[str, str] = field(default_factory=dict)
    wikis_out: Mapping[str, str] = field(default_factory=dict)
    left: Collection[str] = ()
    stray: Collection[str] = ()
    joined: Collection[str] = ()


@dataclass
class Candidate:
    """Somebody who reached the rule, and what is known so far. `notes` say it in the order it was learnt.

    `was` is the older name of somebody who goes on under another one, '' for all others, and `moved_to` the
    account that is judged instead of this one.
    """

    name: str
    contributions: list[Contribution]
    person: Person | None = None
    complete: bool = False
    asked: set[str] = field(default_factory=set)
    talk: dict[str, TalkPage] = field(default_factory=dict)
    exclusion: Exclusion | None = None
    choice: Choice | None = None
    moved_to: str | None = None
    was: str = ''
    notes: list[str] = field(default_factory=list)

    @property
    def known(self) -> Person:
        """The person, who has been found by now."""
        if self.person is None:
            raise LookupError(f'{self.name!r} has not been looked up')
        return self.person

    @property
    def seen(self) -> Seen:
        """When the person last edited the topic on each wiki."""
        last: dict[str, str] = {}
        for one in self.contributions:
            last[one.host] = max(last.get(one.host, ''), one.last)
        return Seen(last)

    @property
    def looked_at(self) -> set[str]:
        """The wikis where the person is looked at: those with edits to the topic, the main, the chosen."""
        chosen = self.choice.host if self.choice else None
        return {*self.seen.last_edit, *(host for host in (chosen, self.known.main) if host)}

    def drop(self, exclusion: Exclusion, note: str) -> None:
        """Leave the person out; the first reason is the one that counts, later ones are noted."""
        self.notes.append(f'out: {exclusion.value} ({note})')
        if self.exclusion is None:
            self.exclusion = exclusion


def cut_to_languages(
    candidates: Iterable[Candidate], languages: Collection[str], language_of: Mapping[str, str]
) -> None:
    """Leave out who is asked on a wiki in none of these languages; without languages nobody.

    `language_of` gives the language of a wiki by host.
    """
    for one in candidates:
        host = one.choice.host if one.choice else None
        if languages and one.exclusion is None and host and language_of.get(host) not in languages:
            one.drop(Exclusion.SEGMENT, f'asked on {host}, whose language was not asked for')


def reaches(rule: PlainRule | ScoreRule, done: Collection[Contribution], now: datetime) -> bool:
    """Return whether contributions reach the rule, or could: the score's count of edits is not known yet."""
    if isinstance(rule, PlainRule):
        return rule.met(done)
    last = datetime.fromisoformat(max(one.last for one in done))
    best = combined(pages_score(done), 1.0, recency_score((now - last).total_seconds() / 86400))
    return best >= rule.min_score


def funnel(
    counts: Mapping[str, int],
    uncounted: Mapping[str, EditKind],
    below: int,
    candidates: Mapping[str, Candidate],
) -> Funnel:
    """Return the funnel: pages from `counts`, editors whose edits count for nothing, and the verdicts.

    `below` is the number of editors that did not reach the rule.
    """
    steps = [FunnelStep(name, counts[name]) for name in ('articles', 'pages', 'changed-pages')]
    left = below + len(candidates)
    steps.append(FunnelStep('editors', left, Counter(kind.value for kind in uncounted.values())))
    for name, dropped in dropped_by_step(candidates, below):
        left -= sum(dropped.values())
        steps.append(FunnelStep(name, left, dropped))
    return Funnel(tuple(steps))


def dropped_by_step(candidates: Mapping[str, Candidate], below: int) -> Iterator[tuple[str, dict[str, int]]]:
    """Return the steps that judge people, in order, each with how many it takes and why."""
    why = Counter(one.exclusion for one in candidates.values() if one.exclusion is not None)
    why[Exclusion.BELOW_RULE] += below
    for name, reasons in STEPS.items():
        yield name, {reason.value: why[reason] for reason in reasons if why[reason]}


def without_account(candidates: Mapping[str, Candidate]) -> list[str]:
    """Return the names under which there is no account any more, such as one that was hidden."""
    return [one.name for one in candidates.values() if one.exclusion is Exclusion.NO_ACCOUNT]
