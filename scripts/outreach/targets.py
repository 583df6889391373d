"""Delivery lists: read in every form, merged with what people did, written with nothing lost.

A list belongs to the people who edit it. What the script wants is merged into what is on the page:
headings, comments, order and lines written by hand stay byte for byte; who was removed by a person is
not put back; who was added by a person is not dropped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from outreach import listjson
from outreach.entries import TARGET_WORDS, Entry, Places, Target, masked, read, scan, written
from outreach.problems import Problem

__all__ = [
    'DeliveryList',
    'Entry',
    'Merge',
    'Places',
    'Revision',
    'Target',
    'from_category',
    'history_changes',
    'merge',
    'parse',
    'person_of',
    'shrinks_too_much',
]

WIKITEXT, JSON, CATEGORY_MODEL = 'wikitext', listjson.MODEL, 'category'
HEADING = re.compile(r'^(={1,6})[ \t]*(.+?)[ \t]*\1[ \t\ue000]*$', re.MULTILINE)
LINE_WITH = re.compile(r'[ \t]*[*#:;]*[ \t]*')
SHRINK_LIMIT = 0.2


@dataclass(frozen=True)
class DeliveryList:
    """A delivery list: its text and its entries in the order in which they stand there."""

    text: str
    home_host: str
    model: str
    entries: tuple[Entry, ...]
    title: str = ''
    broken: str = ''

    @property
    def targets(self) -> tuple[Target, ...]:
        """The live entries in order, duplicates included."""
        return tuple(entry.target for entry in self.entries if entry.target and not entry.fault)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the entries, each with its line, and with the list as a whole."""
        found = [Problem(self.title or 'the list', self.broken)] if self.broken else []
        for entry in self.entries:
            if entry.fault:
                found.append(Problem(self.place(entry), f'{entry.written.strip()}: {entry.fault}'))
        return tuple(found)

    def place(self, entry: Entry) -> str:
        """Say where an entry stands."""
        return f'{self.title}, line {entry.line}' if self.title else f'line {entry.line}'

    def render(self) -> str:
        """Give the text of the page."""
        return self.text


@dataclass(frozen=True)
class Merge:
    """What a merge gives: the new list, and what became of the targets that differ.

    `kept_out` were removed by people before; `elsewhere` are people who are on the list on another wiki.
    """

    list: DeliveryList
    added: tuple[Target, ...]
    kept_out: tuple[Target, ...]
    removed: tuple[Target, ...]
    elsewhere: tuple[Target, ...] = ()


@dataclass(frozen=True)
class Revision:
    """One revision of a list page; `ours` where the script's own account saved it; text None if hidden."""

    text: str | None
    ours: bool
    model: str = WIKITEXT


def parse(
    text: str,
    home_host: str,
    model: str = WIKITEXT,
    *,
    title: str = '',
    words: Collection[str] = TARGET_WORDS,
) -> DeliveryList:
    """Read a list page of the wiki `home_host`. Nothing raises: what cannot be read is a problem."""
    if model != JSON:
        return DeliveryList(text, home_host, model, tuple(scan(text, home_host, words)), title)
    try:
        return DeliveryList(text, home_host, model, tuple(listjson.scan(text, home_host)), title)
    except ValueError as error:
        return DeliveryList(text, home_host, model, (), title, str(error))


def from_category(titles: Iterable[str], home_host: str, title: str = '') -> DeliveryList:
    """Give the list that a category stands for: its members, read only."""
    entries = (
        Entry(at, at + 1, at + 1, name, 'category', read(name, '', home_host))
        for at, name in enumerate(titles)
    )
    return DeliveryList('', home_host, CATEGORY_MODEL, tuple(entries), title)


def person_of(target: Target, places: Places | None = None) -> str | None:
    """Give the account of a user talk target; None where the target is another kind of page.

    Without `places` only the English and canonical namespace names are known.
    """
    return (places or Places()).person(target)


def history_changes(
    revisions: Iterable[Revision], home_host: str, places: Places | None = None
) -> tuple[frozenset[Target], frozenset[Target]]:
    """Give whom people removed and whom people added, from the revisions of a list, oldest first.

    What counts is the last thing that a person did: who was removed and put back by a person counts as
    added. Entries that a person switched off count as removed. All targets are places (`Places.of`), so
    that an entry written in another way is still the same entry. Hidden revisions are passed over.
    """
    places = places or Places()
    removed: set[Target] = set()
    added: set[Target] = set()
    before: frozenset[Target] = frozenset()
    for revision in revisions:
        if revision.text is None:
            continue
        listed = parse(revision.text, home_host, revision.model)
        if listed.broken:
            continue
        now = frozenset(places.of(entry.target) for entry in listed.entries if entry.target)
        if not revision.ours:
            gone, come = before - now, now - before
            removed = (removed | gone) - come
            added = (added | come) - gone
        before = now
    return frozenset(removed), frozenset(added)


