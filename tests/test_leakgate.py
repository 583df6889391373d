"""The last gate: no address of a private file leaves, in whatever form, and only that is stopped."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from outreach import leakgate
from outreach.problems import Stopped

PRIVATE = (
    'affiliate,name,username,email\nArcadia,Ann,Ada,Ann.Example+x@mail.example.org\n'
    'B,Bo,,"o\'hara@ümlaut.example"\nC,Ida,,ida@xn--hst-sna.example\n'
)
FORMS = (
    'Ann.Example+x@mail.example.org',
    'ANN.EXAMPLE+X@MAIL.EXAMPLE.ORG',
    'mailto:ann.example+x@mail.example.org?subject=y',
    'ann.example+x&#64;mail.example.org',
    'ann.example+x%40mail.example.org',
    'ann.example+x＠mail.example.org',
    'ann.example+x@mail.exam\u200bple.org',
    '<ann.example+x@mail.example.org>',
    'xann.example+x@mail.example.orgx',
    '[mailto:ann.example+x@mail.example.org. Ann]',
    "o'hara@ümlaut.example",
    "(o'hara@u\u0308mlaut.example)",
    "o'hara@xn--mlaut-jva.example",
    'ida@höst.example',
    'ann.example+x&commat;mail.example.org',
    'ann.example%2Bx%40mail.example.org',
)
HARMLESS = (
    'ben@mail.example.org', 'ann.example+x@mail.example.com', '@', 'a @ b', '@Ann', 'ann at mail.example.org',
    'mail.example.org', 'info@example.org',
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    leakgate.register(tmp_path / 'private', PRIVATE)
    return tmp_path / 'private'


@pytest.mark.parametrize('form', FORMS)
# contract: C39
def test_an_address_does_not_leave_in_any_form(folder: Path, form: str) -> None:
    with pytest.raises(Stopped) as raised:
        leakgate.check(folder, ['fine', f'Ask {form} about it', None])
    assert 'example' not in str(raised.value)


@pytest.mark.parametrize('text', HARMLESS)
def test_what_was_not_registered_leaves(folder: Path, text: str) -> None:
    leakgate.check(folder, [f'Ask {text} about it'])


def test_what_stands_on_the_page_already_may_stay(folder: Path) -> None:
    text = 'Ask ann.example+x@mail.example.org'
    leakgate.check(folder, [f'{text} and more'], public=text)
    with pytest.raises(Stopped):
        leakgate.check(folder, [f"{text} and o'hara@ümlaut.example"], public=text)


def test_the_register_shows_no_address_and_is_private(folder: Path) -> None:
    register = folder / leakgate.REGISTER
    assert register.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert not any(word in register.read_text() for word in ('ann', 'example', 'hara', '@'))
    assert leakgate.register(folder, PRIVATE) == 0
    assert leakgate.register(folder, 'a@b.example c@b.example') == 2


def test_where_nothing_was_registered_all_leaves(tmp_path: Path) -> None:
    leakgate.check(tmp_path / 'private', ['a@b.example'])
    (tmp_path / 'private').mkdir(mode=0o700)
    (tmp_path / 'private' / leakgate.REGISTER).touch(mode=0o600)  # killed while it was made
    leakgate.check(tmp_path / 'private', ['a@b.example'])
    assert leakgate.register(tmp_path / 'private', 'a@b.example') == 1
    with pytest.raises(Stopped):
        leakgate.check(tmp_path / 'private', ['a@b.example'])


@pytest.mark.parametrize('spoil', ['', 'x', 'key'])
def test_a_register_that_cannot_be_used_stops_everything(folder: Path, spoil: str) -> None:
    register = folder / leakgate.REGISTER
    if spoil:
        register.write_text(f'{spoil}\n')
    else:
        register.chmod(0o644)
    with pytest.raises(Stopped, match='cannot be used'):
        leakgate.check(folder, ['nothing in particular'])


def test_a_line_that_was_cut_off_spoils_no_other(folder: Path) -> None:
    register = folder / leakgate.REGISTER
    register.write_text(register.read_text() + '\n0123abc')
    leakgate.register(folder, 'late@b.example')
    for text in ('late@b.example', FORMS[0]):
        with pytest.raises(Stopped):
            leakgate.check(folder, [text])


@pytest.mark.parametrize(
    'unit', ['@', 'a@', '@a', 'a@b.c ', 'a' * 300 + '@' + 'b' * 300, '&#64;', '%40', 'x']
)
def test_looking_takes_time_in_proportion_to_the_text(folder: Path, unit: str) -> None:
    def seconds(size: int) -> float:
        begun = time.process_time()
        leakgate.check(folder, [unit * (size // len(unit))])
        return time.process_time() - begun

    assert seconds(40_000) < 25 * max(min(seconds(5_000) for _ in range(3)), 0.02)
