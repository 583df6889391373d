"""What of a text nobody filled in: the places that the form for messages leaves to people.

The form, `onwiki/Template/Outreach campaign/message.wikitext`, has an ellipsis wherever words are to be
written, and wikis put it into their languages. So an ellipsis in place of words is looked for, in any script:
… twice in Chinese (……), ⋯, ・・・ in Japanese, ᠁ in Mongolian, three full stops
(https://en.wikipedia.org/wiki/Ellipsis#In_different_languages). One that ends a sentence is none.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from outreach import wikicode
from outreach.linktargets import links
from outreach.timestamps import time_stamps
from outreach.visibletext import cut, readable, section_name

# the part of a first contact that says why people get it
WHY = 'outreach-why'
SUBJECT = 'subject of the message'
SINGLE, DOTS = frozenset('…⋯‥᠁'), '.…⋯‥᠁・。'
LEAST_DOTS = 3
CLOSING, PROMISING = '!?؟!?,،,、;؛:: ', ',،,、::'
# what stands around a text that says nothing itself: marks of lists, quotation marks, dashes, tildes
AROUND = ' \t:;*#~"\'“”„«»‘’「」-–—'
LIST_MARKS = ('*', '#')
SPACED_DOTS = re.compile(r'(?<=\.) (?=\.)')
SIGNING = re.compile(r'~{3,}+|\(\s*+\)')
TEMPLATE = re.compile(r'\{\{[^{}]*+\}\}')


@dataclass(frozen=True)
class Unfilled:
    """Lines in which the form still stands, and those that may lack words at their end."""

    sure: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()


def unfilled(subject: str, body: str) -> Unfilled:
    """Return what of a message nobody has filled in."""
    lines = [subject, *readable(body).split('\n')]
    found = [(_shown(line), _fault(line)) for line in lines]
    sure = [line for line, fault in found if fault]
    if _shown(subject).strip(AROUND + DOTS).casefold() == SUBJECT:
        sure.insert(0, _shown(subject))
    return Unfilled(tuple(sure), tuple(line for line, fault in found if fault is False))


def _fault(line: str) -> bool | None:
    """Return whether words lack in a line for sure (True) or perhaps (False), None where none do."""
    before = before_ellipsis(_shown(line))
    if before is None:
        return None
    words = before.strip(AROUND)
    if not words:
        # the last point of a list may stand for all others
        return not line.lstrip().startswith(LIST_MARKS)
    ending = before.rstrip()[-1:]
    if ending in PROMISING and sum(char in PROMISING for char in before) == 1:
        return True
    return False if before[-1:].isspace() and re.search(r'\w', words) else None


def before_ellipsis(text: str) -> str | None:
    """Return what stands before the ellipsis at the end of a text, None where it ends otherwise."""
    end = text.rstrip(CLOSING)
    before = end.rstrip(DOTS)
    dots = end[len(before) :]
    return before if SINGLE & set(dots) or len(dots) >= LEAST_DOTS else None


def _shown(line: str) -> str:
    """Return what is read of a line: without markup, and without the signature where it has one.

    A template stands for a word, such as the name of the reader.
    """
    if '~~~' in line or any(time_stamps(line)):
        named = cut(line, ((one.start, one.end) for one in links(line)))
        line = cut(named, ((one.start, one.end) for one in time_stamps(named)))
        line = SIGNING.sub('', line)
    text = section_name(html.unescape(TEMPLATE.sub('x', line)))
    return SPACED_DOTS.sub('', text)


def says_why(read: str) -> bool:
    """Return whether a text says why people get it, in the part that is marked so, in any language.

    `read` is what the wiki reads of the text. Raises wikicode.TooMuch where the text cannot be parsed.
    """
    return any(re.search(r'\w', one) and before_ellipsis(one) is None for one in _reasons(read))


def _reasons(read: str) -> Iterator[str]:
    for tag in wikicode.parse(read).filter_tags(matches=lambda tag: tag.has('class')):
        if WHY in str(tag.get('class').value).split():
            yield str(tag.contents.strip_code()).strip()
