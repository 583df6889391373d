"""Whom an item of a delivery list seems to name that is neither an entry nor a link to somebody."""

from __future__ import annotations

import re
from enum import IntEnum
from typing import NamedTuple

from outreach.accountlinks import Resolver
from outreach.beside import names_one
from outreach.columns import plain, wiki_named
from outreach.timestamps import time_stamps
from outreach.visibletext import cut

MOST_WORDS = 5
# an entry that lost some of its braces: `target|user=A}}`, `{target|user=A}`, `#target:A`
BROKEN = re.compile(r'[\[{(\s]*+(?:target\s*+\||#target\s*+:)', re.IGNORECASE)
GIVEN = re.compile(r'(?<!\w)(?:user|page)\s*+=([^|{}\[\]()]*)', re.IGNORECASE)
LINK = re.compile(r'\[\[([^\[\]|]+)(?:\|[^\[\]]*)?\]\]')
# what people put between a name and a wiki or a remark; a hyphen only between blanks
APART = re.compile(r'[–—:|/·•(]|(?<=\s)-(?=\s)')
COLON = ':'
SENTENCE = re.compile(r'[.!?…。！？](?=\s|$)|,\s')
WORD = re.compile(r'\w')
LONGEST_PARTICLE = 3
NAME_AND_WIKI = 2


class Grade(IntEnum):
    """How sure it is that an item names somebody: as a name by itself may be, or only among entries."""

    NOBODY = 0
    SENTENCE = 1
    AMONG = 2
    NAME = 3
    WITH_WIKI = 4
    SURE = 5


class Somebody(NamedTuple):
    """Whom an item seems to name, and how sure that is."""

    name: str
    grade: Grade


NOBODY = Somebody('', Grade.NOBODY)


def somebody(item: str, resolver: Resolver) -> Somebody:
    """Return whom an item seems to name: in an entry that is broken, beside a wiki, or by a few words."""
    broken = BROKEN.match(item)
    if broken:
        given = GIVEN.search(item, broken.end() - 1)
        name = given[1] if given else item[broken.end() :].split('|')[0].split('}')[0]
        return Somebody(name.strip() or item, Grade.SURE)
    stamps = [(one.start, one.end) for one in time_stamps(item)]
    words = plain(cut(item, stamps)).rstrip('–—- ').strip()
    if not WORD.search(words):
        return NOBODY
    link = LINK.fullmatch(words)
    if link:
        return Somebody(link[1].strip().lstrip(':'), Grade.AMONG)
    return _beside(words, resolver) or _of_words(words, resolver)


def _beside(words: str, resolver: Resolver) -> Somebody | None:
    """Return the name that stands beside a wiki or before a remark, apart from it; None where none does."""
    mark = APART.search(words)
    if not mark:
        return None
    end = len(words) - 1 if mark[0] == '(' and words.endswith(')') else len(words)
    sides = [words[: mark.start()].strip(), words[mark.end() : end].strip()]
    for name, other in (sides, sides[::-1]):
        if name and len(name.split()) <= MOST_WORDS and wiki_named(other, resolver):
            label = mark[0] == COLON and name == sides[0]
            likely = names_one(name, resolver) and not like_sentence(name) and not label
            return Somebody(name, Grade.WITH_WIKI if likely else Grade.AMONG)
    if names_one(sides[0], resolver) and not like_sentence(sides[0]):
        return Somebody(sides[0], Grade.SENTENCE if mark[0] == COLON else Grade.AMONG)
    return None


def _of_words(words: str, resolver: Resolver) -> Somebody:
    if len(words.split()) > MOST_WORDS or SENTENCE.search(words):
        return NOBODY
    if like_sentence(words):
        return Somebody(words, Grade.SENTENCE)
    return Somebody(words, Grade.NAME if names_one(words, resolver) else Grade.AMONG)


def like_sentence(words: str) -> bool:
    """Whether words go on in small letters as in a sentence, and not as `Ana da Sá e Sousa` does."""
    rest = words.split()[1:]
    small = [word for word in rest if word[0].islower()]
    return len(rest) >= NAME_AND_WIKI and small == rest and max(map(len, rest)) > LONGEST_PARTICLE
