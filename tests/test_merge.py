"""Merging what a script wants with what people did: nobody's work is lost, nobody who left comes back."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outreach.lists.deliverylist import parse
from outreach.lists.entries import Target
from outreach.lists.merge import ListRevision, Merge, history_changes, history_of, merge, shrinks_too_much

HOME = 'meta.wikimedia.org'
CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / 'cases' / 'merges.toml').read_text(encoding='utf-8')
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
    assert merged.list.render() == case['after']


HOSTS = ['de.wikipedia.org', 'sv.wikipedia.org', HOME]
PEOPLE = [Target(host, f'User talk:{name}') for name in 'ABCD' for host in HOSTS]
TEXTS = [
    '',
    'Lead.\n\n== Notes ==\nKeep me.\n',
    'Lead.\n== de.wikipedia.org ==\n== sv.wikipedia.org ==\n[[Category:X]]\n',
    '{{#target:User talk:A}}\n',
]
WANTED = st.lists(st.sampled_from(PEOPLE), max_size=6, unique=True)


@given(st.sampled_from(TEXTS), WANTED, WANTED)
@settings(max_examples=100, deadline=None)
def test_merging_again_changes_nothing_and_loses_no_line(
    text: str, first: list[Target], second: list[Target]
) -> None:
    once = merge(parse(text, HOME), first)
    assert merge(once.list, first).list.render() == once.list.render()
    assert merge(once.list, []).list.render() == once.list.render()
    both = merge(once.list, second)
    lines = both.list.render().split('\n')
    for line in filter(None, once.list.render().split('\n')):
        assert line in lines
    back = merge(both.list, first, ours=both.added)
    assert set(back.list.targets) == set(once.list.targets)


@dataclass
class Wiki:
    """A list page with its history, edited by people and by a script."""

    text: str
    history: list[ListRevision] = field(default_factory=list)
    ours: set[Target] = field(default_factory=set)

    def save(self, text: str, *, ours: bool) -> None:
        if text != self.text or not self.history:
            self.text = text
            self.history.append(ListRevision(text, ours))

    def run(self, wanted: list[Target]) -> Merge:
        removed, added = history_changes(self.history, HOME)
        before = parse(self.text, HOME)
        ours = [target for target in before.targets if target not in added]
        merged = merge(before, wanted, removed_by_people=removed, ours=ours)
        self.save(merged.list.render(), ours=True)
        return merged


EDITS = st.one_of(
    st.tuples(st.just('run'), WANTED),
    st.tuples(st.sampled_from(['add', 'remove', 'comment out']), st.sampled_from(PEOPLE)),
    st.tuples(st.just('write'), st.sampled_from(['A word.', '== A heading ==', '<!-- a remark -->'])),
)


def by_hand(text: str, kind: str, what: Any) -> str:
    """Edit as people do: at the end of the page, or in the line of an entry."""
    if kind == 'write':
        return f'{text.rstrip()}\n{what}\n'
    entries = [entry for entry in parse(text, HOME).entries if entry.target == what]
    if kind == 'add':
        name = what.page.removeprefix('User talk:')
        site = '' if what.host == HOME else f'|site={what.host}'
        return text if entries else f'{text.rstrip()}\n* {{{{Target|user={name}{site}}}}}\n'
    for entry in reversed(entries):
        new = f'<!-- {entry.written} -->' if kind == 'comment out' else ''
        text = text[: entry.start] + new + text[entry.end :]
    return text


def people_lose_nothing(text: str, edits: list[tuple[str, Any]]) -> None:
    """Play one history of people and the script editing a list in turn, and hold it to its laws."""
    wiki = Wiki('')
    wiki.save(text, ours=False)
    present = set(parse(text, HOME).targets)
    left: set[str] = set()
    written: list[str] = []
    for kind, what in edits:
        if kind == 'run':
            merged = wiki.run(what)
            listed = set(parse(wiki.text, HOME).targets)
            names = {target.page for target in listed}
            assert present <= listed
            assert not left & {target.page for target in merged.added}
            assert {target.page for target in what} - left <= names
            assert all(line in wiki.text for line in written)
            assert wiki.run(what).list.render() == merged.list.render()
            continue
        before = set(parse(wiki.text, HOME).targets)
        wiki.save(by_hand(wiki.text, kind, what), ours=False)
        after = set(parse(wiki.text, HOME).targets)
        present = (present | (after - before)) - (before - after)
        left |= {target.page for target in before - after}
        left -= {target.page for target in after - before}
        written += [what] if kind == 'write' else []


@given(st.sampled_from(TEXTS), st.lists(EDITS, max_size=14))
@settings(max_examples=100, deadline=None)
def test_people_lose_nothing_in_any_interleaving(text: str, edits: list[tuple[str, Any]]) -> None:
    people_lose_nothing(text, edits)


def test_a_person_who_was_put_back_counts_as_added() -> None:
    line = '{{target|user=Anna|site=sv.wikipedia.org}}'
    history = [ListRevision(line, ours=True), ListRevision('', ours=False), ListRevision(line, ours=False)]
    anna = Target('sv.wikipedia.org', 'User talk:Anna')
    assert history_changes(history[:2], HOME) == (frozenset({anna}), frozenset())
    assert history_changes(history, HOME) == (frozenset(), frozenset({anna}))


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
    assert not any(history_changes(history, HOME))


def test_a_list_may_lose_a_fifth_but_not_more() -> None:
    ten = parse('\n'.join(f'{{{{target|user=U{at}}}}}' for at in range(10)), HOME)
    eight = parse('\n'.join(f'{{{{target|user=U{at}}}}}' for at in range(8)), HOME)
    seven = parse('\n'.join(f'{{{{target|user=U{at}}}}}' for at in range(7)), HOME)
    assert not shrinks_too_much(ten, eight)
    assert shrinks_too_much(ten, seven)


def test_who_went_while_the_script_was_at_work_stays_out() -> None:
    before = parse('{{target|user=Anna}}{{target|user=Bo}}', HOME)
    now = parse('{{target|user=Bo}}', HOME)
    wanted = [Target(HOME, f'User talk:{name}') for name in ('Anna', 'Bo', 'Cem')]
    merged = merge(now, wanted, since=before)
    assert merged.kept_out == (wanted[0],)
    assert merged.added == (wanted[2],)
