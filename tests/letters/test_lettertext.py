"""The fields of a letter, and what is refused before anybody gets it."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outreach import phrases
from outreach.letters import lettertext
from outreach.letters.letterplan import make_plan
from outreach.letters.lettertext import FIELDS, Field, fill, lint, own_words, parse
from outreach.sends import message

from tests.letters.samples import BODY, WORDS, person, terms, text, texts

VALUES = {name: f'<{name}>' for name in FIELDS}
OURS = own_words(WORDS, 'en')


def filled(body: str, **values: str) -> str:
    return fill(parse(body), values)[0]


# letters: C13, T5
def test_other_words_count_where_a_field_is_empty() -> None:
    greeting = 'Dear {{{name|colleagues of {{{affiliate}}}}}},'
    assert filled(greeting, name='Ann', affiliate='A') == 'Dear Ann,'
    assert filled(greeting, affiliate='A') == 'Dear colleagues of A,'
    assert fill(parse(greeting), {})[1] == {'affiliate'}
    assert fill(parse('Dear {{{name}}},'), {})[1] == {'name'}


# letters: C13
@given(st.text(), st.text())
def test_a_value_stays_text(name: str, role: str) -> None:
    assert (
        filled('{{{name}}}-{{{role}}}', name=name or 'x', role=role or 'y') == f'{name or "x"}-{role or "y"}'
    )


# letters: C13
@given(st.text('{}|name \n'))
def test_braces_of_any_kind_are_read_or_refused_with_a_line(body: str) -> None:
    try:
        parts = parse(body)
    except ValueError as error:
        assert str(error).startswith('line ')
    else:
        if not any(isinstance(part, Field) for part in parts):
            assert ''.join(map(str, parts)) == body


# letters: C14
@pytest.mark.parametrize(
    ('body', 'words'),
    [
        ('{{{nam}}}', "line 1: there is no field 'nam'"),
        ('a\n{{{name', 'line 2: after {{{ comes'),
        ('a\n{{{name|x', 'line 2: {{{name| is not closed'),
        ('x }}}', 'line 1: }}} closes nothing'),
        ('{{{name|' * 6 + 'x' + '}}}' * 6, 'too deeply'),
        ('{{{__class__}}}', 'line 1: after {{{ comes'),
        ('See [[Page]]', "'[[' would stand there"),
        ('{{Greeting}}', "'{{' would stand there"),
        ("''Hello''", 'would stand there'),
        ('~~~~', 'would stand there'),
        ('<b>x</b>', "'<b>' would stand there"),
        ('== More ==', 'would stand there'),
        ('{{{name|[[x]]}}}', 'would stand there'),
        ('http://a.example', 'should begin with https://'),
        ('x' * 999, 'line 1 has 999 characters'),
    ],
)
def test_what_is_refused(body: str, words: str) -> None:
    found = [str(one) for one in lint(text(body=f'{body}\n{{{{{{why}}}}}}\n{{{{{{optout}}}}}}'), OURS)]
    assert any(words in one for one in found), found


# letters: C15
def test_every_letter_says_why_and_how_to_leave() -> None:
    assert lint(text(), OURS) == []
    found = [one.text for one in lint(text(body='{{{name|x {{{why}}}}}}'), OURS)]
    assert [one.split(':')[0] for one in found] == [
        'does not say why somebody gets it and where you know them from',
        'does not say how to get no more letters',
    ]  # fmt: skip


# letters: C15
def test_without_words_in_a_language_the_letter_brings_its_own() -> None:
    assert len(lint(text('eo'), own_words(WORDS, 'eo'))) == 2
    own = 'Saluton\n{{{why|Ĉar vi estas {{{name|membro}}}.}}}\n{{{optout|Diru ne.}}}'
    assert lint(text('eo', own), own_words(WORDS, 'eo')) == []
    assert filled(own, why='our words', optout='our words') == 'Saluton\nĈar vi estas membro.\nDiru ne.'


# letters: C14
def test_addresses_in_angle_brackets_and_prices_are_plain_text() -> None:
    assert lint(text(body=f'It costs $5 {{2}} <https://a.example/x> a|b\n{BODY}'), OURS) == []


# letters: C13, C15
def test_the_letter_of_the_docs_is_one_that_can_be_written() -> None:
    page = (Path(__file__).parents[2] / 'docs' / 'letters.md').read_text(encoding='utf-8')
    block = next(one for one in page.split('```')[1::2] if '{{{optout}}}' in one)
    shown = message.parse(textwrap.dedent(block.strip('\n')), 'docs/letters.md', 'en')
    assert lint(shown, own_words(phrases.of_script('write_letters'), 'en')) == []
    for who in (person(), person(name='')):
        made = make_plan([who], texts(shown), terms(), {}).letters
        assert 'Dear Ann' in made[0].body or 'Dear colleagues of Wikimedia Arcadia,' in made[0].body
    table = page.partition('| field | what it is |')[2].partition('\n\n')[0]
    assert set(re.findall(r'`(\w+)`', ''.join(line.split('|')[1] for line in table.splitlines()[2:]))) == set(
        FIELDS
    )


# letters: C20
def test_joiners_are_part_of_names_and_what_hides_is_not() -> None:
    assert lettertext.unseen('می\u200cخواهم') == ''
    assert lettertext.unseen('Ann\u202exe') == 'U+202E'
    for char in '\n\r\x0c\x85\u2028\u2029':
        assert lettertext.unseen(f'a{char}b')


def test_comments_are_notes_of_the_writers() -> None:
    assert lettertext.plain(text(body='<!-- note\n -->\nDear')).body == 'Dear'
