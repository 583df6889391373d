"""Lists, accounts and briefs of an audience: the parts that decide without asking anybody."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outreach.audience import brief
from outreach.audience.accounts import block, decided, edits_elsewhere, with_accounts
from outreach.audience.audiencelist import revised, split, standing, with_lead
from outreach.audience.candidate import Candidate, funnel
from outreach.audience.contributions import EditKind
from outreach.audience.people import Account, Block, Exclusion, Person
from outreach.audience.significance import Contribution, PlainRule, ScoreRule
from outreach.audience.topic import chosen_wikis
from outreach.lists.entries import Target, TitleResolver
from outreach.lists.merge import ListRevision
from outreach.names import CANONICAL, ENGLISH, Namespaces
from outreach.pages import Page
from outreach.problems import BadInput
from outreach.sitematrix import WikiInfo

NOW = datetime(2026, 11, 21, tzinfo=UTC)
META, SV, EN = 'meta.w.test', 'sv.w.test', 'en.w.test'

# -- accounts


@pytest.mark.parametrize(
    ('user', 'expected'),
    [
        ({}, Block.NONE),
        ({'blockid': 1, 'blockexpiry': 'infinity'}, Block.INFINITE),
        ({'blockid': 1, 'blockexpiry': 'infinite'}, Block.INFINITE),
        ({'blockid': 1, 'blockexpiry': 'infinity', 'blockpartial': True}, Block.PARTIAL),
        ({'blockid': 1, 'blockexpiry': '2026-12-01T00:00:00Z', 'blockpartial': False}, Block.SITEWIDE),
        ({'blockid': 1, 'blockexpiry': '2026-11-01T00:00:00Z'}, Block.NONE),
    ],
)
def test_blocks(user: dict[str, object], expected: Block) -> None:
    assert block(user, NOW) is expected


def known(edits: int, **local: int) -> Person:
    accounts = {f'{name}.w.test': Account(f'{name}.w.test', n) for name, n in local.items()}
    return Person('Ada', 7, None, accounts, edits)


@pytest.mark.parametrize(
    ('person', 'edited', 'settled'),
    [
        (known(100, sv=100), [SV], True),
        (known(100, sv=60), [SV], True),  # 40 edits elsewhere: neither a larger wiki nor 20 wikis
        (known(100, sv=49), [SV], False),  # the main wiki may be another one
        (known(1000, sv=90, en=700), [SV], False),  # less than a fair share here
        (known(1000, sv=700), [SV], False),  # 300 edits could be on 30 wikis
        (known(1000, sv=900), [], False),
    ],
)
def test_whole_accounts_are_asked_for_only_where_they_could_change_the_answer(
    person: Person, edited: list[str], *, settled: bool
) -> None:
    assert decided(person, edited, fair_share=10, max_wikis=20) is settled


@pytest.mark.parametrize(
    ('person', 'settled'),
    [
        (known(1000, sv=90, en=800), True),  # no fair share here, and no wiki has more than en
        (known(1000, sv=90, de=800), False),  # no wiki of the campaign
        (known(1000, sv=90, en=455), False),  # as many edits may be on another wiki
    ],
)
def test_the_main_wiki_settles_it_where_no_wiki_of_the_topic_has_a_fair_share(
    person: Person, *, settled: bool
) -> None:
    assert decided(person, [SV], fair_share=10, max_wikis=99, hosts=[SV, EN]) is settled


def test_edits_elsewhere_are_those_of_no_known_account() -> None:
    assert edits_elsewhere(known(100, sv=60, en=30)) == 10
    assert edits_elsewhere(known(100, sv=60, en=50)) == 0  # the sum is kept apart and may lag behind


def test_a_block_unsettles() -> None:
    person = Person('Ada', 7, None, {SV: Account(SV, 100, block=Block.INFINITE)}, 100)
    assert not decided(person, [SV], fair_share=10, max_wikis=20)


def test_an_account_of_somebody_else_is_not_counted() -> None:
    told = {SV: (Account(SV, 5), 7), EN: (Account(EN, 9), 8), 'de.w.test': None}
    person = with_accounts(known(100, de=50), told)
    assert set(person.accounts) == {SV}


# -- wikis

MATRIX = [
    WikiInfo('svwiki', 'sv.wikipedia.org', 'sv'),
    WikiInfo('enwiki', 'en.wikipedia.org', 'en'),
    WikiInfo('aawiki', 'aa.wikipedia.org', 'aa', closed=True),
    WikiInfo('svwikivoyage', 'sv.wikivoyage.org', 'sv'),
    WikiInfo('officewiki', 'office.wikimedia.org', 'en', private=True),
    WikiInfo('foundationwiki', 'foundation.wikimedia.org', 'en', fishbowl=True),
]


@pytest.mark.parametrize(
    ('patterns', 'expected'),
    [
        (['*.wikipedia.org'], {'svwiki', 'enwiki'}),
        (['sv.wikipedia.org', '*.wikivoyage.org'], {'svwiki', 'svwikivoyage'}),
        ([], {'svwiki', 'enwiki', 'svwikivoyage'}),
    ],
)
def test_only_open_wikis_take_part(patterns: list[str], expected: set[str]) -> None:
    assert set(chosen_wikis(MATRIX, patterns)) == expected


def test_patterns_that_fit_no_open_wiki_are_all_named() -> None:
    with pytest.raises(BadInput) as error:
        chosen_wikis(
            MATRIX, ['aa.wikipedia.org', '*.wikipediaXorg', 'office.wikimedia.org', '*.wikipedia.org']
        )
    assert len(error.value.problems) == 3


# -- the list


def list_page(text: str) -> Page:
    return Page('L', text, 5)


def entry(name: str, host: str = SV) -> str:
    return f'* {{{{target | user = {name} | site = {host} }}}}'


def talk(name: str, host: str = SV) -> Target:
    return Target(host, f'User talk:{name}')


def nobody(target: Target) -> bool:
    return False


BY_HAND = f'Welcome.\n\n== Met in Milan ==\n{entry("Hanna")} <!-- in May -->\n'


def test_what_people_wrote_stays_byte_for_byte() -> None:
    now = list_page(BY_HAND)
    stood = standing(now, [ListRevision(BY_HAND, ours=False)], META)
    text, merged = revised(now, stood, [talk('Ada'), talk('Bo', EN)], nobody, 'The rule.')
    assert merged.added == (talk('Ada'), talk('Bo', EN))
    assert BY_HAND.rstrip() in text
    history = [ListRevision(BY_HAND, ours=False), ListRevision(text, ours=True)]
    stands = standing(list_page(text), history, META)
    again, nothing = revised(list_page(text), stands, [talk('Ada'), talk('Bo', EN)], nobody, 'The rule.')
    assert again == text
    assert nothing.added == ()


def test_who_is_listed_by_hand_is_not_listed_on_another_wiki() -> None:
    now = list_page(BY_HAND)
    stood = standing(now, [ListRevision(BY_HAND, ours=False)], META)
    assert stood.stated == {'Hanna': SV}
    assert revised(now, stood, [talk('Hanna', EN)], nobody, 'Rule')[1].added == ()


def test_whom_no_person_put_there_leaves_when_no_longer_wanted() -> None:
    text = '\n'.join([entry('Hanna'), entry('Ours'), entry('Signed up'), entry('Wanted'), entry('Dead', EN)])
    history = [ListRevision(entry('Hanna'), ours=False), ListRevision(text, ours=True)]
    stood = standing(list_page(text), history, META)
    after, merged = revised(
        list_page(text), stood, [talk('Wanted')], lambda t: t.host == EN or 'Signed' in t.page, 'Rule'
    )
    assert merged.removed == (talk('Ours'),)
    for name in ('Hanna', 'Signed up', 'Wanted'):
        assert entry(name) in after
    assert entry('Dead', EN) in after


def test_who_is_to_be_asked_on_another_wiki_now_moves() -> None:
    text = entry('Ada')
    stood = standing(list_page(text), [ListRevision(text, ours=True)], META)
    after, merged = revised(list_page(text), stood, [talk('Ada', EN)], nobody, 'Rule')
    assert entry('Ada', EN) in after
    assert (merged.added, merged.removed) == ((talk('Ada', EN),), (talk('Ada'),))


def test_entries_in_the_words_of_their_wiki_are_people_too() -> None:
    text = '* {{target | page = Användardiskussion:Hanna | site = sv.w.test }}\n'
    swedish = Namespaces(CANONICAL, CANONICAL, {**ENGLISH.names, 'användardiskussion': 3})
    stood = standing(list_page(text), [ListRevision(text, ours=False)], META, TitleResolver({SV: swedish}))
    assert stood.hand_made == {'Hanna'}
    after, merged = revised(list_page(text), stood, [talk('Hanna', EN)], nobody, 'Rule')
    assert merged.added == ()
    assert text in after


def test_who_people_removed_is_not_put_back() -> None:
    history = [
        ListRevision(entry('Tom') + '\n' + entry('Ada'), ours=False),
        ListRevision(entry('Ada'), ours=False),
    ]
    stood = standing(list_page(entry('Ada')), history, META)
    _, merged = revised(list_page(entry('Ada')), stood, [talk('Tom')], nobody, 'Rule')
    assert merged.added == ()
    assert merged.kept_out == (talk('Tom'),)


def test_a_renamed_account_keeps_its_line_whoever_changes_the_name() -> None:
    text = f'{entry("Old name")} <!-- a friend -->\n'
    stood = standing(list_page(text), [ListRevision(text, ours=False)], META)
    stood = replace(stood, renamed={'Old name': 'New name'})
    assert stood.stated == {'New name': SV}
    after, merged = revised(list_page(text), stood, [talk('New name')], nobody, 'Rule')
    assert f'{entry("New name")} <!-- a friend -->' in after
    assert merged.added == ()
    history = [ListRevision(text, ours=False), ListRevision(after, ours=True)]
    later = replace(standing(list_page(after), history, META), renamed={'Old name': 'New name'})
    assert later.ours == frozenset()
    assert revised(list_page(after), later, [], nobody, 'Rule')[0] == after


def test_the_lead_is_kept_between_its_markers() -> None:
    once = with_lead('Text of people.\n', 'Rule one.')
    twice = with_lead(once, 'Rule two.')
    assert 'Rule one.' not in twice
    assert twice.endswith('Text of people.\n')
    assert with_lead(twice, 'Rule two.') == twice


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(['sv', 'en', 'de', 'ar']), st.integers(0, 40)), unique=True, max_size=60
    ),
    st.integers(1, 20),
    st.randoms(use_true_random=False),
)
def test_splitting_loses_nobody_and_knows_no_order(
    people: list[tuple[str, int]], most: int, order: object
) -> None:
    targets = [talk(f'P{number}', f'{code}.w.test') for code, number in people]
    languages = {f'{code}.w.test': code for code in ('sv', 'en', 'de', 'ar')}
    pages = split(targets, languages, 'List', most)
    assert sorted(target for some in pages.values() for target in some) == sorted(targets)
    assert all(len(some) <= most for some in pages.values())
    assert pages == split(targets[::-1], languages, 'List', most)
    assert all(re.fullmatch(r'List(/[a-z]+(/\d+)?)?', title) for title in pages)


# -- the brief


def given_brief(*args: str) -> brief.Brief:
    return brief.read([*args, '-list:L', '-banner:B'], lambda title: None, NOW).brief


def test_defaults() -> None:
    asked = given_brief()
    assert asked.rule == PlainRule(5, 3, 2000, 'any')
    assert asked.since == '2021-11-22T00:00:00Z'
    assert asked.max_wikis == 20
    assert given_brief('-rule:score', '-minscore:40').rule == ScoreRule(40)


@pytest.mark.parametrize(
    ('args', 'texts'),
    [
        (['-banner:B'], ['-list']),
        (['-list:L'], ['sources']),
        ([], ['sources', '-list']),
        (['-list:L', '-banner:B', '-since:2027-01-01'], ['future']),
        (['-list:L', '-banner:B', '-minedits:0', '-minpages:0', '-minbytes:0'], ['no rule']),
        (['-since:2027-01-01', '-minedits:0', '-minpages:0', '-minbytes:0'],
         ['future', 'no rule', 'sources', '-list']),
        (['-list:L', '-banner:B', '-need:most'], ['any, all']),
        (['-list:L', '-banner:B', '-minscore:40'], ['-minscore:40: says nothing about -rule:plain']),
        (['-list:L', '-banner:B', '-rule:score', '-minedits:4', '-need:all'], ['-minedits:4', '-need:all']),
        (['-list:L', '-banner:B', '-wikis:http://x'], ['pattern of hosts']),
        (['-list:L|x', '-banner:B[', '-petscan:no'], ["'|'", "'['", 'whole number']),
        (['-list:L', '-file:no/such/file'], ['cannot be read']),
    ],
)  # fmt: skip
def test_bad_briefs_are_refused_with_everything_that_is_wrong(args: list[str], texts: list[str]) -> None:
    with pytest.raises(BadInput) as error:
        brief.read(args, lambda title: None, NOW)
    for text in texts:
        assert text in str(error.value)


def test_titles_come_from_files_too(tmp_path: Path) -> None:
    path = tmp_path / 'titles.txt'
    path.write_text('Malaria\n\n* [[Asthma]]\n', encoding='utf-8')
    assert brief.read(['-list:L', f'-file:{path}'], lambda t: None, NOW).brief.sources.titles == (
        'Malaria',
        'Asthma',
    )
    path.write_text('Good\nBad[title\nAlso|bad\n', encoding='utf-8')
    with pytest.raises(BadInput) as error:
        brief.read(['-list:L', f'-file:{path}'], lambda t: None, NOW)
    assert [problem.place for problem in error.value.problems] == [f'{path}, line 2', f'{path}, line 3']


def test_the_campaign_page_counts_unless_the_command_line_says_otherwise() -> None:
    page = '{{Outreach campaign\n| banner = B\n| minedits = 7\n| wikis =\n* sv.w.test\n* en.w.test\n}}'
    asked = brief.read(['-campaign:C', '-minedits:9'], lambda title: page, NOW).brief
    assert (asked.list_title, asked.wikis) == ('C/Targets', (SV, EN))
    assert asked.rule == PlainRule(9, 3, 2000)
    assert asked.window == timedelta(days=5 * 365)


# -- the funnel


def test_everybody_is_in_the_funnel_once() -> None:
    done = [Contribution(SV, 1, 'P', 5, 0, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z')]
    candidates = {}
    for number, reason in enumerate([*Exclusion, None]):
        if reason and reason.value in {kind.value for kind in EditKind}:
            continue
        candidates[str(number)] = Candidate(str(number), done, exclusion=reason)
    counts = {'articles': 3, 'pages': 9, 'changed-pages': 6}
    made = funnel(counts, {'Rita': EditKind.REVERTED}, 4, candidates)
    editors = made.left('editors')
    assert editors == 4 + len(candidates)
    later = [step for step in made.steps if step.name not in (*counts, 'editors')]
    assert sum(sum(step.dropped.values()) for step in later) == editors - 1
    assert made.left('listed') == 1
