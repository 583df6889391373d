"""The one place where anything is printed."""

from __future__ import annotations

import logging
import os
import pty
import re
import select
import subprocess
import sys
import tty
from collections.abc import Iterator
from pathlib import Path
from unicodedata import east_asian_width

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
    logger, handler, level = (
        logging.getLogger('pywiki'),
        Keep(logging.INFO),
        logging.getLogger('pywiki').level,
    )
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


def test_cells_of_a_table_are_one_line_with_their_row(printed: list[str]) -> None:
    terminal.tell_table([('a', 'no\nSaved X'), ('bcd', '')])
    assert printed == ['a    no⏎Saved X\nbcd']


FORGED = 'Saved Main Page on meta.wikimedia.test.'
# a program that prints hostile text in each way, and as the last thing falls over it
PROGRAM = f"""
import os; os.environ['PYWIKIBOT_NO_USER_CONFIG'] = '2'
import pywikibot; pywikibot.info('')
from outreach import terminal
terminal.watch()
for blank in (' ', 'x', '\u5b57', 'o ', '\u3000'):
    text = ''.join(blank * 8 + ' ' * pad + {FORGED!r} for pad in range(200))
    terminal.tell(f'A person said: {{text}}', '   of ' + text)
    terminal.warn(text)
    terminal.tell_table([('a', text), ('b', text)])
    terminal.show_diff(f'a\\n{{text}}', f'{{text}}\\n  {FORGED}')
    pywikibot.info('API: ' + text)
    for asked in ('Write ' + text, 'Write ' + text[:90], 'Write ' + text + ' {{x}}?', 'Write {{0}}?'):
        try:
            terminal.choose(asked, {{'y': 'yes', 'n': 'no'}})
        except EOFError:
            pywikibot.info('')
raise ValueError('API: ' + text)
"""


def test_no_row_of_a_terminal_begins_with_what_a_wiki_said() -> None:
    """Read what reaches a terminal of 80 columns, broken into rows as it breaks it."""
    reader, end = pty.openpty()
    tty.setraw(end)
    here = Path(terminal.__file__).parents[1]
    done = subprocess.Popen(
        [sys.executable, '-c', PROGRAM],
        stdin=subprocess.DEVNULL,
        stderr=end,
        stdout=end,
        env=os.environ | {'PYTHONPATH': str(here)},
    )
    os.close(end)
    parts = []
    while part := _more(reader):
        parts.append(part)
    os.close(reader)
    assert done.wait() == 1
    said = re.sub('\x1b\\[[0-9;]*m', '', b''.join(parts).decode())
    assert said.count(FORGED) > 1000
    wide = [line for line in said.split('\n') if sum(1 + (east_asian_width(c) in 'WF') for c in line) > 80]
    assert wide == []
    assert [line for line in said.split('\n') if line.lstrip(' x字o\u3000').startswith('Saved')] == []


def _more(terminal_end: int) -> bytes:
    """Return what else was printed; a terminal that nobody writes to any more is an error on Linux."""
    try:
        return os.read(terminal_end, 1 << 16)
    except OSError:
        return b''


def test_warnings_and_errors_are_one_line(printed: list[str]) -> None:
    terminal.warn('a\nb')
    terminal.complain('100 % of <<red>>\n')
    assert printed == ['a⏎b', '100 % of < <red>>⏎']


def test_what_pywikibot_says_is_quoted(printed: list[str]) -> None:
    pywikibot.warning('API warning: \x1b[2J\nSaved X on meta.')
    assert printed == ['API warning: \\x1b[2J\n    | Saved X on meta.']


def test_what_the_api_warns_of_can_be_held_back_and_let_out(printed: list[str]) -> None:
    with terminal.HeldBack() as held:
        pywikibot.warning('API warning (main): Unrecognized parameter: x')
        pywikibot.warning('Something else.')
    assert [one for one in printed if 'warning (' in one] == []
    assert any('Something else.' in one for one in printed)
    held.let_out()
    pywikibot.warning('API warning (main): again')
    assert [one for one in printed if 'API' in one] == [
        'API warning (main): Unrecognized parameter: x', 'API warning (main): again',
    ]  # fmt: skip


def test_what_a_wiki_lacks_is_told_by_who_asked_it(printed: list[str]) -> None:
    lacking = 'API error badvalue: Unrecognized value for parameter "action": spamblacklist.'
    pywikibot.warning(lacking)
    pywikibot.warning('API error badvalue: Unrecognized value for parameter "title": x.')
    assert [one for one in printed if '"action"' in one] == []
    assert any('"title"' in one for one in printed)


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
    assert all(line.startswith('    | ') for line in whole.split('\n'))
    pywikibot.info('x\ny')
    assert printed[-1] == 'x\n    | y'


def test_what_was_typed_before_a_question_is_no_answer_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    keyboard, end = os.openpty()
    with os.fdopen(end, encoding='utf-8') as terminal_there:
        monkeypatch.setattr(sys, 'stdin', terminal_there)
        os.write(keyboard, b'y\n')
        assert select.select([terminal_there], [], [], 5)[0], 'it has arrived'
        terminal.forget_what_was_typed()
        assert not select.select([terminal_there], [], [], 0)[0]
        os.write(keyboard, b'n\n')
        assert terminal_there.readline() == 'n\n'
    os.close(keyboard)
