"""Which things are one, by the keys that they share."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some
from outreach.sharedkeys import groups, numbers

KEYS = some.lists(some.frozensets(some.sampled_from('abcdefgh'), max_size=3), max_size=9)


def test_a_chain_of_shared_keys_makes_one_thing() -> None:
    # the first two are connected by the last only
    assert numbers(['a', 'bc', 'd', '', '', 'ab']) == [0, 0, 1, 2, 3, 0]


def test_groups_keep_the_order() -> None:
    assert groups(['xa', 'y', 'ab', 'zb'], set) == [['xa', 'ab', 'zb'], ['y']]


@given(KEYS)
def test_groups_are_those_that_merging_any_two_makes(keys: list[frozenset[str]]) -> None:
    found = numbers(keys)
    apart = [{at} for at in range(len(keys))]
    for one in range(len(keys)):
        for other in range(one):
            if keys[one] & keys[other]:
                both = apart[one] | apart[other]
                for at in both:
                    apart[at] = both
    assert all((found[a] == found[b]) == (b in apart[a]) for a in range(len(keys)) for b in range(len(keys)))
    firsts = list(dict.fromkeys(found))
    assert firsts == list(range(len(firsts)))


def test_a_long_chain_takes_no_long_time() -> None:
    assert set(numbers([(f'{at}', f'{at + 1}') for at in reversed(range(50_000))])) == {0}
