"""What of a wikitext is read: comments, `<nowiki>` and the like are not, and struck text was taken back.

Everything here passes over a text once. Sources: https://www.mediawiki.org/wiki/Manual:Parser (what the
preprocessor hides), https://en.wikipedia.org/wiki/Template:Strikethrough (how people strike out).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache

from outreach.wikitext import BULLETS

COMMENTED, UNREAD = '\ue000', '\ue001'
# What MediaWiki does not read inside of; a tag that is never closed is plain text.
UNREAD_TAGS = frozenset({'nowiki', 'pre', 'includeonly', 'source', 'syntaxhighlight', 'math'})
# a comment with what it says; one that is never closed hides the rest of the page
COMMENT = re.compile(r'<!--((?:[^-]++|(?!-->)-)*+)(?:-->)?')
MARK = re.compile(r'<!--|<(/?)([a-zA-Z][a-zA-Z0-9]*+)((?:[\s/][^<>]*)?)>')
STRIKING = frozenset({'s', 'strike', 'del'})
# `|- style="text-decoration:line-through"`, and the same before a cell (group 2); no tag or link is in it
STRUCK_ROW = re.compile(r'^\|-([^\n]*)|(?:^[|!]|\|\||!!)([^|!\n<\[]{0,400}+)\|(?!\|)', re.MULTILINE)
NEXT_ROW = re.compile(r'^\|[-}]', re.MULTILINE)
NEXT_CELL = re.compile(r'^[|!]|\|\||!!', re.MULTILINE)
# these stand around a text or are given it as their parameter
STRIKING_TEMPLATES = frozenset(
    (
        's', 'st', 'strike', 'stricken', 'strikethrough', 'strike out', 'strikeout', 'struck', 'strikes',
        'strike-through', 'del', 'withdrawn',
    )
)  # fmt: skip
# Who writes one of these beside a name, as a template or as a word behind a dash, takes the name back. A rule
# of ours, because no wiki can tell: MediaWiki has no message for it (a sign-up is no feature of it), what a
# template is for is nowhere in its data, its redirects would be a request for each name, and a page may be in
# any language. Who writes another word is signed up, with the word as a role, and the plan shows the name;
# striking the line out takes it back in every language. In the order of the table: English, German, French,
# Spanish, Italian, Polish, Dutch, Swedish, Danish and Norwegian, Russian, Ukrainian, Arabic, Hebrew, Chinese.
WITHDRAWN = frozenset(
    (
        'withdrawn', 'withdraw', 'withdrew', 'retracted', 'cancelled', 'canceled', 'zurückgezogen', 'retiré',
        'retirée', 'retirado', 'retirada', 'ritirato', 'ritirata', 'wycofane', 'teruggetrokken',
        'tillbakadragen', 'återkallad', 'trukket', 'отозвано', 'снято', 'відкликано', 'منسحب', 'נמשך', '撤回',
        '退出',
    )
)  # fmt: skip
WITHDRAWAL = re.compile(
    rf'\{{\{{[ \t]*+(?:template:[ \t]*+)?(?:{"|".join(sorted(WITHDRAWN))})[ \t]*+[|}}]', re.IGNORECASE
)
# a row of a table ends where one of these lines begins
ROW_MARK = re.compile(r'^(?:\|[-}+]|\{\|)[^\n]*', re.MULTILINE)
QUOTES = re.compile("'{2,}")
EMPTY_BRACKETS = re.compile(r'\([\s|•·]*\)')
TAG = re.compile('<[^<>]*>')
MARKUP = re.compile(r"<[^<>]*>|'{2,}|&nbsp;")
LINK = re.compile(r'\[\[([^\[\]]*)\]\]|\[(?:https?:)?//[^\s\[\]]+ ([^\[\]]*)\]')
BRACES = re.compile(r'\{\{|\}\}')
TEMPLATE_NAME = re.compile(r'[^{}|\n]*')

STRIKING_NAME = re.compile(
    r'\{\{[\s_]*+(?:template[\s_]*+:[\s_]*+)?(?:'
    + '|'.join(sorted(STRIKING_TEMPLATES | WITHDRAWN)).replace(' ', '[ _]')
    + ')',
    re.IGNORECASE,
)
# of pages that several readers look at one after the other
KEPT_PAGES = 4

Span = tuple[int, int]


def end_of_line(text: str, at: int) -> int:
    """Return where the line ends that a place is in: its line break, or the end of the text."""
    end = text.find('\n', at)
    return len(text) if end < 0 else end


def hidden_spans(text: str, tags: Collection[str] = UNREAD_TAGS) -> Iterator[tuple[int, int, bool]]:
    """Return where MediaWiki reads nothing, in order: begin, end, and whether it is a comment.

    Inside of `tags` nothing is read. A comment that is never closed hides the rest of the page.
    """
    if '<' not in text:
        return
    closing = _closing_tags(text, tags)
    at = 0
    while mark := MARK.search(text, at):
        at = mark.end()
        if mark[0] == '<!--':
            end = text.find('-->', at)
            at = len(text) if end < 0 else end + 3
            yield mark.start(), at, True
        elif not mark[1] and mark[2].lower() in tags and not mark[3].endswith('/'):
            ends = closing[mark[2].lower()]
            place = bisect_left(ends, (at, 0))
            if place < len(ends):
                at = ends[place][1]
                yield mark.start(), at, False


def _closing_tags(text: str, tags: Collection[str]) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = defaultdict(list)
    for mark in MARK.finditer(text):
        if mark[1] and mark[2].lower() in tags:
            found[mark[2].lower()].append(mark.span())
    return found


def masked(text: str) -> str:
    """Return the text with everything that MediaWiki does not read as filler of the same length."""
    pieces: list[str] = []
    done = 0
    for start, end, comment in hidden_spans(text):
        filler = COMMENTED if comment else UNREAD
        pieces += [text[done:start], ''.join('\n' if c == '\n' else filler for c in text[start:end])]
        done = end
    return ''.join([*pieces, text[done:]]) if pieces else text


def readable(text: str) -> str:
    """Return the text without what MediaWiki does not read; line breaks stay, so lines keep their numbers."""
    return cut(text, ((start, end) for start, end, _ in hidden_spans(text)))


@lru_cache(maxsize=KEPT_PAGES)
def live(text: str) -> str:
    """Return the text that is read and was not struck out; line breaks stay."""
    plain = readable(text)
    return cut(plain, struck_spans(plain))


def cut(text: str, spans: Iterable[Span]) -> str:
    """Return the text without these spans, which are in order and apart; their line breaks stay."""
    pieces: list[str] = []
    done = 0
    for start, end in spans:
        pieces += [text[done:start], '\n' * text.count('\n', start, end)]
        done = end
    return ''.join([*pieces, text[done:]]) if pieces else text


def struck_spans(text: str) -> list[Span]:
    """Return where a text is struck out, by a tag, a style or a template: in order, and apart.

    A tag that is never closed strikes out its line.
    """
    spans = sorted([*_struck_by_tags(text), *_struck_by_templates(text), *_struck_rows(text)])
    apart: list[Span] = []
    for start, end in spans:
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(apart[-1][1], end))
        else:
            apart.append((start, end))
    return apart


def _struck_rows(text: str) -> Iterator[Span]:
    """Return the rows and cells of tables whose own style strikes them out, from the mark to the next one."""
    for mark in STRUCK_ROW.finditer(text):
        if 'line-through' not in (mark[1] or mark[2] or '').lower():
            continue
        following = (NEXT_ROW if mark[1] else NEXT_CELL).search(text, mark.end())
        yield mark.end(), following.start() if following else len(text)


def section_name(heading: str) -> str:
    """Return a heading as MediaWiki writes it into the summary of an edit: without links, quotes and tags.

    Source: core's Parser::stripSectionName.
    """
    parts, done = [], 0
    for start, end, label in _links(heading):
        parts += [heading[done:start], label]
        done = end
    text = QUOTES.sub('', ''.join([*parts, heading[done:]]))
    return ' '.join(TAG.sub('', text).split())


def plain_words(line: str) -> str:
    """Return what a line says: no marks of lists, templates, quotes and tags, links by their labels."""
    return section_name(cut(line, template_spans(line))).lstrip('*#:; ')


def template_spans(text: str) -> list[Span]:
    """Return where templates stand, in order and apart; braces that are never closed are plain text."""
    opened: list[int] = []
    found: list[Span] = []
    for mark in BRACES.finditer(text):
        if mark[0] == '{{':
            opened.append(mark.start())
        elif opened:
            start = opened.pop()
            while found and found[-1][0] > start:
                found.pop()
            found.append((start, mark.end()))
    return found


def _links(text: str) -> Iterator[tuple[int, int, str]]:
    """Return the links of a heading with what is shown of them; a label with links in it is left alone."""
    for link in LINK.finditer(text):
        target, pipe, label = (link[1] or '').partition('|')
        yield link.start(), link.end(), link[2] or (label if pipe and label else target.removeprefix(':'))


def in_summary(subject: str, summary: str) -> bool:
    """Whether the summary of an edit says that it is about the section of this heading."""
    return f'/* {section_name(subject)} */' in summary or f'/* {subject} */' in summary


def _struck_by_tags(text: str) -> Iterator[Span]:
    opened: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    for mark in MARK.finditer(text):
        tag = (mark[2] or '').lower()
        if not tag:
            continue
        if not mark[1]:
            if not mark[3].endswith('/'):
                strikes = tag in STRIKING or 'line-through' in mark[3].lower()
                opened[tag].append((mark.start(), strikes))
        elif opened[tag]:
            start, strikes = opened[tag].pop()
            if strikes:
                yield start, mark.end()
    for left in opened.values():
        for start, strikes in left:
            if strikes:
                yield start, end_of_line(text, start)


def _struck_by_templates(text: str) -> Iterator[Span]:
    if not STRIKING_NAME.search(text):
        return
    opened: list[tuple[int, int, str]] = []
    rows: list[Span] | None = None
    for mark in BRACES.finditer(text):
        if mark[0] == '{{':
            name = TEMPLATE_NAME.match(text, mark.end())
            word = name[0].replace('_', ' ').strip().lower() if name else ''
            word = word.removeprefix('template:').strip()
            opened.append((mark.start(), name.end() if name else mark.end(), word))
        elif opened:
            start, named, word = opened.pop()
            inside = text[named : mark.start()] if word in WITHDRAWN else ''
            if word in WITHDRAWN and '[[' not in inside and '{{' not in inside:
                rows = [row.span() for row in ROW_MARK.finditer(text)] if rows is None else rows
                yield _taken_back(text, start, mark.end(), rows)
            elif word in STRIKING_TEMPLATES | WITHDRAWN:
                yield start, mark.end()


def _taken_back(text: str, start: int, end: int, rows: Sequence[Span]) -> Span:
    """Return what a mark such as {{withdrawn}} stands beside: its line without list marks, or its row."""
    begin = text.rfind('\n', 0, start) + 1
    close = end_of_line(text, end)
    if not text.startswith(('|', '!'), begin) or not rows or rows[0][0] > start:
        marks = BULLETS.match(text, begin)
        return (marks.end() if marks else begin), close
    at = bisect_right(rows, (start, start))
    return rows[at - 1][1], max(end, rows[at][0] if at < len(rows) else close)
