"""Sign-up pages: everybody who signed, nobody else, and never a guess."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outreach.accountlinks import Resolver
from outreach.names import CANONICAL, ENGLISH, Namespaces
from outreach.signuppage import SignUp, read_page, unique, with_role

HOME = 'meta.wikimedia.org'
CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / 'cases' / 'signups.toml').read_text(encoding='utf-8')
)['case']
PREFIXES = {code: f'{code}.wikipedia.org' for code in ('sv', 'de', 'pl')} | {
    'm': HOME,
    'w': 'en.wikipedia.org',
    'c': 'commons.wikimedia.org',
    'wikia': 'community.fandom.com',
}


def wiki(**names: int) -> Namespaces:
    known = {name.replace('_', ' ').lower(): number for name, number in names.items()}
    specials = {'contributions': 'Contributions', 'contribs': 'Contributions', 'bidrag': 'Contributions'}
    return Namespaces(CANONICAL, CANONICAL, {**ENGLISH.names, **known}, frozenset(), PREFIXES, specials)


WIKIS = {
    HOME: wiki(),
    'en.wikipedia.org': wiki(),
    'commons.wikimedia.org': wiki(),
    'sv.wikipedia.org': wiki(Användare=2, Användardiskussion=3),
    'de.wikipedia.org': wiki(Benutzer=2, Benutzerin=2, BD=3),
    'pl.wikipedia.org': wiki(Wikipedysta=2, Wikipedystka=2),
}
RESOLVER = Resolver(HOME, WIKIS.get)


def shown(one: SignUp) -> str:
    marks = '!' * one.stated + '?' * one.bare
    roles = f' ({", ".join(one.roles)})' if one.roles else ''
    return f'{one.name}@{one.host}{marks}{roles}'


@pytest.mark.parametrize('case', CASES, ids=[case['name'] for case in CASES])
def test_every_form_is_read(case: dict[str, Any]) -> None:
    page = read_page(case['text'], 'P', RESOLVER, case.get('sections', ()))
    assert [shown(one) for one in page.signups] == case['people']
    said = sorted(str(problem) for problem in page.problems)
    for problem, fault in zip(said, sorted(case.get('problems', [])), strict=True):
        line, part = fault.split(': ', 1)
        assert problem.startswith('P: ' if line == '0' else f'P, line {line}: ')
        assert part in problem


LINES = st.sampled_from([line for case in CASES for line in case['text'].split('\n')])


@given(st.lists(LINES, max_size=25))
@settings(max_examples=100)
def test_any_mix_of_lines_is_read_without_guessing(lines: list[str]) -> None:
    text = '\n'.join(lines)
    page = read_page(text, 'P', RESOLVER)
    names = [one.name for one in page.signups]
    assert len(names) == len(set(names))
    for one in page.signups:
        assert one.host in WIKIS
        assert one.line <= len(lines)
    assert read_page(text, 'P', RESOLVER) == page


def test_the_page_of_somebody_who_stated_a_wiki_wins() -> None:
    first = SignUp('Anna', HOME, 'P', 1, roles=('a',))
    second = SignUp('Anna', 'sv.wikipedia.org', 'Q', 2, stated=True, roles=('b', 'a'))
    (one,) = unique([first, second])
    assert (one.host, one.stated, one.roles, one.page) == ('sv.wikipedia.org', True, ('a', 'b'), 'P')


def test_roles_are_chosen_whatever_their_case() -> None:
    people = [SignUp('A', HOME, 'P', 1, roles=('translator',)), SignUp('B', HOME, 'P', 2)]
    assert [one.name for one in with_role(people, ['Translator '])] == ['A']
    assert with_role(people, []) == tuple(people)


@pytest.mark.parametrize(
    ('text', 'people'),
    [
        (': [[User:A]] {t}\n: [[User:B]] {t}', ['A', 'B']),
        (': [[User:A]] {t}\n:: welcome! [[User:B]] {t}\n: [[User:C]] {t}', ['A', 'C']),
        ('# [[User:A]] {t}\n: [[User:B]] {t}', ['A']),
        ('[[User:A]] {t}\n: thanks [[User:B]] {t}', ['A']),
    ],
)
def test_who_signs_as_deep_as_the_one_before_does_not_answer(text: str, people: list[str]) -> None:
    read = read_page(text.replace('{t}', '10:00, 1 May 2026 (UTC)'), 'P', RESOLVER)
    assert [one.name for one in read.signups] == people


STAMP = '10:00, 1 May 2026 (UTC)'
LINES_OF_SEVERAL = [
    ('User:A User:B', 'A B', ''),
    ('User:A, User:B', 'A B', ''),
    ('User:A and User:B', 'A B', ''),
    ('User:A – User:B', 'A', 'names B behind A'),
    ('User:A [[User:B]]', 'A B', ''),
    ('User:A B', 'A B', None),
    (f'A, [[User:B]] {STAMP}', 'B', 'names A beside'),
    (f'A and [[User:B]] {STAMP}', 'B', 'names A beside'),
    (f'[[User:A]] [[User:B]] {STAMP}', 'B', 'names A beside'),
    (f'[[User:A]], C, [[User:B]] {STAMP}', 'B', 'names A, C beside'),
    (f'User:A [[User:B]] {STAMP}', 'B', 'names A beside'),
    (f'[[User:A]] thanks [[User:C]] – [[User:B]] {STAMP}', 'B', None),
    (f'[[User:A]] {STAMP} [[User:B]] {STAMP}', 'A B', None),
    (f'[[User:B]] {STAMP} – coach, with [[User:C]]', 'B(coach)', 'names C beside'),
    ('[[User:A]] — [[User:B]]', 'A', 'names B behind A'),
    ('[[User:A]] – coach, asked by [[User:B]]', 'A(coach)', 'names B behind A'),
]


@pytest.mark.parametrize(('line', 'people', 'told'), LINES_OF_SEVERAL)
def test_each_of_several_people_in_a_line_joins_or_is_told(line: str, people: str, told: str | None) -> None:
    page = read_page(f'# {line}', 'P', RESOLVER)
    found = (f'{one.name}({one.roles[0]})' if one.roles else one.name for one in page.signups)
    assert ' '.join(found) == people
    assert [(told or '') in problem.text for problem in page.problems] == ([True] if told else [])
