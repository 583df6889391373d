"""The one place where anything is printed."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator

import pytest
import pywikibot
from outreach import terminal


@pytest.fixture
def printed() -> Iterator[list[str]]:
    """Collect what reaches the handlers of Pywikibot's logger."""
    kept: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            kept.append(record.getMessage())

    hook = sys.excepthook
    logger, handler, level = logging.getLogger('pywiki'), Keep(), logging.getLogger('pywiki').level
    pywikibot.info('Pywikibot sets up its handlers with the first line.')
    terminal.watch()
    for name in terminal.LOGGERS:
        logging.getLogger(name).addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        yield kept
    finally:
        sys.excepthook = hook
        for name in terminal.LOGGERS:
            logging.getLogger(name).removeHandler(handler)
            logging.getLogger(name).removeFilter(terminal.QUOTES)
        logger.setLevel(level)


def test_each_argument_is_one_line(printed: list[str]) -> None:
    terminal.tell('one', '  two\nSaved X on meta.')
    assert printed == ['one\n  two⏎Saved X on meta.']


def test_warnings_and_errors_are_one_line(printed: list[str]) -> None:
    terminal.warn('a\nb')
    terminal.complain('100 % of <<red>>\n')
    assert printed == ['a⏎b', '100 % of < <red>>⏎']


def test_what_pywikibot_says_is_quoted(printed: list[str]) -> None:
    pywikibot.warning('API warning: \x1b[2J\nSaved X on meta.')
    assert printed == ['API warning: \\x1b[2J\n    | Saved X on meta.']


def test_so_is_a_warning_of_python(printed: list[str]) -> None:
    logging.getLogger('py.warnings').warning(
        '%s', 'x.py:7: UserWarning: \x1b[2J\nSaved X on meta.\n', extra={'newline': '\n'}
    )
    assert printed == ['x.py:7: UserWarning: \\x1b[2J\n    | Saved X on meta.']


def test_a_fault_that_nobody_expected_prints_no_line_of_ours(
    capsys: pytest.CaptureFixture[str], printed: list[str]
) -> None:
    assert sys.excepthook is terminal.show_fault
    capsys.readouterr()  # what the fixture said
    try:
        try:
            raise KeyError('first')
        except KeyError as first:
            raise ValueError('no number: \x9b2J\nSaved X on meta.\n') from first
    except ValueError as error:
        terminal.show_fault(type(error), error, error.__traceback__)
    lines = capsys.readouterr().err.splitlines()
    assert lines[-2:] == ['ValueError: no number: \\x9b2J', '    | Saved X on meta.']
    assert lines[0] == 'Traceback (most recent call last):'
    assert any(line.startswith('  File "') and line.endswith('prints_no_line_of_ours') for line in lines)
    assert "KeyError: 'first'" in lines
    assert printed == []


def test_changes_are_shown_in_colours_and_their_text_as_text(printed: list[str]) -> None:
    terminal.show_diff('a\nb\n', 'a\nb <<red>>\x9b\n')
    whole = '\n'.join(printed)
    assert '< <red' in whole
    assert '\\x9b' in whole
    assert '<<lightgreen' in whole
    pywikibot.info('x\ny')
    assert printed[-1] == 'x\n    | y'
