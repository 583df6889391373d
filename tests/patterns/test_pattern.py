"""Learning patterns: read, made, kept, looked after."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outreach import wikitext
from outreach.patterns import pattern

from tests.samples.patternpage import BEGIN, END, LANGUAGES, PAGE, TABLE, WORDS


def test_a_pattern_is_read_whatever_its_template_is_called() -> None:
    read = pattern.parse(PAGE, 'Learning patterns/Mass messaging', WORDS)
    assert read.template == 'Probox/Pattern'
    assert read.problem == 'How to tell [[File:A.webm|thumb]] many | editors'
    assert read.solution == 'Tracking  medical editors'
    assert (read.status, read.infobox['timestamp']) == ('DRAFT', '16:08, 12 March 2015 (UTC)')
    assert [(one.kind, one.heading, one.line) for one in read.sections] == [
        ('problem', 'What problem does this solve?', 9), ('solution', 'What is the solution?', 13),
        ('', 'Steps', 15), ('endorsements', 'Endorsements', 19), ('seealso', 'See also', 25),
    ]  # fmt: skip
    assert read.endorsers == ('Ann', 'Bo t')
    assert read.categories == ('Learning patterns', 'Online engagement')
    assert read.translatable


@pytest.mark.parametrize('language', sorted(LANGUAGES))
def test_a_pattern_made_in_a_language_is_read_in_it(language: str) -> None:
    texts = LANGUAGES[language]
    text = pattern.new_pattern(
        'Outreach/Alps', 'Bo', TABLE, '* x', lambda key, **kw: texts[key] % kw if kw else texts[key]
    )
    read = pattern.parse(text, 'P', WORDS)
    assert [one.kind for one in read.sections] == [
        'problem', 'solution', 'consider', 'when', 'endorsements', 'seealso',
    ]  # fmt: skip
    assert read.infobox['creator'] == 'Bo'
    assert (read.problem, read.solution) == ('', '')
    assert read.unwritten == {'problem', 'solution'}
    assert [one.kind for one in read.sections if one.unwritten] == ['problem', 'solution', 'consider', 'when']
    assert pattern.update(text, TABLE, '* x') == text


def test_figures_come_after_the_solution_and_outside_of_translate() -> None:
    with_figures = pattern.insert_figures(PAGE, WORDS, TABLE)
    region = wikitext.new_region(pattern.REGION, TABLE)
    assert with_figures == PAGE.replace('</translate>\n\n== End', f'</translate>\n\n{region}\n\n== End')
    simple = '== What is the solution? ==\nX\n== When to use ==\nY'
    assert pattern.insert_figures(simple, WORDS, TABLE) == (
        f'== What is the solution? ==\nX\n\n{region}\n\n== When to use ==\nY'
    )
    assert pattern.insert_figures('X', WORDS, TABLE) == f'X\n\n{region}'


def test_figures_change_between_their_markers_only() -> None:
    with_figures = pattern.insert_figures(PAGE, WORDS, TABLE)
    assert pattern.update(with_figures, TABLE) == with_figures
    assert pattern.update(with_figures, '{|\n| 6\n|}') == with_figures.replace('| 5\n', '| 6\n')


@pytest.mark.parametrize(
    ('text', 'message'),
    [
        ('no markers', 'has no'),
        (f'{BEGIN} x', 'missing'),
        (f'{END}\n{BEGIN}', 'stands before'),
        (f'{BEGIN}{BEGIN}{END}', '2 times'),
        (f'<translate>\n{BEGIN}{END}</translate>', 'the markers stand inside'),
    ],
)
def test_broken_markers_are_refused(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        pattern.update(text, TABLE)


PIECES = st.sampled_from(
    [
        '<translate>', '</translate>', '== What is the solution? ==\n', '=== x ===\n', '\n', 'a',
        '<!--T:1-->', '[[Category:X]]', '{{Probox|problem=|solution=}}', '* y\n',
    ]
)  # fmt: skip


@settings(max_examples=80)
@given(st.lists(PIECES, max_size=12).map(''.join))
def test_inserting_figures_keeps_every_byte_and_is_read_back(text: str) -> None:
    inserted = pattern.insert_figures(text, WORDS, TABLE)
    before, region, after = inserted.partition(wikitext.new_region(pattern.REGION, TABLE))
    assert region
    assert (before.rstrip('\n') + after.lstrip('\n')).replace('\n', '') == text.replace('\n', '')
    tags = re.findall('</?translate>', text)
    if tags == ['<translate>', '</translate>'] * (len(tags) // 2):
        assert pattern.update(inserted, TABLE) == inserted


@pytest.mark.parametrize(
    ('title', 'translation'),
    [('A/B/sv', True), ('A/B/pt-br', True), ('A/B', False), ('A/C/sv', False), ('A/B/Sv', False)],
)
def test_translations_are_told_from_subpages(title: str, translation: bool) -> None:  # noqa: FBT001  # a table
    assert pattern.is_translation(title, {'A/B', 'A'}) == translation
