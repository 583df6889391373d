"""Links that open a filled edit form: what is asked for, and that nothing in them is markup."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from outreach.editlinks import NEW, approve, claim, edit_link, reopen, resume, stop, translate

HOSTILE = [
    'A|b=c&action=delete',
    '~~~~',
    '__NOTOC__',
    "x]] '''y''' {{z}}",
    'Åsa & Bö',
    '<ref>',
    'a\nb',
    'C++',
]


def asked(link: str) -> tuple[str, list[tuple[str, str]]]:
    found = re.fullmatch(r'\{\{fullurl:([^|]*)\|([^|]*)\}\}', link)
    assert found
    return unquote(found[1]), parse_qsl(found[2], keep_blank_values=True)


def test_an_approval_is_a_signed_line_under_the_others() -> None:
    page, query = asked(approve('Outreach/X', '0123456789abcdef'))
    assert page == 'Outreach/X/Approvals'
    assert query == [
        ('action', 'edit'),
        ('section', 'new'),
        ('preload', 'Template:Outreach campaign/approve'),
        ('preloadparams[]', '0123456789abcdef'),
        ('editintro', 'Template:Outreach campaign/approve/intro'),
        ('nosummary', '1'),
    ]


def test_a_stop_is_added_and_so_is_the_line_to_go_on_which_changes_an_emptied_page_too() -> None:
    for link in (stop, resume, reopen):
        assert ('section', 'new') in asked(link('Outreach/X'))[1]
    page, query = asked(reopen('Outreach/X'))
    assert page == 'Outreach/X/Closed'
    assert ('preload', 'Template:Outreach campaign/resume') in query


def test_a_translation_is_begun_with_its_original_or_with_nothing() -> None:
    for filled in (True, False):
        page, query = asked(translate('Outreach/X/Message', 'sv', filled=filled))
        assert page == 'Outreach/X/Message/sv'
        preload = [('preload', 'Outreach/X/Message')] if filled else []
        intro = ('editintro', 'Template:Outreach campaign/translation/intro')
        assert query == [('action', 'edit'), *preload, intro]


def test_a_claim_has_its_heading() -> None:
    query = dict(asked(claim('Outreach/X/Log/Gaps', 'Claim: sv.wikipedia.org'))[1])
    assert query['preloadtitle'] == 'Claim: sv.wikipedia.org'
    assert 'nosummary' not in query


@pytest.mark.parametrize('text', HOSTILE)
def test_whatever_stands_in_a_link_arrives_and_is_no_markup(text: str) -> None:
    link = edit_link(text, preload=text, params=[text, ''], section=NEW, heading=text, summary=text)
    page, query = asked(link)
    assert page == text.replace(' ', '_')
    assert [value for name, value in query if name in ('preload', 'preloadtitle', 'summary')] == [text] * 3
    assert [value for name, value in query if name == 'preloadparams[]'] == [text, '']
    assert not re.search(r"~~|__|''|[\[\]<>\s]", link)
    full = edit_link(text, preload=text, base='https://meta.wikimedia.org')
    assert dict(parse_qsl(urlsplit(full).query))['title'] == text.replace(' ', '_')
    assert not re.search(r"~~|__|''|[\[\]<>{}|\s]", full)
