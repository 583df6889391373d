"""Nobody signs up for another."""

from __future__ import annotations

from outreach.signuppage import SignUp
from outreach.signups.enrolment import Enrolled
from outreach.signups.signers import held, own_signatures

from tests.samples.sendwiki import SendWiki, trust

HOST = 'sv.wikipedia.test'


def enrolled(name: str, signed: str = '') -> Enrolled:
    return Enrolled(SignUp(signed or name, HOST, 'P', 1), name, HOST)


def test_who_signed_themselves_and_whom_we_signed_up_count() -> None:
    wiki = SendWiki()
    for user, text in (
        ('Organizer', 'Ann'),
        ('Bo', 'Ann Bo'),
        ('Eve', 'Ann Bo Cy'),
        ('Eve', ''),
        ('Dan', 'Ann Bo Cy Old'),
        ('New', 'Ann Bo Cy Old'),
        ('New', 'Ann Bo Cy Old '),
    ):
        wiki.edit('P', text, user)
    people = [enrolled('Ann'), enrolled('Bo'), enrolled('Cy'), enrolled('New', 'Old')]
    kept, problems = own_signatures(
        trust(wiki, 'Organizer'), people, lambda one: frozenset((one.text or '').split())
    )
    assert [one.name for one in kept] == ['Ann', 'Bo']
    assert [problem.text.partition(';')[0] for problem in problems] == [
        'Cy was signed up by somebody else (Dan, Eve)',
        'New was signed up by somebody else (Dan)',
    ]
    assert list(map(str, held(people, kept))) == [
        'P: 2 people were signed up by somebody else, and left off [signed-by-others]'
    ]
    assert held(people, people) == []


def test_who_took_their_line_off_is_not_signed_up_again_by_somebody_else() -> None:
    wiki = SendWiki()
    for user, text in (('Bo', 'Bo'), ('Cy', 'Bo Cy'), ('Bo', 'Cy'), ('Eve', 'Cy Bo'), ('Organizer', 'Bo')):
        wiki.edit('P', text, user)
    wiki.edit('P', 'Bo Cy', 'Eve')
    kept, problems = own_signatures(
        trust(wiki, 'Organizer'),
        [enrolled('Bo'), enrolled('Cy')],
        lambda one: frozenset((one.text or '').split()),
    )
    assert kept == []
    assert [problem.text.partition(';')[0] for problem in problems] == [
        'Bo was signed up by somebody else (Eve)',
        'Cy was signed up by somebody else (Eve)',
    ]
