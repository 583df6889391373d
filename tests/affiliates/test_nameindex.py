"""Which affiliate a name means: by id, code, name, redirect, old name; two meanings are none."""

from __future__ import annotations

import pytest
from outreach.affiliates.nameindex import NameIndex, read_same
from outreach.problems import BadInput

from tests.affiliates.samples import entry, read

KNOWN = read(
    entry('Wikimedia Arcadia'), entry('Wikimedia Borduria', affiliate_code='WB'),
    entry('Wikimedia Belgravia', affiliate_code='WB'), entry('WA'),
)  # fmt: skip
INDEX = NameIndex.of(KNOWN, {'Arcadian Wikipedians': 'Wikimedia Arcadia'}, {'Arcadia': 'Wikimedia Arcadia'})


@pytest.mark.parametrize(
    ('written', 'names'),
    [
        (('idwikimediaarcadia',), ['Wikimedia Arcadia']),
        (('wikimedia_arcadia',), ['Wikimedia Arcadia']),
        (('Arcadia',), ['Wikimedia Arcadia']),
        (('arcadian wikipedians',), ['Wikimedia Arcadia']),
        (('WB',), ['Wikimedia Borduria', 'Wikimedia Belgravia']),
        (('WB', 'Wikimedia Borduria'), ['Wikimedia Borduria', 'Wikimedia Belgravia']),
        (('WA',), ['Wikimedia Arcadia', 'WA']),
        (('Wikimedia Arcadiaa',), []),
        (('',), []),
    ],
)
# contract: C20, C22
def test_meanings(written: tuple[str, ...], names: list[str]) -> None:
    meaning = INDEX.meaning(*written)
    assert [one.name for one in meaning.affiliates] == names
    assert (meaning.one is not None) == (len(names) == 1)


# contract: C21
def test_what_is_only_alike_is_suggested() -> None:
    assert INDEX.alike('Wikimedia Arkadia') == 'Wikimedia Arcadia'
    assert INDEX.alike('Something else') == ''


# contract: C9
def test_old_names() -> None:
    assert read_same('Old names:\n* [[Old]] = [[New]]\n# A = B\n', 'X') == {'Old': 'New', 'A': 'B'}
    for text in ('* Old', 'nothing', '* = New'):
        with pytest.raises(BadInput):
            read_same(text, 'X')
