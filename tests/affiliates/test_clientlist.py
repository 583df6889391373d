"""The client list: what is written can be read back, and what is cut off or from elsewhere is refused."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outreach.affiliates import clientlist
from outreach.affiliates.clientlist import Client
from outreach.problems import BadInput

DAY = date(2026, 11, 26)
WORDS = st.text(st.characters(exclude_categories=['Cc', 'Cs', 'Zl', 'Zp']), max_size=12)
CLIENTS = st.builds(Client, *[WORDS] * 6, st.integers(0, 2), *[WORDS] * 6, st.integers(1, 99))
ONE = Client(
    'id1', 'Group A', 'GA', 'Chapter', 'Europe', 'fr en', 1, 'Ada', '=1+1', 'a@example.org', '', 'registry',
    'usable', 1,
)  # fmt: skip


@given(st.lists(CLIENTS, max_size=5))
# contract: C29
def test_what_is_written_is_read_back(clients: list[Client]) -> None:
    found = clientlist.read(clientlist.render(clients, 12, DAY), 'clients.csv')
    assert (found.clients, found.registry, found.checked) == (tuple(clients), 12, DAY)


# contract: C29
def test_the_file_warns_and_holds_no_formula() -> None:
    text = clientlist.render([ONE], 12, DAY)
    assert text.splitlines()[0] == (
        '# private: do not put on a wiki; 1 lines; registry revision 12; checked 2026-11-26'
    )
    assert '"\'=1+1"' in text


@pytest.mark.parametrize('kept', [0, 1, 2, 3])
def test_a_list_that_is_cut_off_is_refused(kept: int) -> None:
    text = ''.join(clientlist.render([ONE, ONE], 12, DAY).splitlines(keepends=True)[:kept])
    with pytest.raises(BadInput) as raised:
        clientlist.read(text, 'clients.csv')
    assert 'example.org' not in str(raised.value)


def test_a_line_that_is_cut_off_is_refused() -> None:
    with pytest.raises(BadInput):
        clientlist.read(clientlist.render([ONE], 12, DAY)[:-20], 'clients.csv')


@pytest.mark.parametrize(
    ('old', 'new'),
    [('checked 2026-11-01', 'checked 9999-99-99'), ('"Ann"', 'a\rb'), ('"Ann"', 'x' * 200_000)],
)
def test_no_list_ends_with_an_error_of_the_parser(old: str, new: str) -> None:
    ann = Client('w', 'W', 'W', 'User Group', 'X', 'sv', 1, 'Ann', '', '', '', '', 'usable', 1)
    text = clientlist.render([ann], 7, date(2026, 11, 1))
    assert old in text
    with pytest.raises(BadInput):
        clientlist.read(text.replace(old, new, 1), 'F')
