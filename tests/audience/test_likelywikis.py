"""Wikis that settle where many people are asked, one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from outreach.audience.likelywikis import FEW, ask_likely


def asked(mains: Sequence[str], *, shut: str = '') -> tuple[list[int], int, list[tuple[str, int]]]:
    """Return who is left, how many whole accounts were asked for, and each wiki with how many people."""
    whole: list[int] = []
    wikis: list[tuple[str, int]] = []

    def look_up(few: list[int]) -> list[str | None]:
        whole.extend(few)
        return [mains[one] or None for one in few]

    def ask(host: str, some: list[int]) -> list[int]:
        wikis.append((host, len(some)))
        return [one for one in some if mains[one] != host]

    left = ask_likely(range(len(mains)), look_up, ask, lambda host: 0 if host == shut else 50)
    return left, len(whole), wikis


def test_the_wiki_of_most_people_is_asked_first_and_about_everybody_who_is_left() -> None:
    left, whole, wikis = asked(['sv'] * 800 + ['en'] * 150 + ['de'] * 50)
    assert left == []
    assert whole <= 3 * FEW
    assert wikis[0] == ('sv', 1000 - FEW)
    assert [host for host, _ in wikis] == ['sv', 'en', 'de']


def test_few_people_are_left_to_be_asked_about_one_by_one() -> None:
    assert asked(['sv'] * FEW) == (list(range(FEW)), 0, [])


def test_it_ends_where_it_spares_nothing_and_never_asks_a_wiki_that_is_shut() -> None:
    left, whole, _ = asked([f'w{at}' for at in range(60)])
    assert whole + len(left) <= 60
    left, _, wikis = asked(['sv'] * 60, shut='sv')
    assert wikis == []
    assert left
