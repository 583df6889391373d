"""The private file of contacts: both forms, the shifted export, and that nothing of it is ever shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outreach.affiliates import contactfile
from outreach.problems import BadInput

WIDE = (
    'Affiliate Name,Contact1 Name,Contact1 Username,Contact1 Email,'
    'Contact2 Name,Contact2 Username,Contact2 Email,'
)


# contract: C36
def test_a_row_for_each_affiliate_as_the_export_writes_it() -> None:
    text = (
        f'{WIDE}\nWikimedia Arcadia,Ann,User:Ada,ann@example.org,N/A,N/A,N/A,\n'
        '"Foo, Inc.",,bo,bo@example.org,Cy,,cy@example.org,\n'
    )
    found = contactfile.read(text, 'contacts.csv')
    assert [(one.affiliate, one.slot, one.name, one.user, one.email, one.line) for one in found] == [
        (('Wikimedia Arcadia',), 1, 'Ann', 'Ada', 'ann@example.org', 2),
        (('Foo, Inc.',), 1, '', 'Bo', 'bo@example.org', 3),
        (('Foo, Inc.',), 2, 'Cy', '', 'cy@example.org', 3),
    ]


def test_a_row_for_each_contact_with_roles_in_any_delimiter() -> None:
    for delimiter in ',;\t':
        text = 'affiliate,code,name,username,email,role\nArcadia,WA,Ann,Ada,ann@example.org,Board Chair\n'
        (one,) = contactfile.read('\ufeff' + text.replace(',', delimiter), 'contacts.csv')
        assert (one.affiliate, one.role, one.slot) == (('WA', 'Arcadia'), 'Board Chair', 0)


@pytest.mark.parametrize(
    ('header', 'said'),
    [
        ('affiliate,name,email', ''),
        (WIDE, ''),
        ('name;E-Mail;Sprache', 'column 3 is not read'),
        ('name,email,Country,,Notes', 'columns 3, 5 are not read'),
    ],
)
def test_columns_whose_heading_is_not_known_are_told_by_number(header: str, said: str) -> None:
    told = contactfile.unread(f'\n{header}\n', 'contacts.csv')
    assert (said in told) if said else not told
    assert not any(word in told for word in ('Sprache', 'Country', 'Notes'))
    if said:
        assert 'affiliate, code, id, name, username, email, role, language' in told


@pytest.mark.parametrize(
    ('row', 'words'),
    [
        ('Secret, Inc.,Ann,Ada,ann@example.org,N/A,N/A,N/A,', 'line 2: has 8 cells where the header has 7'),
        ('Secret,Ada,ann@example.org,Bo,bo@example.org', 'line 2: has 5 cells'),
        ('Secret,ann@example.org,Ada,N/A,,,', 'line 2: column 2 holds an @'),
        ('Secret,Ann,ann@example.org,N/A,,,', 'line 2: column 3 holds an @'),
        ('Secret,Ann,Ada,not an address,,,', 'line 2: column 4 should be one e-mail address'),
        ('Secret,Ann,Ada,a@example.org b@example.org,,,', 'line 2: column 4 should be one e-mail address'),
        ('Secret,Ann,A|B,ann@example.org,,,', 'line 2: column 3 should be one user name'),
        ('"Secret,Ann,Ada', 'line 2: a quote is not closed'),
    ],
)
# contract: C36
def test_a_shifted_row_is_refused_with_its_line_and_not_shown(row: str, words: str) -> None:
    with pytest.raises(BadInput) as raised:
        contactfile.read(f'{WIDE}\n{row}\n', 'contacts.csv')
    assert words in str(raised.value)
    for secret in ('Secret', 'Ann', 'Ada', 'example.org', 'not an address'):
        assert secret not in str(raised.value)


@pytest.mark.parametrize(
    ('text', 'words'),
    [('', 'is empty'), ('name,email\nAnn,ann@example.org', 'no column for the affiliate'), (WIDE, 'nobody')],
)
def test_a_file_that_is_none(text: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        contactfile.read(text, 'contacts.csv')


@given(st.text(max_size=80))
def test_no_text_brings_anything_but_contacts_or_problems_without_its_words(text: str) -> None:
    marked = f'affiliate,name,username,email,role\n{text}\nqzx,qzx,qzx,qzx@qzx.example,qzx,qzx'
    with pytest.raises(BadInput) as raised:
        contactfile.read(marked, 'contacts.csv')
    assert 'qzx' not in str(raised.value)


def test_a_misspelt_heading_is_refused_with_what_was_meant() -> None:
    with pytest.raises(BadInput) as refused:
        contactfile.read('name,email,langage,Surname\nAnn,ann@example.org,es,X\n', 'F', grouped=False)
    [problem] = refused.value.problems
    assert 'column 3' in str(problem)
    assert 'did you mean language?' in str(problem)
