"""The text of a letter: plain text with fields, `{{{name}}}` or `{{{name|other words}}}`.

That is how wikitext writes parameters, and all there is of it: nothing is run, nothing is expanded, and a
value that looks like a field stays text. The words behind the bar count where the field is empty; they may
hold fields themselves. Letters lie on pages that anybody edits: an unknown field is an error with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from outreach.linenumbers import LineNumbers
from outreach.names import invisible_in
from outreach.sends.message import Message
from outreach.sends.messagelint import MessageFinding
from outreach.sends.sendfields import JOINERS
from outreach.visibletext import cut, hidden_spans

FIELDS = ('name', 'affiliate', 'code', 'type', 'region', 'role', 'username', 'sender', 'why', 'optout')
# ours are said in the language of the letter; what stands behind the bar is said instead of them
OWN_WORDS = ('why', 'optout')
OPENS, CLOSES = '{{{', '}}}'
MARK = re.compile(r'\{\{\{|\}\}\}')
FIELD = re.compile(r'(?<=\{)[ \t]*+([A-Za-z]++)[ \t]*+(\||\}\}\})')
DEEPEST = 4
MAX_SUBJECT, MAX_LINE = 78, 998  # RFC 5322, 2.1.1
WIKI_MARKUP = re.compile(
    r"\[\[|\]\]|\{\{|\}\}|'{2,}|~~~|__[A-Z]+__|<(?!https?:)/?[a-zA-Z][^<>]*>|^=+[^=\n]+=+[ \t]*$",
    re.MULTILINE,
)
PLAIN_HTTP = re.compile(r'\bhttp://\S+', re.IGNORECASE)


@dataclass(frozen=True)
class Field:
    """A field of a letter: its name, the words for where it is empty (None: there are none), and its line."""

    name: str
    other: Parts | None
    line: int


Parts = tuple['str | Field', ...]


def parse(text: str) -> Parts:
    """Return the parts of a text; raise ValueError that says in which line the braces go wrong."""
    lines = LineNumbers(text)
    parts, end = _parts(lines, 0, 0)
    if end < len(text):
        raise ValueError(f'line {lines.at(end)}: {CLOSES} closes nothing')
    return parts


def _parts(lines: LineNumbers, at: int, depth: int) -> tuple[Parts, int]:
    """Return the parts from a place on, and where they end: at the braces that close, or at the end."""
    text = lines.text
    found: list[str | Field] = []
    while mark := MARK.search(text, at):
        found += [text[at : mark.start()]] if mark.start() > at else []
        at = mark.start()
        if mark[0] == CLOSES:
            return tuple(found), at
        field, at = _field(lines, mark.start(), depth)
        found.append(field)
    return (*found, text[at:]) if at < len(text) else tuple(found), len(text)


def _field(lines: LineNumbers, at: int, depth: int) -> tuple[Field, int]:
    text, line = lines.text, lines.at(at)
    name = FIELD.match(text, at + len(OPENS))
    if name is None:
        raise ValueError(f'line {line}: after {OPENS} comes the name of a field, then | or {CLOSES}')
    if depth >= DEEPEST:
        raise ValueError(f'line {line}: fields stand in one another too deeply')
    word = name[1].lower()
    if name[2] == CLOSES:
        return Field(word, None, line), name.end()
    other, end = _parts(lines, name.end(), depth + 1)
    if not text.startswith(CLOSES, end):
        raise ValueError(f'line {line}: {OPENS}{word}| is not closed')
    return Field(word, other, line), end + len(CLOSES)


def fields(parts: Sequence[str | Field], *, inner: bool = True) -> Iterator[Field]:
    """Return the fields of a text; with `inner` also those in the words behind a bar."""
    for part in parts:
        if isinstance(part, Field):
            yield part
            if inner:
                yield from fields(part.other or ())


def fill(parts: Sequence[str | Field], values: Mapping[str, str]) -> tuple[str, frozenset[str]]:
    """Return the text with its fields filled in, and the fields that are empty and have no other words."""
    done: list[str] = []
    empty: set[str] = set()
    for part in parts:
        if isinstance(part, str):
            done.append(part)
            continue
        value = values.get(part.name, '')
        if part.other is not None and (not value or part.name in OWN_WORDS):
            value, missing = fill(part.other, values)
            empty |= missing
        elif not value:
            empty.add(part.name)
        done.append(value)
    return ''.join(done), frozenset(empty)


def unseen(value: str) -> str:
    """Name the first character of a value that nobody can see and that could mislead; '' for none.

    Python below 3.11.10 lets such characters out of encoded headers (CVE-2024-6923), so none gets in.
    """
    return invisible_in(value.translate(dict.fromkeys(map(ord, JOINERS))))


def own_words(words: Mapping[str, Mapping[str, str]], language: str) -> dict[str, str]:
    """Return our words in a language by field, '' where we have none; `why` has words for each source."""
    known = words.get(language, {})
    return {'why': known.get('why-file', ''), 'optout': known.get('optout', '')}


def lint(text: Message, words: Mapping[str, str]) -> list[MessageFinding]:
    """Return what is wrong with the text of a letter; `words` are ours in its language, by field."""
    try:
        subject, body = parse(text.subject), parse(text.body)
    except ValueError as error:
        return [MessageFinding(text.title, str(error), error=True)]
    wrong = [
        *_unknown(subject),
        *_unknown(body),
        *_demanded(body, words),
        *_plain(subject, body),
        *_lines(text.body),
    ]
    return [MessageFinding(text.title, why, error=True) for why in wrong]


def _unknown(parts: Parts) -> Iterator[str]:
    for field in fields(parts):
        if field.name not in FIELDS:
            yield f'line {field.line}: there is no field {field.name!r}; there are: {", ".join(FIELDS)}'


def _demanded(body: Parts, words: Mapping[str, str]) -> Iterator[str]:
    """Everybody is told why they get a letter, where we know them from, and how to get no more."""
    there = {field.name: field for field in fields(body, inner=False)}
    for name, what in (
        ('why', 'why somebody gets it and where you know them from'),
        ('optout', 'how to get no more letters'),
    ):
        if name not in there:
            yield f'does not say {what}: put {OPENS}{name}{CLOSES} on a line of its own'
        elif not words.get(name) and not there[name].other:
            fix = f'write {OPENS}{name}|your words{CLOSES}'
            yield f'line {there[name].line}: we have no words for {name!r} in this language: {fix}'


def _plain(*texts: Parts) -> Iterator[str]:
    for part in (one for parts in texts for one in _texts(parts)):
        markup, address = WIKI_MARKUP.search(part), PLAIN_HTTP.search(part)
        if markup:
            mark = markup[0].strip()[:40]
            yield f'letters are plain text: {mark!r} would stand there as it is; write links in full'
        if address:
            yield f'{address[0][:60]!r} should begin with https://'


def _texts(parts: Parts) -> Iterator[str]:
    for part in parts:
        if isinstance(part, str):
            yield part
        else:
            yield from _texts(part.other or ())


def _lines(body: str) -> Iterator[str]:
    for number, line in enumerate(body.split('\n'), 1):
        if len(line) > MAX_LINE:
            yield f'line {number} has {len(line)} characters; break it into paragraphs'


def plain(text: Message) -> Message:
    """Return the text without what MediaWiki hides: comments are notes of its writers."""
    notes = ((start, end) for start, end, comment in hidden_spans(text.body) if comment)
    return replace(text, body=cut(text.body, notes).strip())
