"""Texts that make a careless reader slow, and a guard that counts the processor's seconds.

A reader that passes over a text once needs some tenths of a second for 100 kB of any of these, and some
seconds for 2 MB of ordinary text; the guard gives ten times that. What is quadratic needs minutes, what is
exponential the age of the universe.
"""

from __future__ import annotations

import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from tests.hostile.ambiguity import loops
from tests.hostile.inventory import Expression

BOMB_LETTERS, PAGE_LETTERS = 100_000, 2_000_000
BOMB_SECONDS, PAGE_SECONDS = 3.0, 30.0
UNITS = (
    '<pre>', '<nowiki>', '<ref>', '<s>', '<del>', '<!--', '<!---->', '<!-- ', '-->', '{{', '}}', '[[',
    ']]', '[', ']', '{|\n', '|}\n', '{{a|', '{{{a|', '[[a|', '<a>', '<a ', '</a', '{{bots|',
    '{{bots|deny=', '{{user|', '{{u|a', '{{target|', '{{#target:', '{{template:', '[http://x ', '[//a',
    "''", "'''''", '=', '== ', '== a ==\n', '== a\n', '\n', ' ', '\t', ' \n', '\n ', '*', '#', ':', ';',
    '* \n', '|', '||', '!!', '!', '|-\n', '|-', '| a\n', '(', ')', '&', '&#1', '&amp;', '~', '__', '-',
    '--', '–', '//', '/', 'http://', 'a.', 'a-', 'a', 'a ', '0', '0 000 ', '0,', '0-', '10:12, ',
    '10:12, 3 March 2026 (UTC) ', '[[User:', '[[User:A]] ', '[[:sv:', 'User:', '@', 'a@', 'a@b.',
    '<tvar|', '<tvar x>', '<translate', '<noinclude>', '<div lang="" dir="ltr" class="mw-content-ltr">',
    '<span ', '<!-- claim -->', '<!--id:', '<!-- hosts:', '<!--T:1', '/*', '/* */', '"', '"",', '\\',
    '%5B', ',', ', ', '\0', '\ue000', '\ue001', '\u200d', '\u00e9', '\u0301', "{'", '[=[', '--[[', '{',
    '}', '"title":', '{"targets":[', '<item>', '<p>', '<!-- item:', '<!-- affiliate:', '#REDIRECT ',
    '<br>', 'data-step="x" ', '; a : b\n', '* a|b|c\n', '* {{#target:a|b}}\n', '{{subst:', '\u202e',
    '<!-- outreach:begin log -->', 'class="mw-translate-fuzzy"', '[[category:', 'wik', 'Talk:', '\u2028',
    '<<red>>', '\x9b', 'https://a.b/?c=d&', '{{int:', '?oldid=1 ',
)  # fmt: skip


REGIONS = (
    'log', 'figures', 'feed', 'events', 'month', 'measures', 'affiliates', 'funnel', 'results', 'channels',
    'gaps', 'check', 'digest', 'rule', 'eventmap', 'eventreports', 'eventcounts',
)  # fmt: skip
MARKS = ''.join(f'<!-- outreach:begin {name} -->\n' for name in REGIONS)
# what a reader is asked the line of, again and again on a whole page, which it may count only once
ASKED_LINES = {
    'wikitext:region': '<!-- outreach:begin figures -->\n',
    'affiliates/signedlist:of_page': '* [[Wikimedia Valley|Valley]] (2026-02-01)\n',
    'audience/peoplerows:rows': '== a ==\n',
}
ASKED_LETTERS = 1_000_000


def _row_of_cells(size: int) -> str:
    return '{|\n|-\n| ' + 'a || ' * (size // 5) + '\n|}'


SHAPES: dict[str, Callable[[int], str]] = {
    'braces, then brackets': lambda size: '{{' * (size // 4) + ']]' * (size // 4),
    'brackets, then braces': lambda size: '[[' * (size // 4) + '}}' * (size // 4),
    'nested links': lambda size: '[[' * (size // 4) + ']]' * (size // 4),
    'nested templates': lambda size: '{{a|' * (size // 6) + '}}' * (size // 6),
    'nested tables': lambda size: '{|\n' * (size // 6) + '|}\n' * (size // 6),
    'nested lists of Lua': lambda size: 'return ' + '{' * size,
    'nested lists of JSON': lambda size: '[' * size,
    'a heading with blanks': lambda size: '== x' + ' ' * size + 'y',
    'a heading with comments': lambda size: '== a ==' + '<!---->' * (size // 7) + ' x',
    'a heading with a hint': lambda size: '== Ideas == <!-- add below this line --> new\n' * (size // 46),
    'a heading with a template': lambda size: '== a =={{' + 'b' * size + '}}c',
    'a heading of one word': lambda size: '==' + 'a' * size,
    'a table with many rows': lambda size: '{|\n' + '|-\n| a || b\n' * (size // 12) + '|}',
    'a table with one row': _row_of_cells,
    'a table that spans': lambda size: '{|\n' + '|-\n| rowspan=1000 colspan=1000 | x\n' * (size // 36) + '|}',
    'a table never closed': lambda size: (
        '{| class="wikitable"\n! Username\n' + '|-\n| [[User:A]]\n' * (size // 16)
    ),
    'tags closed the wrong way round': lambda size: '<s>' * (size // 14) + '</del></b>' * (size // 14),
    'marks of every region': lambda size: MARKS * (size // len(MARKS)),
    'digits': lambda size: '* sv: ' + '9' * size,
    'a name': lambda size: '[[User:' + 'a' * size + ']]',
    'one address': lambda size: 'https://' + 'a.' * (size // 2),
    'a line of people': lambda size: '# ' + '[[User:A]], ' * (size // 12),
}


def _again(unit: str, end: str) -> Callable[[int], str]:
    return lambda size: unit * (size // len(unit)) + end


BOMBS: dict[str, Callable[[int], str]] = {
    **{f'{unit!r} again and again': _again(unit, '') for unit in UNITS},
    **{f'{unit!r} again and again, then a letter': _again(unit, 'x\n') for unit in UNITS},
    **SHAPES,
}


class TooSlow(BaseException):
    """The guard's seconds are over: no Exception, so that no reader takes it for its own fault."""


@contextmanager
def guard(seconds: float) -> Iterator[None]:
    """Raise TooSlow where what is done here takes the processor longer than that."""

    def over(_signal: int, _frame: FrameType | None) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGVTALRM, over)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def bombs_for(one: Expression, size: int) -> Iterator[str]:
    """Return a text for each loop of a pattern that makes it go round, and then fail."""
    for found in loops(one.pattern, one.flags, search=one.searches, whole=one.method == 'fullmatch'):
        yield found.bomb(size)
        yield found.bomb(size) + '\x01'


def use(one: Expression, text: str) -> object:
    """Use a pattern on a text as the scripts do; where they search, to the end of the text."""
    pattern = re.compile(one.pattern, one.flags)
    if one.method in ('sub', 'subn'):
        return pattern.sub('', text)
    if one.method == 'split':
        return pattern.split(text)
    if one.searches:
        return sum(1 for _ in pattern.finditer(text))
    return pattern.fullmatch(text) if one.method == 'fullmatch' else pattern.match(text)
