"""The delivery list of an audience: what is on its pages, whom people took off or put on, what to write.

A list that grows too long for one page is split by language: `Title`, else `Title/sv`, and where one
language alone is too much `Title/sv/1`, `Title/sv/2` and so on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from outreach import wikitext
from outreach.names import user_talk
from outreach.pages import Page
from outreach.targets import (
    DeliveryList,
    Merge,
    Revision,
    Target,
    changed,
    history_changes,
    merge,
    parse,
    person_of,
)

REGION = 'rule'


@dataclass(frozen=True)
class Standing:
    """A list as it stands, and its memory: whom people removed, and whom people added, by name.

    `renamed` gives the accounts that entries now belong to, by the names that stand there.
    """

    current: DeliveryList
    removed: frozenset[Target] = frozenset()
    by_people: frozenset[Target] = frozenset()
    renamed: Mapping[str, str] | None = None

    @property
    def hand_made(self) -> dict[str, Target]:
        """The targets that people put on the list and left there, by the account of today."""
        listed = set(self.current.targets)
        found: dict[str, Target] = {}
        for target in sorted(listed & self.by_people):
            name = person_of(target)
            if name:
                found[self._today(name)] = target
        return found

    @property
    def stated(self) -> dict[str, str]:
        """The wiki that people named for somebody, by the account of today."""
        named = {}
        for target in sorted(self.by_people):
            name = person_of(target)
            if name:
                named[self._today(name)] = target.host
        return named

    @property
    def ours(self) -> frozenset[Target]:
        """The targets that are on the list and that no person put there."""
        return frozenset(self.current.targets) - self.by_people

    def _today(self, name: str) -> str:
        return (self.renamed or {}).get(name, name)


def standing(page: Page, history: Sequence[Revision], home_host: str) -> Standing:
    """Give a list as it stands, with the memory of its history."""
    removed, by_people = history_changes(history, home_host)
    return Standing(parse(page.text, home_host, page.model, title=page.title), removed, by_people)


def follow(current: DeliveryList, renamed: Mapping[str, str]) -> DeliveryList:
    """Give the list with the entries of renamed accounts under their new names, the lines as they were."""
    wanted = {}
    for entry in current.entries:
        name = person_of(entry.target) if entry.target and not entry.fault else None
        if entry.target and name and name in renamed:
            wanted[entry] = replace(entry.target, page=user_talk(renamed[name]))
    return changed(current, wanted) if wanted else current


def revised(
    page: Page,
    known: Standing,
    wanted: Sequence[Target],
    unwanted: Collection[str],
    lead: str,
) -> tuple[str, Merge]:
    """Give the new text of a list page and what the merge did.

    `unwanted` are the names that were judged and left out: only they leave the list, and only where no
    person put them there. `lead` is the rule in words; it stands between markers at the top.
    """
    current = parse(page.text, known.current.home_host, page.model, title=page.title)
    current = follow(current, known.renamed or {})
    leaving = [target for target in known.ours if person_of(target) in unwanted]
    listed = {person_of(target) for target in current.targets}
    new = [target for target in wanted if person_of(target) not in listed]
    stay = [target for target in current.targets if target not in leaving]
    merged = merge(current, [*stay, *new], removed_by_people=known.removed, ours=leaving, headings=True)
    text = merged.list.render()
    if page.model == 'wikitext':
        text = with_lead(text, lead)
    return text, merged


def with_lead(text: str, lead: str) -> str:
    """Give the page with the rule in words between our markers: where they stand, else at the top."""
    if wikitext.region(text, REGION) is None:
        block = wikitext.new_region(REGION, lead)
        return f'{block}\n\n{text.lstrip()}' if text.strip() else block + '\n'
    return wikitext.replace_region(text, REGION, lead)


def split(
    targets: Sequence[Target], languages: Mapping[str, str], title: str, most: int
) -> dict[str, list[Target]]:
    """Give the targets by list page: one page, or one a language where that would be too long.

    `languages` gives the language of each host. The order is by host and name, so that the same people
    always give the same pages.
    """
    ordered = sorted(targets)
    if len(ordered) <= most:
        return {title: ordered}
    by_language: dict[str, list[Target]] = defaultdict(list)
    for target in ordered:
        by_language[languages.get(target.host) or target.host.split('.')[0]].append(target)
    pages: dict[str, list[Target]] = {}
    for language, some in sorted(by_language.items()):
        if len(some) <= most:
            pages[f'{title}/{language}'] = some
            continue
        for at in range(0, len(some), most):
            pages[f'{title}/{language}/{at // most + 1}'] = some[at : at + most]
    return pages
