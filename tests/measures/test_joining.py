"""Sign-ups from the history of a page: by the people themselves, from the first time on."""

from __future__ import annotations

from outreach.measures import joining
from outreach.measures.joining import Joined, SignUps, Version

from tests.measures.samples import DAY, START


def at(day: int, user: str, *names: str) -> Version:
    return Version(START + day * DAY, user, frozenset(names))


def read(*versions: Version) -> SignUps:
    return joining.read(versions, lambda name: name, lambda user: user == 'Our bot')


def test_a_sign_up_counts_when_the_person_or_a_trusted_account_saved_it() -> None:
    """M16"""
    found = read(
        at(1, 'Ann', 'Ann'), at(2, 'Bo', 'Ann', 'Bo', 'Cy'), at(3, 'Our bot', 'Ann', 'Bo', 'Cy', 'Di')
    )
    assert found.joined == {
        name: Joined(START + day * DAY) for name, day in (('Ann', 1), ('Bo', 2), ('Di', 3))
    }
    assert found.by_others == {'Cy'}


def test_who_was_put_there_by_others_counts_once_they_edit_the_page_themselves() -> None:
    found = read(at(1, 'Bo', 'Bo', 'Cy'), at(4, 'Cy', 'Bo', 'Cy'))
    assert found.joined['Cy'].at == START + 4 * DAY
    assert not found.by_others


def test_a_sign_up_that_is_taken_off_counts_from_its_first_day() -> None:
    """B7"""
    gone = read(at(1, 'Ann', 'Ann'), at(5, 'Ann'))
    assert gone.joined == {'Ann': Joined(START + DAY, START + 5 * DAY)}
    assert (gone.between(START, START + 2 * DAY), gone.left(START + 6 * DAY)) == (1, 1)
    assert [gone.at(START + day * DAY) for day in (0, 2, 6)] == [0, 1, 0]
    back = read(at(1, 'Ann', 'Ann'), at(5, 'Ann'), at(7, 'Ann', 'Ann'))
    away = ((START + 5 * DAY, START + 7 * DAY),)
    assert back.joined == {'Ann': Joined(START + DAY, None, away)}
    # a report of a month is never another one because somebody came back since
    assert [back.at(START + day * DAY) for day in (0, 2, 6, 7, 8)] == [0, 1, 0, 0, 1]
    assert [back.left(START + day * DAY) for day in (5, 6, 8)] == [0, 1, 0]
    assert joining.together([back]).joined == back.joined


def test_it_is_known_since_when_there_is_a_page() -> None:
    found = read(Version(START, 'Ann', None), at(1, 'Bo', 'Bo'))
    later = read(at(5, 'Cy', 'Cy'))
    assert (found.begun, later.begun, read().begun) == (START, START + 5 * DAY, None)
    assert joining.together([later, read(), found]).without(frozenset({'Bo'})).begun == START


def test_a_hidden_revision_hides_who_signed() -> None:
    hidden = Version(START, 'Ann', None)
    assert read(hidden, at(1, 'Bo', 'Ann', 'Bo')).by_others == {'Ann'}


def test_a_page_that_was_split_is_summed() -> None:
    """B8"""
    one = SignUps({'Ann': Joined(START, START + 3 * DAY), 'Bo': Joined(START)}, frozenset({'Cy'}))
    other = SignUps({'Ann': Joined(START + 2 * DAY), 'Cy': Joined(START)}, frozenset({'Di'}))
    both = joining.together([one, other])
    assert both.joined == {'Ann': Joined(START), 'Bo': Joined(START), 'Cy': Joined(START)}
    assert both.by_others == {'Di'}
    assert both.without(frozenset({'Bo', 'Di'})) == SignUps({'Ann': Joined(START), 'Cy': Joined(START)})


def test_a_renamed_person_signs_under_either_name() -> None:
    """B2"""
    keys = {'Old': '#1', 'New': '#1'}
    found = joining.read(
        [at(1, 'New', 'Old'), at(2, 'New', 'New')], lambda name: keys.get(name, name), 'x'.__eq__
    )
    assert found.joined == {'#1': Joined(START + DAY)}
