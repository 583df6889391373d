"""Fields of send pages and results: what can be planned can be read back, and nothing else can."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from outreach.lists import entries
from outreach.lists.entries import Target
from outreach.sends import sendfields

HOME = 'meta.wikimedia.test'
PIECES = st.lists(
    st.sampled_from(
        [':', 'User talk', 'A', ' ', '&lt;', '&amp;', '.', '/', '\u200e', '\u200c', '%41', '#', '~~~']
    )
    | st.characters(),
    max_size=6,
).map(''.join)


@example('\x85', '')
@example('\x85A\u3000', '')
@given(PIECES, st.sampled_from(['', 'sv.wikipedia.test', 'sv', 'SV.wikipedia.test', '-a.b']))
def test_who_can_be_on_a_list_can_be_on_a_send_page(page: str, site: str) -> None:
    read = entries.read(page, site, HOME)
    if read.target and not read.fault:
        one = read.target
        assert sendfields.target(one.host, one.page) == Target(one.host, one.page)


@pytest.mark.parametrize(
    'text', ['', ' A', 'A|B', 'A]]', 'User talk:', 'A/../B', 'a' * 256, 'A\u202eB', '%41']
)
def test_what_is_no_title_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match='is no page title'):
        sendfields.title(text)


@pytest.mark.parametrize('value', ['A', '[[A]]', '[[:A', '[[:A]] x', '[[:A|B]]', '[[:]]'])
def test_what_is_no_link_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match='is no link to a page'):
        sendfields.linked(value)
    assert sendfields.linked('') == ''
    assert sendfields.linked('[[:A]]') == 'A'


@pytest.mark.parametrize('claim', ['', 'Bot', 'Bot 0a1b2c3', 'Bot 0a1b2c3d x', 'A|B 0a1b2c3d', ' 0a1b2c3d'])
def test_a_claim_is_an_account_with_the_mark_of_a_run(claim: str) -> None:
    with pytest.raises(ValueError, match=r'mark of a run|no name of an account'):
        sendfields.check_claim(claim)
    sendfields.check_claim('Bot 0a1b2c3d')
