"""Entries of a list, compared with a wikitext parser, and their titles."""

from __future__ import annotations

import re

import mwparserfromhell
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outreach.lists.deliverylist import parse
from outreach.lists.entries import Target, TitleResolver, scan, written
from outreach.lists.merge import merge

from tests.samples.listtexts import HOME, PAGES, SV


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
    ('text', 'target', 'fault'),
    [
        ('{{target|user=Ann|' + 'x' * 100, None, 'not closed'),
        ('{{target|{{{1}}}|site=sv.w.org}}', None, 'holds other templates'),
        ('{{#target:Talk:A|site=sv.w.org}}', 'Talk:A@sv.w.org', 'site= is not read here'),
        ('{{#target:Talk:A|1=sv.w.org}}', 'Talk:A@sv.w.org', '{{#target:Talk:A|sv.w.org}}'),
        ('{{TARGET|user=A}}', None, '{{TARGET}} is another template'),
        ('{{target|user=A|page=Talk:B}}', None, 'keep one'),
        ('{{target|site=sv.w.org}}', None, 'names nobody'),
        ('{{target|page=Talk:B|site=https://sv.w.org/wiki}}', 'Talk:B@sv.w.org', 'write sv.w.org'),
        ('{{target|page=Talk:B|site=swedish}}', 'Talk:B@swedish', "'swedish' is no host"),
    ],
)
def test_what_is_wrong_with_an_entry_is_said_with_whom_it_means(
    text: str, target: str | None, fault: str
) -> None:
    (entry,) = scan(text, HOME)
    assert (entry.target and str(entry.target)) == target
    assert fault in entry.fault


def test_an_entry_that_is_not_closed_ends_with_its_line() -> None:
    (entry,) = scan('{{target|user=Ann\n* more words', HOME)
    assert entry.written == '{{target|user=Ann'


def test_the_host_is_left_out_at_home_only() -> None:
    home, away = Target(HOME, 'User talk:A'), Target('sv.w.org', 'User talk:A/b')
    assert [written(one, form, HOME) for one in (home, away) for form in ('target', '#target')] == [
        '{{target | user = A }}', '{{#target:User talk:A}}',
        '{{target | page = User talk:A/b | site = sv.w.org }}', '{{#target:User talk:A/b|sv.w.org}}',
    ]  # fmt: skip


def test_a_talk_page_of_a_user_page_is_that_persons() -> None:
    places = TitleResolver()
    assert places.person(Target(HOME, 'User talk:User:Ann/x')) == 'Ann'
    assert places.person(Target(HOME, 'User talk:Ann')) == 'Ann'
    assert places.person(Target(HOME, 'Talk:Ann')) is None


@pytest.mark.parametrize(
    ('page', 'fault'),
    [
        ('User talk:A\u200cB', 'the name holds the invisible character U+200C'),
        ('User:A\u200bB', 'the name holds the invisible character U+200B'),
        ('Talk:A\u200cB', ''),  # a title may need the joiner
        ('Talk:A\u200e\u202dB', 'the name holds the invisible character U+200E'),
    ],
)
def test_names_hold_nothing_unseen_and_titles_no_marks_of_direction(page: str, fault: str) -> None:
    (entry,) = scan(f'{{{{#target:{page}|sv.w.org}}}}', HOME)
    assert entry.fault == fault


def test_lines_are_counted_from_the_first_character() -> None:
    text = '\n\n* {{target | user = A}}\n* {{target | user = B}}'
    assert [entry.line for entry in scan(text, HOME)] == [3, 4]
    assert [entry.line for entry in scan(text[1:], HOME)] == [2, 3]
