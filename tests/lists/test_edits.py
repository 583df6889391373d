"""What an edit of a list changes, and that it changes nothing else."""

from __future__ import annotations

import pytest
from outreach.lists.deliverylist import JSON, parse
from outreach.lists.edits import changed, extended, without
from outreach.lists.entries import Target
from outreach.lists.listheadings import WikiHeadings

HOME = 'meta.wikimedia.org'
SV, DE, EN, FR = (f'{code}.wikipedia.org' for code in ('sv', 'de', 'en', 'fr'))


def entry(name: str, host: str = SV) -> str:
    return f'{{{{target|user={name}|site={host}}}}}'


def new(name: str, host: str = SV) -> str:
    return f'{{{{target | user = {name} | site = {host} }}}}'


def taken_out(text: str, *names: str) -> str:
    listed = parse(text, HOME)
    pages = {f'User talk:{name}' for name in names}
    leaving = [one for one in listed.entries if one.target and one.target.page in pages]
    return without(listed, leaving).text


def put_in(text: str, *targets: Target, headings: WikiHeadings | None = None) -> str:
    return extended(parse(text, HOME), targets, headings).text


@pytest.mark.parametrize(
    ('text', 'after'),
    [
        (f'a\n* {entry("X")}\nb', 'a\nb'),
        (f'* {entry("X")}\nb', 'b'),
        (f'a\n* {entry("X")}', 'a'),
        (f'a\n* {entry("X")}\n', 'a\n'),
        (entry('X'), ''),
        (f'a\n* {entry("X")} a friend\nb', 'a\n*  a friend\nb'),
        (f'* {entry("X")} {entry("Y")}\nb', f'*  {entry("Y")}\nb'),
        (f'* {entry("X")} {entry("X")}\nb', 'b'),
        (f'* {entry("X")}\n* {entry("Y")}\n# {entry("X")}', f'* {entry("Y")}'),
    ],
)
def test_a_line_goes_with_the_last_entry_in_it(text: str, after: str) -> None:
    assert taken_out(text, 'X') == after


def test_nothing_changes_where_nothing_is_to_change() -> None:
    listed = parse(f'* {entry("X")}  \n\n', HOME)
    assert without(listed, []) is changed(listed, {}) is extended(listed, []) is listed


def test_changed_entries_keep_the_rest_of_their_lines() -> None:
    listed = parse(f'* {entry("X")} a friend {{{{#target:Talk:Y|{SV}}}}}\n* {entry("Z")}', HOME)
    first, second, _third = listed.entries
    after = changed(listed, {first: Target(DE, 'User talk:Q'), second: Target(HOME, 'Talk:Y')})
    assert after.text == f'* {new("Q", DE)} a friend {{{{#target:Talk:Y}}}}\n* {entry("Z")}'


def test_lists_in_json_are_changed_by_place() -> None:
    listed = parse('{"description": "", "targets": [{"title": "A"}, {"title": "B"}]}', HOME, JSON)
    assert [one.page for one in without(listed, listed.entries[:1]).targets] == ['B']
    after = changed(listed, {listed.entries[1]: Target(HOME, 'C')})
    assert [one.page for one in after.targets] == ['A', 'C']


@pytest.mark.parametrize(
    ('text', 'after'),
    [
        ('', f'* {new("N")}'),
        ('Words.', f'Words.\n* {new("N")}'),
        ('Words.\n\n\n', f'Words.\n* {new("N")}\n\n\n'),
        (f'{entry("A")}', f'{entry("A")}\n{new("N")}'),
        (f'# {entry("A")}\n* {entry("B")}\n# {entry("C")}\nEnd', None),
        (f'* {entry("A")} and {entry("B")}\nEnd', f'* {entry("A")} and {entry("B")}\n* {new("N")}\nEnd'),
        (f'{{{{#target:Talk:A|{SV}}}}}', f'{{{{#target:Talk:A|{SV}}}}}\n{{{{#target:User talk:N|{SV}}}}}'),
    ],
)
def test_new_entries_come_after_the_last_in_its_form(text: str, after: str | None) -> None:
    by_most = f'# {entry("A")}\n* {entry("B")}\n# {entry("C")}\n# {new("N")}\nEnd'
    assert put_in(text, Target(SV, 'User talk:N')) == (after or by_most)


def test_headings_are_made_where_they_are_asked_for() -> None:
    targets = [Target(SV, 'User talk:N'), Target(DE, 'User talk:M')]
    assert (
        put_in('', *targets, headings=WikiHeadings(always=True))
        == f'== {DE} ==\n* {new("M", DE)}\n\n== {SV} ==\n* {new("N")}'
    )
    assert put_in('', *targets) == f'* {new("N")}\n* {new("M", DE)}'


def test_a_new_heading_has_the_level_of_the_others_and_its_place_in_their_order() -> None:
    text = f'=== {DE} ===\n* {entry("A", DE)}\n\n=== {SV} ===\n* {entry("B")}\n'
    first, last = put_in(text, Target(EN, 'User talk:N')), put_in(text, Target('zh.w.org', 'User talk:N'))
    block = f'=== {EN} ===\n* {new("N", EN)}\n\n'
    assert first == text.replace(f'=== {SV}', f'{block}=== {SV}')
    assert last == f'{text.rstrip()}\n\n=== zh.w.org ===\n* {new("N", "zh.w.org")}\n'


def test_sections_of_one_wiki_each_are_its_place_if_there_are_two_at_least() -> None:
    two = f'== Svenska ==\n* {entry("A")}\n== Deutsch ==\n* {entry("B", DE)}\n'
    assert put_in(two, Target(SV, 'User talk:N')) == two.replace('\n== D', f'\n* {new("N")}\n== D')
    one = f'== Svenska ==\n* {entry("A")}\n== Notes ==\nnone\n'
    assert put_in(one, Target(DE, 'User talk:N')) == one.replace('\n== N', f'\n* {new("N", DE)}\n== N')
    twice = f'== May ==\n* {entry("A")}\n== June ==\n* {entry("B")}\n'
    assert put_in(twice, Target(SV, 'User talk:N')) == f'{twice}* {new("N")}\n'


def test_a_heading_with_a_host_stands_for_it_before_anybody_is_under_it() -> None:
    text = f'== {SV} ==\n\n== Version 2.0 ==\nx\n'
    assert put_in(text, Target(SV, 'User talk:N')) == f'== {SV} ==\n* {new("N")}\n\n== Version 2.0 ==\nx\n'


def test_a_version_in_a_heading_is_no_host() -> None:
    text = '== Version 2.0 ==\nx\n'
    assert put_in(text, Target(SV, 'User talk:N')) == f'== Version 2.0 ==\nx\n* {new("N")}\n'
