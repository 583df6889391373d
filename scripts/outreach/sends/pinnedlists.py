"""The lists that a send is made from, in their current revisions: delivery lists, and the testers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from outreach import moves, siteinfo
from outreach.lists import authors, listpages
from outreach.lists.deliverylist import parse
from outreach.lists.entries import Target
from outreach.lists.merge import person_of
from outreach.names import CATEGORY
from outreach.problems import BadInput, Problem, no_page
from outreach.revisions import Edit
from outreach.sends.sendpage import Pinned
from outreach.trust import Trust, read_authorship
from outreach.wiki import Wiki

MOST_TESTERS = 20
# the titles of a list and of its parts, by its own
Parts = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class PinnedLists:
    """The delivery lists of a campaign in their current revisions, and their targets in order.

    `changed` is when the last of them was changed, `left_out` says who on them does not count.
    """

    pinned: tuple[Pinned, ...]
    targets: tuple[Target, ...]
    changed: str
    left_out: tuple[Problem, ...] = ()

    @property
    def titles(self) -> list[str]:
        """Return the pages of the lists."""
        return [one.title for one in self.pinned]

    def age(self, now: datetime) -> int:
        """Count the days since the last change."""
        return (now - datetime.fromisoformat(self.changed)).days


def parts_of(home: Wiki, lists: str, testers: str) -> Parts:
    """Return the titles of a list and of that of the testers, each with its parts: a request for each."""
    return {title: listpages.titles_of(home, title) for title in (lists, testers) if title}


def read_for_plan(
    trust: Trust, lists: str, testers: str, corrected: PinnedLists | None = None, parts: Parts | None = None
) -> tuple[PinnedLists, PinnedLists, dict[str, list[Edit]]]:
    """Read a delivery list and that of the testers; the last are the edits of the list and its parts.

    These go by title, a request for each. `corrected` stand for the list where a correction goes to them;
    `parts` are what `parts_of` told already. Raises BadInput as `read_lists` and `read_testers`.
    """
    known = parts or parts_of(trust.wiki, lists, testers)
    found = corrected or read_lists(trust.wiki, lists, known[lists])
    tested = read_testers(trust, testers, known.get(testers, ()))
    titles = known[lists] if corrected else found.titles
    return found, tested, {title: moves.editors(trust.wiki, title) for title in titles}


def read_lists(home: Wiki, base: str, titles: Sequence[str] = ()) -> PinnedLists:
    """Read the delivery list and its parts; `titles` are theirs, where they were asked for already.

    Raises BadInput with every entry that cannot be read, and where there is no list.
    """
    pages = listpages.read(home, base, titles)
    if not pages:
        raise BadInput([no_page(base, 'there is no such delivery list; build_targets makes one')])
    listed = [parse(page.text, home.host, page.model, title=page.title) for page in pages]
    problems = [problem for one in listed for problem in one.problems]
    if problems:
        raise BadInput(problems)
    pinned = tuple(Pinned(page.title, page.revid) for page in pages)
    targets = tuple(target for one in listed for target in one.targets)
    if not targets and siteinfo.namespace_of(home, base)[0] == CATEGORY:
        text = 'is a category: its members are in no revision that a send could name; write them on a list'
        raise BadInput([Problem(base, text)])
    return PinnedLists(pinned, targets, max(page.timestamp for page in pages))


def read_testers(trust: Trust, title: str, titles: Sequence[str] = ()) -> PinnedLists:
    """Read the testers of a campaign: those whom a trusted account, or they themselves, put on their list.

    Whom somebody else put there gets no test, and is named in `left_out`. `titles` as in `read_lists`. Raises
    BadInput where there are more than MOST_TESTERS: a test goes out before anybody has looked at it.
    """
    if not title:
        return PinnedLists((), (), '')
    found = read_lists(trust.wiki, title, titles)
    foreign: dict[Target, Problem] = {}
    for one in found.pinned:
        known = read_authorship(trust.wiki, one.title, lambda rev: authors.targets_in(trust.wiki, rev), trust)
        by_others = known.by_others(trust, lambda target: person_of(target) or '')
        foreign |= {
            target: Problem(one.title, f'{target} was put here by {user or "somebody hidden"}: no tester')
            for target, user in sorted(by_others.items())
        }
    kept = tuple(target for target in found.targets if target not in foreign)
    if len(set(kept)) > MOST_TESTERS:
        raise BadInput([Problem(title, f'names {len(set(kept))} testers; at most {MOST_TESTERS}')])
    return replace(found, targets=kept, left_out=tuple(foreign.values()))