def merge(
    current: DeliveryList,
    wanted: Sequence[Target],
    *,
    removed_by_people: Collection[Target] = (),
    ours: Collection[Target] = (),
    places: Places | None = None,
    headings: bool | None = None,
) -> Merge:
    """Merge what a script wants into a list.

    Wanted targets that are not on the list are added, except people whom people removed, on whatever
    wiki, and people who stand there for another wiki. Targets in `ours` (added by the script, not by
    people) that are no longer wanted are removed. New entries go under their wiki's heading where the
    page has such headings (`headings` True: in any case), else after the last entry.

    Raises ValueError for a list that cannot be written (a category, invalid JSON).
    """
    places = places or Places()
    if current.broken or current.model == CATEGORY_MODEL:
        raise ValueError(current.broken or f'{current.title} is a category: it can only be read')
    mine = {places.of(target) for target in ours}
    want = {places.of(target): target for target in reversed(wanted)}
    leaving = [
        entry
        for entry in current.entries
        if entry.target and places.of(entry.target) in mine and places.of(entry.target) not in want
    ]
    listed = {places.of(entry.target) for entry in current.entries if entry.target}
    left = {places.of(entry.target) for entry in leaving if entry.target}
    out = _with_people(removed_by_people, places)
    here = _with_people(listed - left, places)
    added: list[Target] = []
    kept_out: list[Target] = []
    elsewhere: list[Target] = []
    for place, target in reversed(want.items()):
        if place in listed:
            continue
        known = _with_people([target], places)
        chosen = kept_out if known & out else elsewhere if known & here else added
        chosen.append(target)
        here |= known
    removed = tuple(dict.fromkeys(entry.target for entry in leaving if entry.target))
    result = extended(without(current, leaving), added, headings=headings)
    return Merge(result, tuple(added), tuple(kept_out), removed, tuple(elsewhere))


def _with_people(targets: Iterable[Target], places: Places) -> set[Target | str]:
    """Give the places of targets and, of user talk pages, the accounts: a person is one on all wikis."""
    known: set[Target | str] = set()
    for target in targets:
        place = places.of(target)
        known.add(place)
        person = places.person(place)
        if person and '/' not in place.page:
            known.add(person)
    return known


def shrinks_too_much(before: DeliveryList, after: DeliveryList) -> bool:
    """Whether the list would lose more than a fifth of its entries, which needs consent of its own."""
    return len(after.entries) < len(before.entries) * (1 - SHRINK_LIMIT)


def without(current: DeliveryList, entries: Collection[Entry]) -> DeliveryList:
    """Give the list without these entries; a line that held nothing else goes with its entry."""
    if not entries:
        return current
    if current.model == JSON:
        remove = {entry.start for entry in entries}
        return _again(current, listjson.edited(current.text, current.home_host, remove, (), {}))
    text = current.text
    for line in sorted({entry.line for entry in entries}, reverse=True):
        text = _line_without(text, [entry for entry in entries if entry.line == line])
    return _again(current, text)


def _line_without(text: str, entries: Sequence[Entry]) -> str:
    """Take entries that begin in one line out of the text, with the line if nothing else is in it."""
    begin = text.rfind('\n', 0, min(entry.start for entry in entries)) + 1
    last = max(entry.end for entry in entries)
    end = text.find('\n', last)
    end = len(text) if end < 0 else end
    rest, at = '', begin
    for entry in sorted(entries, key=lambda entry: entry.start):
        rest += text[at : entry.start]
        at = entry.end
    rest += text[at:end]
    if LINE_WITH.fullmatch(rest):
        return text[:begin] + text[end + 1 :] if end < len(text) else text[:begin].removesuffix('\n')
    return text[:begin] + rest + text[end:]


def changed(current: DeliveryList, targets: Mapping[Entry, Target]) -> DeliveryList:
    """Give the list with the targets of these entries changed; the rest of each line stays."""
    if not targets:
        return current
    if current.model == JSON:
        change = {entry.start: target for entry, target in targets.items()}
        return _again(current, listjson.edited(current.text, current.home_host, (), (), change))
    text = current.text
    for entry in sorted(targets, key=lambda entry: entry.start, reverse=True):
        new = written(targets[entry], entry.form, current.home_host)
        text = text[: entry.start] + new + text[entry.end :]
    return _again(current, text)


def _again(current: DeliveryList, text: str) -> DeliveryList:
    fresh = parse(text, current.home_host, current.model, title=current.title)
    return replace(fresh, title=current.title)


