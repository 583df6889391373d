"""What a run prints, and how it asks: the one place where anything reaches the terminal or a log.

Text from wikis is made harmless here (`shown`), so that no script has to think of it.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Mapping
from types import TracebackType

import pywikibot

from outreach import shown

OURS = {'ours': True}
LOGGERS = ('pywiki', 'py.warnings')


class _Quotes(logging.Filter):
    """Shows what Pywikibot prints by itself as text; `show_diff` says so while it prints."""

    shows_changes = False

    def filter(self, record: logging.LogRecord) -> bool:
        """Change what a record says, and let it through."""
        if not (getattr(record, 'ours', False) or self.shows_changes):
            record.msg, record.args = shown.of_pywikibot(record.getMessage()), None
        return True


QUOTES = _Quotes()


def watch() -> None:
    """Let nothing reach the terminal or a log of Pywikibot that was not made harmless.

    Python's warnings reach it by a logger of their own (pywikibot.bot.init_handlers).
    """
    for name in LOGGERS:
        logging.getLogger(name).addFilter(QUOTES)
    sys.excepthook = show_fault


def show_fault(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Print a fault that nobody expected as Python does, what it says as text: it may quote a wiki."""
    for part in traceback.format_exception(kind, error, trace):
        where = part.startswith(('  ', '\n', 'Traceback'))
        sys.stderr.write(f'{shown.page(part.rstrip()) if where else shown.of_pywikibot(part)}\n')


def tell(*lines: str) -> None:
    """Print lines: each argument is one, whatever text from a wiki stands in it."""
    pywikibot.info('\n'.join(map(shown.line, lines)), extra=OURS)


def warn(text: str) -> None:
    """Print a warning, on one line."""
    pywikibot.warning(shown.remark(text), extra=OURS)


def complain(text: str) -> None:
    """Print an error, on one line."""
    pywikibot.error(shown.remark(text), extra=OURS)


def show_diff(before: str, after: str) -> None:
    """Print what changes from one text to another, in Pywikibot's colours."""
    QUOTES.shows_changes = True
    try:
        pywikibot.showDiff(shown.page(before), shown.page(after))
    finally:
        QUOTES.shows_changes = False


def choose(question: str, answers: Mapping[str, str]) -> str:
    """Ask a person to choose, `{'y': 'yes', 'n': 'no'}`; return the letter, 'n' for a bare return key."""
    choices = [(word, letter) for letter, word in answers.items()]
    asked = shown.remark(question)
    return str(pywikibot.input_choice(asked, choices, default='n', automatic_quit=False))
