"""Merging what a script wants with what people did: nobody's work is lost, nobody who left comes back."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outreach.doubts import Doubt
from outreach.lists.deliverylist import JSON, parse
from outreach.lists.entries import Target, TitleResolver
from outreach.lists.merge import (
    ListRevision,
    history_of,
    merge,
    person_of,
    refuse_unforeseen,
    shrinking,
)
from outreach.problems import Stopped

from tests.samples.listhistory import EDITS, TEXTS, WANTED, people_lose_nothing
from tests.samples.listtexts import HOME, SV

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[1] / 'cases' / 'merges.toml').read_text(encoding='utf-8')
)['case']


def targets(names: list[str]) -> list[Target]:
    return [Target(host, page) for page, _, host in (name.rpartition('@') for name in names)]


@pytest.mark.parametrize('case', CASES, ids=[case['name'] for case in CASES])
def test_merges(case: dict[str, Any]) -> None:
    merged = merge(
        parse(case['before'], HOME),
        targets(case['wanted']),
        removed_by_people=targets(case.get('removed', [])),
        ours=targets(case.get('ours', [])),
    )
    assert merged.list.text == case['after']


@given(st.sampled_from(TEXTS), WANTED, WANTED)
@settings(max_examples=100, deadline=None)
def test_merging_again_changes_nothing_and_loses_no_line(
    text: str, first: list[Target], second: list[Target]
) -> None:
    once = merge(parse(text, HOME), first)
    assert merge(once.list, first).list.text == once.list.text
    assert merge(once.list, []).list.text == once.list.text
    both = merge(once.list, second)
    lines = both.list.text.split('\n')
    for line in filter(None, once.list.text.split('\n')):
        assert line in lines
    back = merge(both.list, first, ours=both.added)
    assert set(back.list.targets) == set(once.list.targets)


@given(st.sampled_from(TEXTS), st.lists(EDITS, max_size=14))
@settings(max_examples=100, deadline=None)
def test_people_lose_nothing_in_any_interleaving(text: str, edits: list[tuple[str, Any]]) -> None:
    people_lose_nothing(text, edits)


def test_a_person_who_was_put_back_counts_as_added() -> None:
    line = '{{target|user=Anna|site=sv.wikipedia.org}}'
    history = [ListRevision(line, ours=True), ListRevision('', ours=False), ListRevision(line, ours=False)]
    anna = Target('sv.wikipedia.org', 'User talk:Anna')
    before, after = history_of(history[:2], HOME), history_of(history, HOME)
    assert (before.removed, before.added) == (frozenset({anna}), frozenset())
    assert (after.removed, after.added) == (frozenset(), frozenset({anna}))


def test_since_when_an_entry_is_on_the_list() -> None:
    line = '{{target|user=Anna|site=sv.wikipedia.org}}'
    texts = [line, '', f'{line} {{{{target|user=Bo}}}}', f'{{{{#target:User:anna|sv.wikipedia.org}}}} {line}']
    history = history_of([ListRevision(text, ours=True, time=str(at)) for at, text in enumerate(texts)], HOME)
    assert history.since == {Target('sv.wikipedia.org', 'User talk:Anna'): '2'}


def test_writing_an_entry_in_another_way_removes_nobody() -> None:
    history = [
        ListRevision('{{target|user=anna|site=sv.wikipedia.org}}', ours=True),
        ListRevision(None, ours=False),
        ListRevision('* {{#target:User_talk:Anna|sv.wikipedia.org}}', ours=False),
        ListRevision('{"description": "", "targets": "broken"', ours=False, model='MassMessageListContent'),
        ListRevision(
            '{"description": "", "targets": [{"title": "User:Anna", "site": "sv.wikipedia.org"}]}',
            ours=False,
            model='MassMessageListContent',
        ),
    ]
    past = history_of(history, HOME)
    assert not past.removed | past.added


def test_who_was_moved_to_another_wiki_by_hand_is_there_and_not_removed() -> None:
    now = parse('* {{target|user=Anna|site=de.x.org}}', HOME)
    wanted = [Target('sv.x.org', f'User talk:{name}') for name in ('Anna', 'Bo')]
    done = merge(now, wanted, removed_by_people=wanted)
    assert (done.elsewhere, done.kept_out, done.added) == ((wanted[0],), (wanted[1],), ())
    twice = [Target(host, 'User talk:Bo') for host in ('sv.x.org', 'de.x.org')]
    assert merge(now, twice, removed_by_people=twice[:1]).kept_out == tuple(twice)


def test_a_list_may_lose_a_fifth_but_not_more() -> None:
    ten = parse('\n'.join(f'{{{{target|user=U{at}}}}}' for at in range(10)), HOME)
    eight = parse('\n'.join(f'{{{{target|user=U{at}}}}}' for at in range(8)), HOME)
    seven = parse('\n'.join(f'{{{{target|user=U{at}}}}}' for at in range(7)), HOME)
    assert not shrinking(ten, eight)
    (doubt,) = shrinking(ten, seven)
    assert (doubt.code, doubt.text) == ('shrinks', 'would lose 3 of 10 entries')


def test_a_doubt_that_nobody_was_asked_about_stops_the_run() -> None:
    doubt = Doubt('shrinks', 'L', 'would lose 3 of 10 entries')
    refuse_unforeseen([doubt], [Doubt('shrinks', 'L', 'would lose 4 of 10 entries')])
    with pytest.raises(Stopped, match='would lose 3 of 10'):
        refuse_unforeseen([doubt], [Doubt('not-ours', 'L', '')])


def test_who_went_while_the_script_was_at_work_stays_out() -> None:
    before = parse('{{target|user=Anna}}{{target|user=Bo}}', HOME)
    now = parse('{{target|user=Bo}}', HOME)
    wanted = [Target(HOME, f'User talk:{name}') for name in ('Anna', 'Bo', 'Cem')]
    merged = merge(now, wanted, since=before)
    assert merged.kept_out == (wanted[0],)
    assert merged.added == (wanted[2],)


@pytest.mark.parametrize(
    ('page', 'person'),
    [
        ('User talk:anna', 'Anna'),
        ('User:Anna', 'Anna'),
        ('User talk:Anna/news', 'Anna'),
        ('Användardiskussion:Anna', None),
        ('Talk:Anna', None),
        ('Wikipedia:Anna', None),
    ],
)
def test_whose_page_it_is(page: str, person: str | None) -> None:
    assert person_of(Target('sv.wikipedia.org', page)) == person


def test_whose_page_it_is_in_the_words_of_the_wiki() -> None:
    target = Target('sv.wikipedia.org', 'Användardiskussion:anna')
    assert person_of(target, TitleResolver({'sv.wikipedia.org': SV})) == 'Anna'


@pytest.mark.parametrize('model', ['wikitext', JSON])
def test_a_list_of_many_targets_is_merged(model: str) -> None:
    targets = [
        Target(f'{"abcde"[at % 5]}{at % 7}.wikipedia.org', f'User talk:User {at}') for at in range(1000)
    ]
    hosts = sorted({target.host for target in targets})
    text = '{"description": "", "targets": []}'
    if model == 'wikitext':
        text = '\n'.join(f'== {host} ==\n* {{{{target|user=Old|site={host}}}}}' for host in hosts)
    full = merge(parse(text, HOME, model), targets).list.text
    news = [*targets[:-100], *(Target('sv.wikipedia.org', f'User talk:New {at}') for at in range(100))]
    merged = merge(parse(full, HOME, model), news, ours=targets)
    rendered = merged.list.text
    assert (len(merged.added), len(merged.removed)) == (100, 100)
    assert len(parse(rendered, HOME, model).targets) == 1000 + (len(hosts) if model == 'wikitext' else 0)
