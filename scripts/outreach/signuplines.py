"""Which lines of a sign-up page are read: those of the sections where people sign, tables row by row."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from outreach.accountlinks import Resolver
from outreach.signatures import without_signature
from outreach.signuptable import TableRow, read_rows
from outreach.visibletext import end_of_line
from outreach.wikitable import find_tables
from outreach.wikitext import BULLETS

# Headings under which people sign; pages in other languages name theirs by -section.
SECTIONS = frozenset(
    (
        'attendees', 'endorsements', 'interested', 'interested attendees', 'interested participants',
        'interested people', 'members', 'participants', 'sign up', 'sign up here', 'sign-up', 'signups',
        'sign-ups', 'supporters', 'volunteer', 'volunteers',
    )
)  # fmt: skip
PSEUDO_LEVEL = 7
ASIDE = re.compile(r'\s*(?:$|[–—(-])')
WORD = re.compile(r'\w')
BREAK = re.compile(r'-{4,}')


@dataclass(frozen=True)
class Line:
    """One line of a section: its number, the list marks before it (`=` for a heading) and the text.

    A row of a table is a line that was read already.
    """

    number: int
    bullet: str
    text: str
    row: TableRow | None = None


@dataclass
class Thread:
    """The lines above one in a list: who of them gave people, by their marks."""

    above: list[tuple[str, bool]] = field(default_factory=list)
    depth: int = -1  # of the last people, by colons alone; -1 before there are any

    def answers(self, line: Line) -> bool:
        """Whether a line stands below one by somebody who signed, as an answer does."""
        marks = line.bullet
        if not marks.strip(':'):
            return bool(marks) and -1 < self.depth < len(marks)
        while self.above and not (marks.startswith(self.above[-1][0]) and marks != self.above[-1][0]):
            self.above.pop()
        return bool(self.above) and self.above[-1][1] and marks[len(self.above[-1][0])] in ':*'

    def add(self, line: Line, *, people: bool) -> None:
        """Put a line into the list, and whether it gave people."""
        if people or line.bullet == '=':
            self.depth = -1 if line.bullet == '=' else len(line.bullet) * (not line.bullet.strip(':'))
        if line.bullet.strip(':'):
            self.above.append((line.bullet, people))


@dataclass(frozen=True)
class Chosen:
    """The lines of a page that are read, and the headings that they stand under.

    `below` are those under a line across the page (`----`) where a section ends; `outside` are the lines in
    no such section. Both may name people all the same.
    """

    lines: tuple[Line, ...]
    headings: tuple[str, ...] = ()
    below: tuple[Line, ...] = ()
    outside: tuple[Line, ...] = ()


def chosen(text: str, sections: Collection[str], resolver: Resolver, struck: Collection[int] = ()) -> Chosen:
    """Return the lines to read, tables row by row, and the headings they stand under.

    `struck` are the numbers of lines that were taken back: answers to them stay answers.
    """
    wanted = {folded(name) for name in sections} or SECTIONS
    inside, level = '', 0
    found: dict[str, list[Line]] = {'': [], 'below': [], 'inside': []}
    everything: list[Line] = []
    headings: list[str] = []
    for line in _lines(text, resolver):
        here, name = (0, '') if line.row else _heading(line.text)
        if here:
            if folded(name) in wanted:
                inside, level = 'inside', here
                headings.append(name)
                continue
            if inside and here <= level:
                inside = ''
            if not resolver.references(name) and not resolver.foreign_words(name):
                continue
            line = Line(line.number, '=', name)
        elif not line.row and BREAK.match(line.text):
            inside = inside and 'below'
            continue
        if line.bullet != '=' and not line.row:
            marks = BULLETS.match(line.text)
            bullet = marks[0] if marks else ''
            line = Line(line.number, bullet, line.text[len(bullet) :].strip())
        if line.text or line.row or line.number in struck:
            everything.append(line)
            found[inside].append(line)
    if not headings and not sections:
        return Chosen(tuple(everything))
    return Chosen(tuple(found['inside']), tuple(headings), tuple(found['below']), tuple(found['']))


def heads(line: Line, below: Line, resolver: Resolver) -> bool:
    """Whether a numbered line is the heading of a group: the next one is deeper, and a person's.

    Below colons that is somebody's signature and no more; who says anything answers.
    """
    deeper = below.bullet.removeprefix(line.bullet) if below.bullet.startswith(line.bullet) else ''
    if '#' not in line.bullet or not deeper:
        return False
    known = bool(resolver.references(below.text))
    if deeper.startswith(':'):
        rest = without_signature(below.text, resolver)
        return known and not (WORD.search(rest) and not ASIDE.match(rest))
    return deeper[0] in '#*' and (known or deeper.endswith('#'))


def _lines(text: str, resolver: Resolver) -> Iterator[Line]:
    """Return the lines of a page with their whole text, each row of a table as one."""
    number, done = 1, 0
    for table in find_tables(text):
        yield from _plain_lines(text[done : table.start], number)
        number += text.count('\n', done, table.start)
        line, counted = number, table.start
        for row in read_rows(text, table, resolver):
            line, counted = line + text.count('\n', counted, row.at), row.at
            yield Line(line, '|', '', row)
        done = end_of_line(text, table.close)
        number += text.count('\n', table.start, done)
    yield from _plain_lines(text[done:], number)


def _plain_lines(text: str, number: int) -> Iterator[Line]:
    yield from (Line(at, '', line) for at, line in enumerate(text.split('\n'), number))


def _heading(line: str) -> tuple[int, str]:
    """Return the level and the text of a heading, or of a line that stands for one; (0, '') for others."""
    text = line.rstrip()
    if text.startswith('=') and text.endswith('=') and len(text) > 2:
        level = min(6, len(text) - len(text.lstrip('=')), len(text) - len(text.rstrip('=')))
        name = text[level : len(text) - level].strip()
        return (level, name) if name else (0, '')
    if text.startswith((';', "'''")):
        name = text.removeprefix(';').lstrip().removeprefix("'''")
        name = name.rstrip().removesuffix(':').removesuffix("'''").removesuffix(':').strip()
        return (PSEUDO_LEVEL, name) if name and not set(name) & set("':") else (0, '')
    return 0, ''


def folded(heading: str) -> str:
    """Return a heading as it compares: without markup, in small letters."""
    return ' '.join(re.sub(r"<[^<>]*>|'{2,}", '', heading).lower().rstrip(':').split())
