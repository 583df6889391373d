"""What of a wikitext is read, and what somebody struck out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outreach.visibletext import end_of_line, in_summary, live, masked, plain_words, readable, section_name

STRUCK = [
    ('a <s>b</s> c', 'a  c'),
    ('a <S class="x">b <s>c</s> d</S> e', 'a  e'),
    ('<del>b</del><strike>c</strike>', ''),
    ('{{strike|{{u|Anna}} 10:00}} c', ' c'),
    ('{{ Stricken | 1 = a }}{{Template:S|b}}c', 'c'),
    ('<span style="text-decoration: line-through;">a <span>b</span></span>c', 'c'),
    ('<span style="color: red">a</span>', '<span style="color: red">a</span>'),
    ('# <s>open\n# next', '# \n# next'),
    ('<s>\n# a\n# b\n</s>c', '\n\n\nc'),
    ('</s> a <s/> b {{s', '</s> a <s/> b {{s'),
    ('# a {{withdrawn}} b\n# c', '#\n# c'),
    ('a {{Template:Withdrawn|no time}}', ''),
    ('# {{withdrawn|[[User:A]]}} b', '#  b'),
    ('{|\n| a\n| {{withdrawn}}\n|-\n| b || {{withdrawn}}\n|-\n| c\n|}', '{|\n\n\n|-\n\n|-\n| c\n|}'),
    ('| a {{withdrawn}}', ''),
    ('<nowiki><s></nowiki>a</s>', 'a</s>'),
    (
        '|- style="text-decoration:line-through"\n| a\n| b\n|-\n| c',
        '|- style="text-decoration:line-through"\n\n\n|-\n| c',
    ),
    ('| style="text-decoration: line-through" | a || b', '| style="text-decoration: line-through" ||| b'),
    ('! class="x" | a\n| b', '! class="x" | a\n| b'),
]


@pytest.mark.parametrize(('text', 'left'), STRUCK)
def test_what_is_struck_out_is_not_live(text: str, left: str) -> None:
    assert live(text) == left


PIECES = st.sampled_from(
    ('<!--', '-->', '<nowiki>', '</nowiki>', '<pre x="y">', '</pre >', '<s>', '</s>', '{{s|', '{{', '}}',
     'a', '\n', '<')
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map(''.join))
def test_lines_keep_their_numbers(text: str) -> None:
    assert len(masked(text)) == len(text)
    for shown in (masked(text), readable(text), live(text)):
        assert shown.count('\n') == text.count('\n')
    assert '<!--' not in readable(text)


NAMES = [
    ("''The Signpost'': 2 May 2026", 'The Signpost: 2 May 2026'),
    ("'''Feminism''' & Folklore", 'Feminism & Folklore'),
    ('[[m:X|Our news]] and [[:de:Y]]', 'Our news and de:Y'),
    ('[https://example.org the site]  is <b>up</b>', 'the site is up'),
]


@pytest.mark.parametrize(('heading', 'name'), NAMES)
def test_headings_in_summaries(heading: str, name: str) -> None:
    assert section_name(heading) == name
    assert in_summary(heading, f'/* {name} */ new section')
    assert in_summary(heading, f'/* {heading} */')
    assert not in_summary(heading, f'/* {name}, too */')


@pytest.mark.parametrize(
    ('line', 'words'),
    [
        ('* leave: please. <small>{{a|{{b}}|[[c]]}}</small> [[User:A|A]]', 'leave: please. A'),
        ("# '''x''' }} {{ y", 'x }} {{ y'),
        ('{{a}} b {{c}}', 'b'),
        ('{{ {{a}} b', '{{ b'),
    ],
)
def test_words_of_a_line_are_without_templates_and_tags(line: str, words: str) -> None:
    assert plain_words(line) == words


@pytest.mark.parametrize(
    ('text', 'left'),
    [
        ('| style="text-decoration:line-through" | A || B', ' B'),
        ('| A || style="text-decoration:line-through" | B\n| C', ' C'),
        ('|- style="text-decoration:line-through"\n| A\n|-\n| B', ' B'),
        ('! A !! style="text-decoration: line-through" | B\n| C', ' C'),
        # a cell, or what a template is given, that begins with a struck word
        ('|<span style="text-decoration:line-through">A</span>\n}}\n* B', '* B'),
        ('|<span style="text-decoration:line-through">[[User:A|x]]</span> B\n|-\n| C', ' C'),
    ],
)
def test_styles_of_rows_and_cells_strike_them_out_and_no_more(text: str, left: str) -> None:
    assert live(text).endswith(left)
    assert ('A' in live(text)) == text.startswith(('| A', '! A'))


def test_a_line_ends_at_its_break_or_with_the_text() -> None:
    assert [end_of_line('a\nbc', at) for at in range(5)] == [1, 1, 4, 4, 4]
    assert end_of_line('', 0) == end_of_line('\na', 0) == 0
