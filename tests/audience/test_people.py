"""One person, one wiki: the choice at its edges, and that it does not depend on order."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outreach.audience.people import ACTIVE_EDITS, Account, Block, Person, Seen, WikiRule, choose_wiki

SV, EN, DE, COMMONS = 'sv.w.test', 'en.w.test', 'de.w.test', 'commons.w.test'
HOSTS = frozenset({SV, EN, DE})


def person(edits: dict[str, int], home: str = SV, blocks: dict[str, Block] | None = None) -> Person:
    accounts = {
        host: Account(host, n, block=(blocks or {}).get(host, Block.NONE)) for host, n in edits.items()
    }
    return Person('Ada', 1, home, accounts, sum(edits.values()))


DAY = '2026-01-0{}T00:00:00Z'

# edits by wiki, wikis where the topic was edited, rule, blocks, stated -> chosen
CHOICES = [
    # the wiki with most edits of those where the topic was edited, if it holds a fair share
    ({SV: 100, EN: 900}, [SV], {}, {}, None, SV),
    ({SV: 99, EN: 901}, [SV], {}, {}, None, EN),
    ({SV: 99, EN: 901}, [SV], {'fair_share': 9}, {}, None, SV),
    ({SV: 100, EN: 900}, [SV, EN], {}, {}, None, EN),
    ({SV: 100, EN: 900}, [SV, EN], {'fair_share': 100}, {}, None, EN),
    ({SV: 0}, [SV], {}, {}, None, SV),
    # wikis outside the campaign count for the share, but are not chosen
    ({SV: 100, COMMONS: 9000}, [SV], {}, {}, None, SV),
    ({SV: 10, EN: 20, COMMONS: 9000}, [SV], {}, {}, None, EN),
    ({COMMONS: 9000}, [], {}, {}, None, None),
    # blocks
    ({SV: 100, EN: 900}, [SV], {}, {SV: Block.INFINITE}, None, EN),
    ({SV: 100, EN: 900}, [SV], {}, {SV: Block.SITEWIDE}, None, EN),
    ({SV: 100, EN: 900}, [SV], {}, {SV: Block.PARTIAL}, None, SV),
    ({SV: 100}, [SV], {}, {SV: Block.INFINITE}, None, None),
    # what the person stated comes first, where there is an account
    ({SV: 100, EN: 900, DE: 1}, [SV], {}, {}, DE, DE),
    ({SV: 100, EN: 900}, [SV], {}, {}, DE, SV),
    ({SV: 100, EN: 900}, [SV], {}, {EN: Block.INFINITE}, EN, SV),
    # main and home
    ({SV: 100, EN: 900}, [SV], {'wiki_of': 'main'}, {}, None, EN),
    ({SV: 100, EN: 900, DE: 1}, [EN], {'wiki_of': 'home'}, {}, None, SV),
    ({EN: 900, DE: 1}, [EN], {'wiki_of': 'home'}, {}, None, EN),
]


@pytest.mark.parametrize(('edits', 'topic', 'rule', 'blocks', 'stated', 'chosen'), CHOICES)
def test_choice(
    edits: dict[str, int],
    topic: list[str],
    rule: dict[str, Any],
    blocks: dict[str, Block],
    stated: str | None,
    chosen: str | None,
) -> None:
    seen = Seen(dict.fromkeys(topic, DAY.format(1)))
    how = WikiRule(HOSTS, **rule)
    assert choose_wiki(person(edits, blocks=blocks), seen, how, stated).host == chosen


def test_ties_go_to_the_later_edit_then_to_the_name() -> None:
    rule = WikiRule(HOSTS)
    even = person({SV: 50, EN: 50})
    assert choose_wiki(even, Seen({SV: DAY.format(1), EN: DAY.format(2)}), rule).host == EN
    assert choose_wiki(even, Seen({SV: DAY.format(2), EN: DAY.format(1)}), rule).host == SV
    assert choose_wiki(even, Seen({SV: DAY.format(1), EN: DAY.format(1)}), rule).host == EN


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.sampled_from([SV, EN, DE, COMMONS]), st.integers(0, 50), min_size=1),
    st.sets(st.sampled_from([SV, EN, DE])),
    st.randoms(use_true_random=False),
)
def test_the_choice_has_an_account_in_the_campaign_in_any_order(
    edits: dict[str, int], topic: set[str], shuffle: object
) -> None:
    rule = WikiRule(HOSTS)
    seen = Seen({host: DAY.format(1) for host in sorted(topic)})
    choice = choose_wiki(person(edits), seen, rule)
    turned = dict(reversed(edits.items()))
    assert choose_wiki(person(turned), Seen(dict(reversed(list(seen.last_edit.items())))), rule) == choice
    assert choice.host in HOSTS & set(edits) if HOSTS & set(edits) else choice.host is None


def test_stray_edits_do_not_make_a_wiki_active() -> None:
    assert person({SV: ACTIVE_EDITS, EN: ACTIVE_EDITS - 1}).active_on == 1


@pytest.mark.parametrize(
    ('groups', 'is_bot'),
    [
        (['bot'], True),
        (['global-bot'], True),
        (['Global_bot'], True),
        (['flood', 'sysop'], False),
        (['botadmin'], False),
        ([], False),
    ],
)
def test_bots_are_known_by_their_groups(groups: list[str], *, is_bot: bool) -> None:
    local = Person('Ada', 1, SV, {SV: Account(SV, 5, frozenset(groups))}, 5)
    assert local.bot is is_bot
    assert Person('Ada', 1, SV, {}, 5, global_groups=frozenset(groups)).bot is is_bot


@pytest.mark.parametrize('bad', [{'wiki_of': 'any'}, {'fair_share': 101}, {'fair_share': -1}])
def test_a_rule_that_makes_no_sense_is_refused(bad: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=str(next(iter(bad.values())))):
        WikiRule(HOSTS, **bad)


def test_the_main_wiki_is_the_one_with_most_edits() -> None:
    assert person({SV: 100, EN: 900, DE: 5}).main == EN
    assert person({SV: 7, DE: 7}).main == DE
    assert person({}).main is None


def test_a_fair_share_may_be_nothing_or_all() -> None:
    seen = Seen({SV: DAY.format(1)})
    assert choose_wiki(person({SV: 1, EN: 900}), seen, WikiRule(HOSTS, fair_share=0)).host == SV
    assert choose_wiki(person({SV: 1, EN: 900}), seen, WikiRule(HOSTS, fair_share=100)).host == EN
