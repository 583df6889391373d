"""Where links lead, and how they are written."""

from __future__ import annotations

import pytest
from outreach.events.eventlinks import of_cell, of_html, own_title, page_address, plain, shown

from tests.events.samples import BASE, linker


def test_links_of_people_lead_to_pages_and_addresses() -> None:
    one = linker()
    page = one.typed('[[Event:Paris days|Paris]]')
    assert page.address == f'{BASE}Event:Paris_days'
    assert 'page:meta.wikimedia.test/Event:Paris_days' in page.keys
    assert one.typed('event:Paris days').keys == page.keys
    assert one.typed(f'{BASE}Event:Paris_days').keys == page.keys
    assert (
        one.typed('[https://c.example/x?utm_source=a Chapter]').address == 'https://c.example/x?utm_source=a'
    )
    with pytest.raises(ValueError, match='web address'):
        one.typed('https://e.org\\@evil.org/')


def test_where_people_register_is_the_registration() -> None:
    """C12"""
    one = linker()
    for page in ('RegisterForEvent', 'EventDetails'):
        assert 'ce:512' in one.address(f'{BASE}Special:{page}/512').keys
    for other in (f'{BASE}Special:RegisterForEvent/x', 'https://c.example/wiki/Special:RegisterForEvent/512'):
        assert not [name for name in one.address(other).keys if name.startswith('ce:')]


@pytest.mark.parametrize('address', ['javascript:alert(1)', 'https://a@b.example/'])
def test_addresses_that_are_none(address: str) -> None:
    with pytest.raises(ValueError, match=r'web address|account|host'):
        linker().address(address)


def test_a_link_to_this_wiki_is_one_to_the_page() -> None:
    address = page_address('Event:Å & "ö"', BASE)
    assert own_title(address, BASE) == 'Event:Å & "ö"'
    assert shown(address, 'a|b', BASE) == '[[:Event:Å & "ö"|a&#124;b]]'
    assert shown('https://x.example/]', "'''x", BASE) == '[https://x.example/%5D &#39;&#39;&#39;x]'
    assert own_title(f'{BASE}A?action=edit', BASE) == own_title(f'{BASE}A%5D%5D', BASE) == ''


def test_texts_of_strangers_become_a_line() -> None:
    assert plain('a\n\u202eb\u200c ') == 'a b\u200c'
    assert plain('word ' * 100).endswith('word…')
    assert of_html('C &amp; <b>x</b> <script>y</script>') == 'C & x'
    assert of_html('1 < 2 & 3 > 2') == '1 < 2 & 3 > 2'
    assert of_cell("'''[[Event:X|Name]]''' [https://x.example here]") == 'Name here'
