"""A delivery list: its text, in any of the three forms, and the entries that stand in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from outreach.lists import listjson
from outreach.lists.entries import TARGET_WORDS, Entry, Target, read, scan
from outreach.problems import Problem

WIKITEXT, JSON, CATEGORY_MODEL = 'wikitext', listjson.MODEL, 'category'


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
        """The live entries in order, duplicates included; who is struck out wishes to leave."""
        live = (entry for entry in self.entries if not (entry.fault or entry.struck))
        return tuple(entry.target for entry in live if entry.target)

    @property
    def named(self) -> tuple[Target, ...]:
        """Everybody whom an entry means or is taken for, faulty entries included."""
        return tuple(one for entry in self.entries for one in (entry.target, entry.reading.taken) if one)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the entries, each with its line, and with the list as a whole."""
        found = [Problem(self.title or 'the list', self.broken)] if self.broken else []
        for entry in self.entries:
            if entry.fault:
                found.append(Problem(self.place(entry), f'{entry.written.strip()}: {entry.fault}'))
        return tuple(found)

    def place(self, entry: Entry) -> str:
        """Return where an entry stands."""
        return f'{self.title}, line {entry.line}' if self.title else f'line {entry.line}'


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
    """Return the list that a category stands for: its members, read only."""
    entries = (
        Entry(at, at + 1, at + 1, name, 'category', read(name, '', home_host))
        for at, name in enumerate(titles)
    )
    return DeliveryList('', home_host, CATEGORY_MODEL, tuple(entries), title)
