"""Who writes and by which server: read with everything that is wrong, and never shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from outreach.letters import mailsettings
from outreach.letters.mailsettings import MailSettings
from outreach.problems import BadInput

GOOD = {
    'name': 'Olga', 'address': 'olga@example.org', 'host': 'mail.example.org', 'security': 'starttls',
    'user': 'olga', 'passwordfile': 'mail-password',
}  # fmt: skip


def read(told: Any) -> MailSettings:
    return mailsettings.read(told, lambda path: f'secret of {path}\n', Path('base'))


# letters: C11
def test_what_is_told_is_read() -> None:
    found = read(GOOD)
    assert (found.port, found.security, found.password) == (587, 'starttls', 'secret of base/mail-password')
    assert 'secret' not in repr(found)
    assert read({**GOOD, 'security': 'tls'}).port == 465
    assert read(None) == MailSettings()


# letters: C11, C40
@pytest.mark.parametrize(
    ('told', 'words'),
    [
        ('x@example.org', 'must be a table'),
        ({'adress': 'x'}, "does not know 'adress'"),
        ({'port': '25'}, "'port' must be a text"),
        ({'address': 'x@@y.org'}, "'address' is not one e-mail address"),
        ({'replyto': 'x@y.org'}, "'replyto' goes with 'address'"),
        ({'name': 'a\u202eb'}, 'the invisible character U+202E'),
        ({'security': 'none'}, 'without encryption'),
        ({'user': 'x'}, "'user' goes with 'passwordfile'"),
        ({'host': 'h'}, "'host' goes with 'address'"),
    ],
)
def test_what_is_wrong_is_said_without_addresses(told: Any, words: str) -> None:
    with pytest.raises(BadInput) as raised:
        read(told)
    assert words in str(raised.value)
    assert '@' not in str(raised.value)


def test_the_folder_of_an_account_that_is_not_here_is_said() -> None:
    with pytest.raises(BadInput, match='an account that is not here'):
        read({**GOOD, 'passwordfile': '~nobody-of-that-name/password'})
    with pytest.raises(BadInput, match="'cafile': begins with ~ and an account that is not here"):
        read({**GOOD, 'cafile': '~nobody-of-that-name/ca.pem'})


def test_a_server_without_log_in_needs_no_password() -> None:
    assert read({'address': 'x@y.org', 'host': 'h'}).password == ''
