"""What a run prints, and how it asks: the one place where anything reaches the terminal or a log.

Text from wikis is made harmless here (`shown`), so that no script has to think of it: what begins a row of
the terminal is ours, or stands behind a bar.
"""

from __future__ import annotations

import logging
import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

import pywikibot
from pywikibot import config
from pywikibot.logging import VERBOSE

from outreach import shown
from outreach.plainlines import changes_in_words

# as Pywikibot prints a warning of the API (data.api.Request._handle_warnings)
API_WARNING = 'API warning ('
# and an error (submit): it says no wiki, and `Wiki.call` raises what it says with the wiki's name
NO_SUCH_ACTION = 'API error badvalue: Unrecognized value for parameter "action": '
OURS = {'ours': True}
LOGGERS = ('pywiki', 'py.warnings')
# Pywikibot breaks a longer question into rows, and takes braces in it for fields (bot_choice.Option)
LONGEST_QUESTION = 40
ANSWER = 'Your answer'
# of a terminal that does not say how wide it is
WIDTH_UNTOLD = 80


class _Quotes(logging.Filter):
    """Shows what Pywikibot prints by itself as text, and breaks lines as the terminal would."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change what a record says, and let it through.

        What a wiki lacks is told by whoever asked it, by Pywikibot only under its `-verbose`.
        """
        text = record.getMessage()
        if not getattr(record, 'ours', False):
            if text.startswith(NO_SUCH_ACTION):
                record.levelno, record.levelname = VERBOSE, 'VERBOSE'
            text = shown.of_pywikibot(text)
        width = columns()
        # Pywikibot puts the level before a warning or an error
        before = len(f'{record.levelname}: ') if width and record.levelno >= logging.WARNING else 0
        record.msg, record.args = shown.folded(text, width - before), None
        return True


QUOTES = _Quotes()


class HeldBack(logging.Filter):
    """Holds back what the wiki's API warns of while a question is asked that not every wiki knows.

    `let_out` prints it after all.
    """

    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []
        self._logger = logging.getLogger(LOGGERS[0])

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep a warning of the API, and let everything else through."""
        held = record.levelno == logging.WARNING and API_WARNING in str(record.msg)
        self.records += [record] if held else []
        return not held

    def __enter__(self) -> Self:
        """Begin to hold back."""
        self._logger.addFilter(self)
        return self

    def __exit__(self, *_: object) -> None:
        """Hold nothing back any more."""
        self._logger.removeFilter(self)

    def let_out(self) -> None:
        """Print what was held back."""
        for record in self.records:
            self._logger.callHandlers(record)  # it went through the filters already


def columns() -> int:
    """Return how wide the terminal is that people read this on; 0 where it goes to a file or a program."""
    if not (sys.stderr and sys.stderr.isatty()):
        return 0
    return os.get_terminal_size(sys.stderr.fileno()).columns or WIDTH_UNTOLD


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
        text = shown.page(part.rstrip()) if where else shown.of_pywikibot(part)
        sys.stderr.write(f'{shown.folded(text, columns())}\n')


def tell(*lines: str) -> None:
    """Print lines: each argument is one, whatever text from a wiki stands in it."""
    pywikibot.info('\n'.join(map(shown.line, lines)), extra=OURS)


def tell_table(rows: Sequence[Sequence[str]]) -> None:
    """Print rows of cells, the cells below one another."""
    pywikibot.info('\n'.join(shown.aligned(rows)), extra=OURS)


def warn(text: str) -> None:
    """Print a warning, on one line."""
    pywikibot.warning(shown.remark(text), extra=OURS)


def complain(text: str) -> None:
    """Print an error, on one line."""
    pywikibot.error(shown.remark(text), extra=OURS)


def show_diff(before: str, after: str) -> None:
    """Print what changes from one text to another, in Pywikibot's colours, each line behind a bar.

    What is made of tags is told in words, and as it is written under Pywikibot's `-verbose`.
    """
    lines = changes_in_words(before, after, as_written=bool(config.verbose_output))
    pywikibot.info('\n'.join(lines), extra=OURS)


def choose(question: str, answers: Mapping[str, str]) -> str:
    """Ask a person to choose, `{'y': 'yes', 'n': 'no'}`; return the letter, 'n' for a bare return key."""
    choices = [(word, letter) for letter, word in answers.items()]
    asked = shown.remark(question)
    if len(asked) > LONGEST_QUESTION or not asked.isascii() or '{' in asked or '}' in asked:
        pywikibot.info(asked, extra=OURS)
        asked = ANSWER
    return str(pywikibot.input_choice(asked, choices, default='n', automatic_quit=False))


def somebody_is_there() -> bool:
    """Whether there is a terminal to ask at; where the standard input was closed there is none at all."""
    return sys.stdin is not None and not sys.stdin.closed and sys.stdin.isatty()


def forget_what_was_typed() -> None:
    """Drop what was typed before the question was there to be read: it answers something else."""
    try:
        import termios
    except ImportError:  # Windows has no such thing
        return
    termios.tcflush(sys.stdin, termios.TCIFLUSH)
