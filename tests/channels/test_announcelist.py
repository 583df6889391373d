"""The delivery list of pages that take announcements."""

from __future__ import annotations

from outreach.channels import announcelist
from outreach.lists.entries import Target
from outreach.lists.merge import History
from outreach.pages import Page

META = 'meta.wikimedia.org'
SV, DE, FI = (
    Target(f'{code}.wikipedia.org', f'Wikipedia:{name}')
    for code, name in (('sv', 'Bybrunnen'), ('de', 'Kurier'), ('fi', 'Kahvihuone'))
)


def listed(*targets: Target) -> str:
    return announcelist.text(Page('L'), targets, History(), META, 'Why')


def test_the_list_says_why_and_names_the_pages_once() -> None:
    text = listed(SV, DE)
    assert text.startswith('<!-- outreach:begin rule -->\nWhy\n')
    assert '{{target | page = Wikipedia:Bybrunnen | site = sv.wikipedia.org }}' in text
    again = announcelist.text(Page('L', text, 1), [SV, DE], History(), META, 'Why')
    assert again == text


# contract of channels: M19
def test_what_people_took_off_stays_off_and_what_they_put_on_stays_on() -> None:
    text = listed(SV)
    new = announcelist.text(Page('L', text, 1), [DE, FI], History(removed=frozenset({DE})), META, 'Why')
    assert ('Kurier' in new, 'Kahvihuone' in new, 'Bybrunnen' in new) == (False, True, False)
    kept = announcelist.text(Page('L', text, 1), [FI], History(added=frozenset({SV})), META, 'Why')
    assert ('Bybrunnen' in kept, 'Kahvihuone' in kept) == (True, True)