def extended(current: DeliveryList, new: Sequence[Target], *, headings: bool | None = None) -> DeliveryList:
    """Give the list with these targets added, each where it belongs."""
    if not new:
        return current
    if current.model == JSON:
        return _again(current, listjson.edited(current.text, current.home_host, (), new, {}))
    by_host = _by_host(current)
    form = '#target' if _main_form(current) == '#target' else 'target'
    line = _line_writer(current, form)
    insertions: dict[int, list[str]] = {}
    if not by_host and not headings:
        insertions[_after_last(current, 0, len(current.text))] = [line(target) for target in new]
        return _again(current, _insert(current.text, insertions))
    hosts: dict[str, list[str]] = {}
    for target in new:
        hosts.setdefault(target.host, []).append(line(target))
    for host, lines in sorted(hosts.items()):
        if host in by_host:
            insertions.setdefault(_after_last(current, *by_host[host]), []).extend(lines)
            continue
        later = [begin for other, (begin, _) in by_host.items() if other > host]
        at = _heading_before(current.text, min(later)) if later else None
        level = _heading_level(current.text, by_host)
        block = (
            ['', f'{level} {host} {level}', *lines] if at is None else [f'{level} {host} {level}', *lines, '']
        )
        place = _after_last(current, 0, len(current.text)) if at is None else at
        insertions.setdefault(place, []).extend(block)
    return _again(current, _insert(current.text, insertions))


def _line_writer(current: DeliveryList, form: str) -> Callable[[Target], str]:
    """Give what writes a line for a target: with the bullet that the page uses most."""
    bullets: Counter[str] = Counter()
    for entry in current.entries:
        begin = current.text.rfind('\n', 0, entry.start) + 1
        lead = current.text[begin : entry.start]
        if LINE_WITH.fullmatch(lead):
            bullets[lead] += 1
    bullet = bullets.most_common(1)[0][0] if bullets else '* '
    return lambda target: bullet + written(target, form, current.home_host)


def _main_form(current: DeliveryList) -> str:
    forms = Counter(entry.form for entry in current.entries)
    return forms.most_common(1)[0][0] if forms else 'target'


def _sections(text: str) -> list[tuple[str, int, int]]:
    """Give the headings of a page, each with where its section begins (after it) and ends."""
    found = list(HEADING.finditer(masked(text)))
    ends = [match.start() for match in found[1:]] + [len(text)]
    return [(match[2], match.end(), end) for match, end in zip(found, ends, strict=False)]


def _by_host(current: DeliveryList) -> dict[str, tuple[int, int]]:
    """Give the sections that stand for a wiki, by host.

    A heading that holds a host stands for it. Other headings do where every section with entries has
    those of one wiki only and there are two wikis at least: then that is how the page is ordered.
    """
    sections = _sections(current.text)
    named: dict[str, tuple[int, int]] = {}
    for heading, begin, end in sections:
        host = re.search(r'[a-z0-9-]+(?:\.[a-z0-9-]+)+', heading.lower())
        if host and '.' in host[0]:
            named.setdefault(host[0], (begin, end))
    if named:
        return named
    guessed: dict[str, tuple[int, int]] = {}
    for _, begin, end in sections:
        hosts = {e.target.host for e in current.entries if e.target and begin <= e.start < end}
        if len(hosts) > 1 or hosts & set(guessed):
            return {}
        if hosts:
            guessed[hosts.pop()] = (begin, end)
    return guessed if len(guessed) > 1 else {}


def _after_last(current: DeliveryList, begin: int, end: int) -> int:
    """Give the end of the line of the last entry within the span, else the end of its text."""
    ends = [entry.end for entry in current.entries if begin <= entry.start < end]
    if not ends:
        return begin + len(current.text[begin:end].rstrip())
    line_end = current.text.find('\n', max(ends))
    return len(current.text) if line_end < 0 else line_end


def _heading_before(text: str, begin: int) -> int:
    """Give where the heading line that ends at `begin` starts."""
    return text.rfind('\n', 0, begin) + 1


def _heading_level(text: str, by_host: Mapping[str, tuple[int, int]]) -> str:
    for begin, _ in by_host.values():
        level = re.match(r'=+', text[_heading_before(text, begin) :])
        if level:
            return level[0]
    return '=='


def _insert(text: str, insertions: Mapping[int, Sequence[str]]) -> str:
    """Put lines into the text: at the start of a line before it, at the end of one after it."""
    for at, lines in sorted(insertions.items(), reverse=True):
        block = '\n'.join(lines)
        before, after = text[:at], text[at:]
        if not before.strip():
            text = before + block.lstrip('\n') + ('\n' + after if after.strip() else after)
        elif before.endswith('\n') and after:
            text = before + block + '\n' + after
        else:
            text = before.rstrip('\n') + '\n' + block + after
    return text
