"""Addresses: those that a letter can go to, and when two are the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outreach.letters import mailaddress

GOOD = 'ann.b+c@example.org'


@pytest.mark.parametrize(
    ('written', 'goes_to'),
    [(GOOD, GOOD), ('Ann@EXAMPLE.org', 'Ann@example.org'), ('a@münchen.example', 'a@xn--mnchen-3ya.example')],
)
def test_what_can_be_written_to(written: str, goes_to: str) -> None:
    assert mailaddress.readable(written) == goes_to


# letters: C20
@pytest.mark.parametrize(
    'text',
    [
        '', 'a', 'a@b@c.org', 'a@', '@b.org', 'a b@c.org', 'a@b', 'a..b@c.org', '.a@c.org', 'a.@c.org',
        'ä@c.org',
        'a@c.org>', 'a@c.org,b@c.org', 'a@c.org\nBcc: x@y.org', '"a b"@c.org', 'a@[192.0.2.1]',
        f'{"a" * 65}@c.org',
        f'a@{"b" * 64}.org', 'a@-b.org',
    ],
)  # fmt: skip
def test_what_cannot_is_refused_without_being_named(text: str) -> None:
    with pytest.raises(ValueError, match=r'^(has|is) ') as raised:
        mailaddress.readable(text)
    assert len(text) < 4 or text not in str(raised.value)


@given(st.emails())
def test_capitals_make_no_second_person(address: str) -> None:
    assert mailaddress.identity(address) == mailaddress.identity(address.upper())


@given(st.text())
def test_anything_is_read_or_refused(text: str) -> None:
    mailaddress.identity(text)
    try:
        found = mailaddress.readable(text)
    except ValueError:
        return
    assert found.isascii()
    assert found.count('@') == 1
