"""Names on exclude pages outlast whoever blanks the page."""

from __future__ import annotations

from outreach.audience.takenoff import still_held
from outreach.trust import authorship

from tests.samples.sendwiki import SendWiki, trust


def on(*names: str) -> frozenset[str]:
    return frozenset(names)


def test_a_name_is_taken_off_by_the_person_or_a_trusted_account_only() -> None:
    history = [
        ('Organizer', on('Ann', 'Bo', 'Cy', 'Di')),
        ('Bo', on('Ann', 'Cy', 'Di')),
        ('Organizer', on('Ann', 'Di')),
        ('Eve', on()),
        ('Ann', on('Ann')),
    ]
    (held,) = still_held(authorship(history), trust(SendWiki(), 'Organizer'))
    assert (held.name, held.user) == ('Di', 'Eve')
    assert str(held) == 'Di was removed by Eve, and still counts'
