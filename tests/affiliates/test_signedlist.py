"""The list of who signed: pages and files as people keep them, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from outreach.affiliates import signedlist
from outreach.affiliates.signedlist import SignedList
from outreach.pages import Page
from outreach.problems import BadInput

from tests.affiliates.samples import TODAY, signed_page

TABLE = """\
{| class="wikitable"
! Code !! Affiliate !! Signed !! Date
|-
| WA || [[Wikimedia Arcadia|Arcadia]] || yes || 2020-02-03
|-
| WB || Wikimedia Borduria || no ||
|-
| WC || Wikimedia Caledonia || ||
|-
| WD || Wikimedia Dystopia || soon ||
|}
* Wikimedia Elbonia
"""


def lines(found: SignedList) -> list[tuple[tuple[str, ...], bool | None, str]]:
    return [(line.written, line.answer, str(line.on or '')) for line in found.lines]


@pytest.mark.parametrize(
    ('item', 'expected'),
    [
        ('* Wikimedia Arcadia', (('Wikimedia Arcadia',), True, '')),
        (
            '# [[Wikimedia Arcadia|Arcadia]] (WA), 2020-02-03',
            (('Wikimedia Arcadia', 'WA'), True, '2020-02-03'),
        ),
        ('* Foo, Inc. – 03/02/2020', (('Foo, Inc.',), True, '2020-02-03')),
        ('* Wikimedia Arcadia: not signed', (('Wikimedia Arcadia',), False, '')),
        ("* '''Wikimedia Arcadia''' | yes | 2020-02-03", (('Wikimedia Arcadia',), True, '2020-02-03')),
        ('* 3bdai20i5ah, 2020-02-03, no', (('3bdai20i5ah',), False, '2020-02-03')),
        ('* Wikimedia Arcadia, 2031-01-01', (('Wikimedia Arcadia',), None, '2031-01-01')),
    ],
)
# contract: C6, C16
def test_items_of_a_page(item: str, expected: tuple[tuple[str, ...], bool | None, str]) -> None:
    assert lines(signed_page(f'Who signed:\n{item}\nThanks!')) == [expected]


def test_a_table_is_read_by_its_headings_and_a_list_beside_it_too() -> None:
    found = signed_page(TABLE)
    assert lines(found) == [
        (('WA', 'Wikimedia Arcadia'), True, '2020-02-03'),
        (('WB', 'Wikimedia Borduria'), False, ''),
        (('WC', 'Wikimedia Caledonia'), None, ''),
        (('WD', 'Wikimedia Dystopia'), None, ''),
        (('Wikimedia Elbonia',), True, ''),
    ]
    assert [str(problem) for problem in found.problems] == [
        "Outreach/Agreements, line 9: 'soon' is neither yes nor no nor a day"
    ]


def test_what_is_struck_or_commented_out_says_nothing() -> None:
    found = signed_page('* Wikimedia Arcadia\n* <s>Wikimedia Borduria</s>\n<!--\n* Wikimedia Caledonia\n-->')
    assert [line.written for line in found.lines] == [('Wikimedia Arcadia',)]
    assert 'line 2: is struck' in str(found.problems[0])


@pytest.mark.parametrize(
    'text',
    [
        '\ufeffaffiliate;signed;date\n"Wikimedia Arcadia";yes;2020-02-03\n"Foo, Inc.";no;\n',
        'Affiliate,Signed,Date\nWikimedia Arcadia,yes,2020-02-03\n"Foo, Inc.",no,\n',
        '# who signed\nWikimedia Arcadia, 2020-02-03\n\nFoo, Inc.: no\n',
    ],
)
# contract: C6
def test_files(text: str) -> None:
    found = signedlist.of_file(text, 'signed.csv', date(2026, 11, 1), TODAY)
    assert lines(found) == [(('Wikimedia Arcadia',), True, '2020-02-03'), (('Foo, Inc.',), False, '')]
    assert (found.revid, found.of) == (0, date(2026, 11, 1))


@pytest.mark.parametrize(
    ('page', 'words'),
    [
        (Page('A'), 'there is no such page'),
        (Page('A', '#REDIRECT [[B]]', 1, timestamp='2026-11-01T00:00:00Z'), 'is a redirect'),
        (Page('A', '', 1, timestamp='2026-11-01T00:00:00Z'), 'names nobody'),
        (Page('A', 'No list yet.', 1, timestamp='2026-11-01T00:00:00Z'), 'names nobody'),
        (Page('A', '{|\n! Club\n|-\n| X\n|}', 1, timestamp='2026-11-01T00:00:00Z'), 'no column Affiliate'),
        (Page('A', '* X', 1, timestamp='2025-11-01T00:00:00Z'), 'more than a year old'),
    ],
)
# contract: C35
def test_a_list_that_is_none_is_refused(page: Page, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        signedlist.of_page(page, None, TODAY)


# contract: C11
def test_the_day_of_a_list() -> None:
    page = Page('A', '* X', 1, timestamp='2025-11-01T00:00:00Z')
    assert signedlist.of_page(page, date(2026, 10, 1), TODAY).of == date(2026, 10, 1)
    assert not signed_page('* X').stale(TODAY, 90)
    assert signed_page('* X', as_of=date(2026, 8, 1)).stale(TODAY, 90)
    with pytest.raises(BadInput, match='lies in the future'):
        signed_page('* X', as_of=date(2027, 1, 1))
    with pytest.raises(BadInput, match='of which day is this list'):
        signedlist.of_file('X', 'signed.txt', None, TODAY)
