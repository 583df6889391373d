"""Delivery lists in all their forms: read, rendered, held against a wikitext parser."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import mwparserfromhell
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outreach.lists.deliverylist import JSON, from_category, parse
from outreach.lists.entries import Target, TitleResolver, scan, written
from outreach.lists.merge import merge, person_of
from outreach.names import CANONICAL, ENGLISH, Namespaces

HOME = 'meta.wikimedia.org'
CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / 'cases' / 'targets.toml').read_text(encoding='utf-8')
)['case']
SV = Namespaces(
    CANONICAL, CANONICAL, {**ENGLISH.names, 'användare': 2, 'användardiskussion': 3, 'bybrunnen': 4}
)


@pytest.mark.parametrize('case', CASES, ids=[case['name'] for case in CASES])
def test_every_shape_is_read(case: dict[str, Any]) -> None:
    listed = parse(case['text'], HOME)
    assert [str(target) for target in listed.targets] == case['targets']
    said = [str(problem) for problem in listed.problems]
    for problem, fault in zip(said, case.get('faults', []), strict=True):
        line, part = fault.split(': ', 1)
        assert problem.startswith(f'line {line}: ')
        assert part in problem
    assert sum(entry.reading.taken is None for entry in listed.entries) == case.get('dropped', 0)


@pytest.mark.parametrize('case', CASES, ids=[case['name'] for case in CASES])
def test_rendering_is_the_identity(case: dict[str, Any]) -> None:
    listed = parse(case['text'], HOME)
    assert listed.render() == case['text']
    for entry in listed.entries:
        assert case['text'][entry.start : entry.end] == entry.written
        assert case['text'].count('\n', 0, entry.start) + 1 == entry.line
    assert merge(listed, listed.targets).list.render() == case['text']


NAMES = st.sampled_from(['Anna', 'bo', 'Å sa', 'A=B', 'x@y', 'משה', "O'N", 'User:Cem'])
SITES = st.sampled_from(['sv.wikipedia.org', 'EN.wikipedia.org', '', 'site=sv.wikipedia.org'])
PIECES = st.one_of(
    st.builds('{{{{target | user = {} | site = {}}}}}'.format, NAMES, SITES),
    st.builds('{{{{#target:User talk:{}|{}}}}}'.format, NAMES, SITES),
    st.builds('{{{{Target\n|page=User talk:{}<!-- c -->\n|site={}\n}}}}'.format, NAMES, SITES),
    st.sampled_from(
        [
            '\n',
            '* ',
            '# ',
            '== A ==\n',
            '<!-- ',
            ' -->',
            '<nowiki>',
            '</nowiki>',
            '[[x|y]]',
            'text ',
            '{{u|B}}',
        ]
    ),
)
PAGES = st.lists(PIECES, max_size=12).map(''.join)


@given(PAGES)
@settings(max_examples=100, deadline=None)
def test_generated_pages_come_back_byte_for_byte(text: str) -> None:
    listed = parse(text, HOME)
    at = 0
    pieces = []
    for entry in listed.entries:
        pieces += [text[at : entry.start], entry.written]
        at = entry.end
    assert ''.join(pieces) + text[at:] == listed.render() == text


@given(PAGES)
@settings(max_examples=100, deadline=None)
def test_the_scanner_agrees_with_a_wikitext_parser(text: str) -> None:
    # Comments and tags that are not closed are read by that parser in its own way, not in MediaWiki's.
    plain = re.sub('<!-- | -->|</?nowiki>', '', text)
    parsed = [
        template
        for template in mwparserfromhell.parse(plain).filter_templates()
        if str(template.name).strip().lower().startswith(('target', '#target:'))
    ]
    assert [str(template) for template in parsed] == [entry.written for entry in scan(plain, HOME)]


@given(
    st.sampled_from(['target', '#target']),
    st.sampled_from(
        ['User talk:Anna', 'Talk:X', 'User talk:A=B', 'User talk:B/c', 'User:Bo', 'Wikipedia:X@y']
    ),
    st.sampled_from([HOME, 'sv.wikipedia.org']),
)
@settings(max_examples=40, deadline=None)
def test_what_is_written_reads_back(form: str, page: str, host: str) -> None:
    target = Target(host, page)
    (entry,) = scan(written(target, form, HOME), HOME)
    assert (entry.target, entry.fault, entry.form) == (target, '', form)


# text, why the whole list is refused ('' where it is not), targets
JSON_LISTS = [
    ('{}', 'description', []),
    ('[]', 'description', []),
    ('{"description": "", "targets": ""}', '"targets" array', []),
    ('{"description": 1, "targets": []}', 'description', []),
    ('{"description": "", "targets": []}', '', []),
    ('{"description": "", "targets": ["A"]}', 'target 1 is "A"', []),
    ('{"description": "", "targets": [{"title": "A"}]}', '', ['A@meta.wikimedia.org']),
    ('{"description": "", "targets": [{"title": "_"}]}', 'target 1', []),
    ('{"description": "",\n "targets": [}', 'line 2', []),
    (
        '{"description": "", "targets": [{"title": "A"}, {"title": "B", "site": "en.wikipedia.org"}]}',
        '',
        ['A@meta.wikimedia.org', 'B@en.wikipedia.org'],
    ),
    (
        '{"description": "", "targets": [{"title": "User talk:B@en.wikipedia.org"}]}',
        '',
        ['User talk:B@en.wikipedia.org@meta.wikimedia.org'],
    ),
]


@pytest.mark.parametrize(('text', 'broken', 'targets'), JSON_LISTS)
def test_json_lists_are_valid_or_refused_as_a_whole(text: str, broken: str, targets: list[str]) -> None:
    listed = parse(text, HOME, JSON, title='L')
    assert broken in listed.broken
    assert bool(broken) == bool(listed.broken)
    assert [str(target) for target in listed.targets] == targets
    assert listed.render() == text
    if broken:
        assert str(listed.problems[0]).startswith('L: ')
        with pytest.raises(ValueError, match=re.escape(listed.broken)):
            merge(listed, [Target(HOME, 'User talk:A')])


def test_a_json_target_on_an_unknown_host_leaves_the_list_valid() -> None:
    text = '{"description": "", "targets": [{"title": "A"}, {"title": "C", "site": "Invalid.org"}]}'
    listed = parse(text, HOME, JSON)
    assert [target.page for target in listed.targets] == ['A']
    assert listed.entries[1].reading.taken is None


def test_json_keeps_unknown_keys_and_order() -> None:
    text = json.dumps(
        {
            'x': {'y': [1]},
            'description': 'd',
            'targets': [
                {'note': 'first', 'title': 'User talk:Z', 'site': 'sv.wikipedia.org'},
                {'title': 'User talk:A'},
            ],
        }
    )
    merged = merge(parse(text, HOME, JSON), [Target('en.wikipedia.org', 'User talk:M')])
    content = json.loads(merged.list.render())
    assert list(content) == ['x', 'description', 'targets']
    assert content['targets'][0] == {'note': 'first', 'title': 'User talk:Z', 'site': 'sv.wikipedia.org'}
    assert [one['title'][-1] for one in content['targets']] == ['Z', 'A', 'M']


def test_json_in_canonical_order_stays_in_it() -> None:
    targets = [
        {'title': 'C'},
        {'title': 'D'},
        {'title': 'B', 'site': 'de.x.org'},
        {'title': 'A', 'site': 'en.x.org'},
    ]
    text = json.dumps({'description': '', 'targets': targets})
    new = [Target('en.x.org', 'Talk:Z'), Target('de.x.org', 'Talk:A'), Target(HOME, 'Talk:C')]
    merged = merge(parse(text, HOME, JSON), new)
    order = [(one.get('site', ''), one['title']) for one in json.loads(merged.list.render())['targets']]
    assert order == sorted(order)
    assert len(order) == 7


def test_a_category_is_read_only() -> None:
    listed = from_category(['User talk:A', 'User talk:A/b'], HOME, 'Category:X')
    assert [target.page for target in listed.targets] == ['User talk:A', 'User talk:A/b']
    with pytest.raises(ValueError, match='can only be read'):
        merge(listed, [])


# two spellings of one page
SAME = [
    ('User talk:Anna', 'user_talk:anna'),
    ('User talk:Anna', 'User:Anna'),
    ('User talk:Anna', 'Användardiskussion:Anna'),
    ('User talk:Anna', 'ANVÄNDARE:Anna'),
    ('User talk:Anna', 'User talk:\u200eAnna\u200f'),
    ('User talk:Åsa', 'User talk:A\u030asa'),
    ('User talk:Anna B', 'User_talk:Anna__B_'),
    ('User talk:Anna', 'User talk:Anna#top'),
    ('Project:Kaffe', 'Bybrunnen:kaffe'),
]


@pytest.mark.parametrize(('one', 'other'), SAME)
def test_titles_compare_as_the_target_wiki_compares_them(one: str, other: str) -> None:
    places = TitleResolver({'sv.wikipedia.org': SV})
    host = 'sv.wikipedia.org'
    assert places.of(Target(host, one)) == places.of(Target(host, other))
    assert merge(
        parse(f'{{{{#target:{one}|{host}}}}}', HOME), [Target(host, other)], places=places
    ).added == ()  # fmt: skip


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
def test_a_list_of_five_thousand_targets_is_merged(model: str) -> None:
    targets = [
        Target(f'{"abcde"[at % 5]}{at % 7}.wikipedia.org', f'User talk:User {at}') for at in range(5000)
    ]
    hosts = sorted({target.host for target in targets})
    text = '{"description": "", "targets": []}'
    if model == 'wikitext':
        text = '\n'.join(f'== {host} ==\n* {{{{target|user=Old|site={host}}}}}' for host in hosts)
    full = merge(parse(text, HOME, model), targets).list.render()
    news = [*targets[:-100], *(Target('sv.wikipedia.org', f'User talk:New {at}') for at in range(100))]
    merged = merge(parse(full, HOME, model), news, ours=targets)
    rendered = merged.list.render()
    assert (len(merged.added), len(merged.removed)) == (100, 100)
    assert len(parse(rendered, HOME, model).targets) == 5000 + (len(hosts) if model == 'wikitext' else 0)
