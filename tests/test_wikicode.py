"""The parser of templates, and the texts that it is kept from."""

from __future__ import annotations

import pytest
from outreach.wikicode import MOST_LETTERS, TooMuch, parse


def test_ordinary_text_is_parsed() -> None:
    text = '{{a|b=[[c|d]]}} <br> <ref name="x"/> [http://x.example y] ' * 200
    assert len(parse(text).filter_templates()) == 200
    assert str(parse(text)) == text


@pytest.mark.parametrize('opening', ['{{a|', '[http://x ', '<a>', '{{{a|', '[[a|', '<!-- a', '{|\n', '<S>x'])
def test_what_is_never_closed_is_named(opening: str) -> None:
    with pytest.raises(TooMuch, match='times more than it closes it'):
        parse(opening * 3000)
    with pytest.raises(TooMuch):
        parse('}}]]</a>' * 3000 + opening * 3000)


def test_tags_that_need_no_end_are_no_matter() -> None:
    text = '<br><ref name="x"/><li>a<hr>\n' * 400
    assert str(parse(text)) == text


@pytest.mark.parametrize('marks', ['*', '#:', ';'])
def test_a_line_of_list_marks_is_named(marks: str) -> None:
    with pytest.raises(TooMuch, match='begins with hundreds'):
        parse(f'a\n{marks * 300} x')
    assert parse(f'{marks * 20} x')


def test_a_text_beyond_all_measure_is_named() -> None:
    with pytest.raises(TooMuch, match='longer than 1,000,000 letters'):
        parse('x' * (MOST_LETTERS + 1))
