"""Tests of the exit codes of scripts."""

from __future__ import annotations

from typing import Any

import pytest
from outreach.exitcodes import exit_code
from outreach.problems import BadInput, Problem, Stopped, WikiError
from pywikibot.tools import first_lower


@pytest.mark.parametrize(
    ('error', 'code'),
    [
        (BadInput([Problem('-list', 'is wrong')]), 2),
        (Stopped('stop'), 3),
        (WikiError('en.wikipedia.test', 'no'), 3),
        (KeyboardInterrupt(), 3),
        (FileExistsError(17, 'File exists', 'previews'), 3),
    ],
)
def test_every_known_error_has_its_exit_code(error: BaseException, code: int) -> None:
    def main(*_args: Any) -> int:
        raise error

    assert exit_code(main) == code


def test_an_error_of_no_file_is_a_fault_to_be_seen() -> None:
    def main(*_args: Any) -> int:
        raise OSError(5, 'Input/output error')

    with pytest.raises(OSError, match='Input/output'):
        exit_code(main)


def test_a_reply_that_pywikibot_does_not_expect_is_said_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code(lambda *_: len(first_lower({}))) == 3  # type: dict
    assert 'A wiki answered as Pywikibot does not expect it' in capsys.readouterr().err


def test_a_fault_of_ours_is_a_fault_to_be_seen() -> None:
    reply: dict[str, int] = {}
    with pytest.raises(KeyError):
        exit_code(lambda *_: reply['name'])
