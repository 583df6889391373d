"""What stands beside people in one item of a page: names and wikis that could not be read with them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from outreach.accountlinks import Reference, Resolver
from outreach.names import first_upper
from outreach.signatures import signers
from outreach.timestamps import time_stamps
from outreach.visibletext import TAG
from outreach.wikitext import BULLETS

HOST = re.compile(r'[a-z0-9-]+(?:\.[a-z0-9-]+)+(?![\w.-])', re.IGNORECASE)
WORD = re.compile(r'\w')
# "and" in some languages
AND_WORDS = '(?:and|und|et|y|e|och|og|en|i|и|та|ja|és|ve|dan|و)'
# what stands between several people or wikis of one item; a remark begins behind a dash or a bracket
BETWEEN = re.compile(rf'[,;/&،؛、·•|\n]|(?<!\S){AND_WORDS}(?!\S)')
REMARK = re.compile(r'[–—:]|(?<=\s)-(?=\s)|[.!?](?=\s|$)')
COLON = re.compile(r'[–—:]')
BRACKETS = re.compile(r'\([^()]*\)')
NO_NAME = re.compile(r"[–—(:\]\[{}=<>\"]|''|[.!?](?:\s|$)")
CALL = re.compile(r'\[\[[^\[\]|]+\]\]|\{\{[^{}|]+\|[^{}]*\}\}')
FUNCTION = re.compile(r'\{\{#[^{}]*\}\}')
# a template around the whole item; group 1 is what it is given
OUTER = re.compile(r'\{\{[^{}|]*\|([^{}]*)\}\}')
BREAK = re.compile(r'<br\b[^<>]*>', re.IGNORECASE)
READ = '\0'  # stands for what could be read
FEW_WORDS = 4
AND = re.compile(rf'(?<!\S)(?:[&+]|{AND_WORDS})(?!\S)')
# where roles and remarks begin behind the people of a line
ROLES = re.compile(r'[,;/(|]|(?<=\s)-(?=\s)|[–—:]')
# what sets one part of a remark off from another
MARK = re.compile(r'[,;/(|–—:]|(?<=\s)-(?=\s)')
# where a remark begins behind the people of a cell
ASIDE = re.compile(r'[–—(]|--|(?<=\s)-(?=\s)|[.!?](?=\s|$)')


def beside(item: str, people: Sequence[Reference], wiki: str, resolver: Resolver) -> str:
    """Return the first name or wiki that an item gives beside what can be read there; '' for none.

    That is a link with a word for user pages that is not known here, another wiki, or, beside people, a bare
    name between commas and the like. What stands behind a dash or a colon, or in brackets, is a remark.
    """
    foreign = resolver.foreign_words(item)
    if foreign:
        return foreign[0]
    plain = item
    spans = {(one.start, one.end): READ for one in people}
    spans |= {(one.start(), one.end()): READ for one in FUNCTION.finditer(item)}
    spans |= {(one.start, one.end): ' ' for one in time_stamps(item)}
    for (start, end), mark in sorted(spans.items(), reverse=True):
        plain = f'{plain[:start]}{mark}{plain[end:]}'
    plain = TAG.sub(' ', BREAK.sub('\n', plain))
    around = OUTER.fullmatch(plain.strip())
    plain = BRACKETS.sub('', around[1] if around else plain)
    remark = REMARK.search(plain, plain.find(READ) + 1) if READ in plain else None
    parts = _parts(plain[: remark and remark.start()])
    hosts = {}
    for part in parts:
        lead = COLON.split(part)[0].strip()
        hosts[lead] = resolver.farm.get(lead) or _whole_host(lead, resolver)
    if other := next((lead for lead, host in hosts.items() if host and host != wiki), ''):
        return other
    if READ not in plain:
        return ''
    if close := next(
        (one for part in parts if READ in part and (one := _close(part.split(READ), resolver))), ''
    ):
        return close
    rest = (part for part in parts if READ not in part and not hosts.get(part))
    return next((part for part in rest if _may_be_name(part, resolver)), '')


def without_link(text: str, people: Sequence[Reference], resolver: Resolver) -> str:
    """Return who is named together with people in a line, and not so that it could be read; '' for nobody.

    That is a link with a word for user pages that is not known here, a bare name behind "and", or one before
    somebody and a comma or the like; behind the last one roles follow those.
    """
    foreign = resolver.foreign_words(text)
    if foreign or not people:
        return foreign[0] if foreign else ''
    pieces, done = [], 0
    for one in people:  # several may come from one template
        pieces += [text[done : max(done, one.start)], READ] if one.end > done else []
        done = max(done, one.end)
    plain = ''.join([*pieces, text[done:]])
    last = plain.rfind(READ)
    remark = ROLES.search(plain, last)
    begin = max((one.end() for one in BETWEEN.finditer(plain, 0, last)), default=0)
    parts = [*_parts(plain[:begin]), *AND.split(plain[begin : remark and remark.start()])]
    parts = [part.strip() for part in parts]
    bare = next((part for part in parts if READ not in part and names_one(part, resolver)), '')
    behind = (_close(part.split(READ)[1:], resolver) for part in parts if READ in part)
    return bare or next(filter(None, behind), '')


def beside_in_cell(cell: str, people: Sequence[Reference], end: int, resolver: Resolver) -> str:
    """Return who is named in a cell together with people, and not so that it could be read; '' for nobody.

    Behind the last one, who ends at `end`, that is a bare name behind a comma or the like, or in a line of
    its own. What stands behind a dash or in brackets is a remark.
    """
    cell = BREAK.sub(lambda tag: '\n' * len(tag[0]), cell)
    if other := without_link(cell, people, resolver):
        return other
    for number, line in enumerate(cell[end:].split('\n')):
        plain = BRACKETS.sub(' ', TAG.sub(' ', line))
        remark = ASIDE.search(plain)
        parts = _parts(plain[: remark and remark.start()])
        bare = (part.strip("'@ ") for part in parts[0 if number else 1 :])
        if found := next((part for part in bare if names_one(part, resolver)), ''):
            return found
    return ''


def before_signers(text: str, people: Sequence[Reference], resolver: Resolver) -> str:
    """Return who stands before somebody who signed, apart by nothing but commas and the like; '' for nobody.

    People who are named in words to others do not count.
    """
    signed = list(signers(people, time_stamps(text)))
    done = {who.name for who, _, _ in signed}
    told, begin = [], 0
    for who, _, end in signed:
        here = [one for one in people if begin <= one.start < end]
        first = next(one.start for one in here if one.name == who.name)
        others = [one for one in here if one.start < first]
        named = _apart(text[begin:first], begin, others, resolver)
        told += [name for name in named if name not in done]
        begin = end
    return ', '.join(dict.fromkeys(told))


def _apart(text: str, begin: int, people: Sequence[Reference], resolver: Resolver) -> list[str]:
    """Return the names of which a text consists, linked or bare; none where it says anything else."""
    pieces, done = [], 0
    for one in people:
        pieces += [text[done : max(done, one.start - begin)], f',{READ},']
        done = max(done, one.end - begin)
    rest = text[done:]
    *parts, last = _parts(TAG.sub(' ', AND.sub(',', ''.join([*pieces, rest]))))
    bare = [part for part in (part.strip("'@ ") for part in parts) if part not in ('', READ)]
    if WORD.search(last) or not all(_has_capitals(part) and names_one(part, resolver) for part in bare):
        return []
    return [*(one.name for one in people), *bare]


def remark_of(text: str, end: int, people: Sequence[Reference], known: Collection[str]) -> tuple[str, str]:
    """Return the remark behind somebody who ends at `end`, and who else is named in it ('' nobody).

    Whoever is named is no role: the remark ends before the comma or dash before them.
    """
    others = [one for one in people if one.start >= end and one.name not in known]
    if not others:
        return text[end:], ''
    marks = [one.start() for one in MARK.finditer(text, end, others[0].start)]
    names = ', '.join(dict.fromkeys(one.name for one in others))
    return text[end : marks[-1] if marks else end], names


def _has_capitals(words: str) -> bool:
    """Whether each word begins with a capital, or with a letter of a script that has none."""
    return all(word[0].isalpha() and first_upper(word[0]) == word[0] for word in words.split())


def _close(pieces: Sequence[str], resolver: Resolver) -> str:
    """Return the name that stands beside somebody with nothing but a blank between; '' for none.

    That is a link or a template, or a few words with capitals.
    """
    for piece in (one.strip() for one in pieces):
        words = piece.strip("@'").strip()
        capitals = all(word[0].isalpha() and word[0] != word[0].lower() for word in words.split())
        if CALL.fullmatch(piece) or (words and capitals and names_one(words, resolver)):
            return piece
    return ''


def _parts(text: str) -> list[str]:
    """Return what stands between commas and the like; a link or a call is never parted."""
    whole = CALL.sub(lambda call: READ * len(call[0]), text)
    ends = [one.span() for one in BETWEEN.finditer(whole)]
    begins = [0, *(end for _, end in ends)]
    pieces = [
        text[start:end] for start, end in zip(begins, [*(start for start, _ in ends), len(text)], strict=True)
    ]
    return [BULLETS.sub('', piece.strip(), count=1).strip() for piece in pieces]


def _whole_host(text: str, resolver: Resolver) -> str:
    return resolver.host_of(text) if HOST.fullmatch(text) else ''


def _may_be_name(text: str, resolver: Resolver) -> bool:
    """Whether what stands beside people by itself may be somebody too: any word, name, link or call."""
    return bool(WORD.search(text)) and (
        len(text.split()) == 1 or bool(CALL.fullmatch(text)) or names_one(text.lstrip('@'), resolver)
    )


def names_one(text: str, resolver: Resolver) -> bool:
    """Whether a few bare words may be a name, or are a wiki."""
    wiki = HOST.fullmatch(text) or text in resolver.farm
    return bool(wiki) or (
        text[:1].isalpha()
        and first_upper(text[0]) == text[0]
        and len(text.split()) <= FEW_WORDS
        and not NO_NAME.search(text)
    )
