"""Text from wikis as a terminal shows it: as text, on one line, whatever it tries to do there.

A control character moves the cursor, a bidi mark turns a line around, a line break begins a line that looks
like one of ours, and `<<red>>` is a colour to Pywikibot (https://doc.wikimedia.org/pywikibot/stable/api_ref/
pywikibot.userinterfaces.html). Each is written out, so that nothing is hidden either.
"""

from __future__ import annotations

import re
import unicodedata

BREAK = '⏎'
LINE_ENDS = re.compile('\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]')
# joiners (U+200C, U+200D) stay: Persian, Indic scripts and emoji are misspelt without them
JOINERS = '\u200c\u200d'
UNSEEN = re.compile(
    '[\x00-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e'
    '\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]'
)
COLOUR = re.compile(r'<<(?=[a-z]{1,20}(?:;[a-z]{1,20})?>>)')
CONTINUED = '    | '
MOST_LETTERS = 2000


def line(text: str) -> str:
    """Return a text as one line that shows every character of it that could do anything."""
    return _seen(LINE_ENDS.sub(BREAK, text.replace('\t', ' ')))


def remark(text: str) -> str:
    """Return a warning or an error as one line, without the blanks by which it could reach a next row."""
    whole = line(text)
    cut = whole if len(whole) <= MOST_LETTERS else f'{whole[:MOST_LETTERS]} …'
    return re.sub(r'\s{2,}', ' ', cut).strip()


def page(text: str) -> str:
    """Return a text of many lines, such as a page whose changes are shown; its lines stay."""
    return '\n'.join(map(line, text.split('\n')))


def summary(text: str) -> str:
    """Return an edit summary that is one line and holds nothing that reorders or hides."""
    seen = (' ' if char.isspace() else char for char in unicodedata.normalize('NFC', text))
    return ' '.join(''.join(char for char in seen if not UNSEEN.match(char)).split())


def of_pywikibot(text: str) -> str:
    """Return what Pywikibot says by itself, which quotes wikis too: no line begins like one of ours."""
    if text.startswith('Traceback'):
        # what went wrong when Pywikibot tries again, not where in Pywikibot
        text = text.strip().splitlines()[-1]
    first, *others = text.rstrip('\n').split('\n')
    return '\n'.join([line(first), *(CONTINUED + line(other) for other in others)])


def _seen(text: str) -> str:
    return COLOUR.sub('< <', UNSEEN.sub(_written_out, text))


def _written_out(char: re.Match[str]) -> str:
    number = ord(char[0])
    return (
        f'\\x{number:02x}' if number < 256 else f'\\u{number:04x}' if number < 65536 else f'\\U{number:08x}'
    )
