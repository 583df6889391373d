"""Learning patterns: read, made, kept, looked after."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outreach import phrases, wikitext
from outreach.patterns import library, pattern
from outreach.patterns.library import PatternContext

LANGUAGES = phrases.of_script('update_pattern')
WORDS = pattern.heading_words(LANGUAGES.values())
TABLE = '{|\n| 5\n|}'


def say(key: str, **parameters: Any) -> str:
    text = LANGUAGES['en'][key]
    return text % parameters if parameters else text


PAGE = """\
<languages/>
{{TNT|Nav}}
{{Probox/Pattern |pattern=Mass messaging
|problem=
<translate><!--T:1--> How to tell [[File:A.webm|thumb]] <tvar name="x">many</tvar> | editors</translate>
|solution=Tracking <!-- not him --> medical editors
|creator=CFCF |timestamp=16:08, 12 March 2015 (UTC) |status=DRAFT}}
<translate>
== What problem does this solve? == <!--T:2-->
<!--T:3-->
Village pumps are dead.

== What is the solution? == <!--T:4-->
A list of [[:Outreach/Alps]].
=== Steps ===
One, two.
</translate>

== Endorsements ==
* It worked. [[User:Ann|Ann]] ([[User talk:Ann|talk]]) 10:12, 3 March 2026 (UTC)
** Me too. [[user:bo_t]] 10:13, 3 March 2026 (UTC)
* [[User:Ann]] again 10:14, 3 March 2026 (UTC)
* unsigned praise of [[User:Cy]]

== See also ==
[[Category:Learning patterns]] [[category:Online_engagement|x]]
"""


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
    assert text.count(texts['gap']) == 4
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


BEGIN, END = wikitext.begin_marker('figures'), wikitext.end_marker('figures')


@pytest.mark.parametrize(
    ('text', 'message'),
    [
        ('no markers', 'has no'),
        (f'{BEGIN} x', 'missing'),
        (f'{END}\n{BEGIN}', 'stands before'),
        (f'{BEGIN}{BEGIN}{END}', '2 times'),
        (f'<translate>\n{BEGIN}{END}</translate>', 'line 2: the markers stand inside'),
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


def lint(text: str, shelf: PatternContext | None = None) -> list[str]:
    return [
        problem.text
        for problem in library.lint(pattern.parse(text, 'P', WORDS), text, shelf or PatternContext())
    ]


GOOD = """\
{{Probox|problem=x|solution=y}}
== What problem does this solve? ==
a
== What is the solution? ==
b
[[Category:Learning patterns]]
"""


@pytest.mark.parametrize(
    ('text', 'shelf', 'found'),
    [
        (GOOD, PatternContext(), []),
        (
            'x',
            PatternContext(),
            ['no infobox', 'section on the problem', 'section on the solution', 'no category'],
        ),
        (GOOD.replace('problem=x', 'problem='), PatternContext(), ['gives no problem']),
        (GOOD.replace('=y', '=' + 'y' * 201), PatternContext(), ['201 characters']),
        (
            GOOD.replace('a\n', '\n'),
            PatternContext(),
            ["line 2: the section 'What problem does this solve?' is empty"],
        ),
        (GOOD.replace('a\n', '* \n'), PatternContext(), ['is empty']),
        (GOOD.replace('a\n', '=== c ===\nd\n'), PatternContext(), []),
        (GOOD.replace('b\n', '[[:Gone|x]]\n'), PatternContext(frozenset({'Gone'})), ['links to Gone']),
        (GOOD.replace('b\n', '[[Grants:Learning patterns/X]]'), PatternContext(), ['old place']),
        (f'{GOOD}<translate>x</translate>', PatternContext(), ['never marked']),
        (f'{GOOD}<translate><!--T:1-->x</translate>', PatternContext(), ['nobody has translated']),
        (f'{GOOD}<translate><!--T:1-->x</translate>', PatternContext(translated=frozenset({'P'})), []),
        (GOOD + BEGIN, PatternContext(), ['figures: ']),
        (GOOD + f'{BEGIN}\nx\n{END}', PatternContext(figures='y'), ['out of date']),
        (GOOD + f'{BEGIN}\nx\n{END}', PatternContext(figures='x'), []),
    ],
)
def test_the_lint_names_what_a_pattern_lacks(text: str, shelf: PatternContext, found: list[str]) -> None:
    problems = lint(text, shelf)
    assert len(problems) == len(found), problems
    assert all(part in problem for part, problem in zip(found, problems, strict=True))


def test_the_index_has_every_topic_and_hostile_words_stay_words() -> None:
    hostile = GOOD.replace('problem=x', "problem=''a'' [[b]] {{!}} x").replace(
        '==\nb', '==\n[[Category:Food]]'
    )
    patterns = [
        pattern.parse(PAGE, 'Learning patterns/Mass messaging', WORDS),
        pattern.parse(hostile, 'Learning patterns/Cake', WORDS),
        pattern.parse(GOOD, 'Learning patterns/Zero', WORDS),
    ]
    text = library.render_index(patterns, say)
    assert [line for line in text.split('\n') if line.startswith('===')] == [
        '=== Food ===', '=== Online engagement ===', f'=== {say("no-topic")} ===',
    ]  # fmt: skip
    assert '| [[:Learning patterns/Mass messaging|Mass messaging]] (DRAFT)\n' in text
    assert '\n| 2\n| 16:08, 12 March 2015 (UTC)\n' in text
    assert '&#91;&#91;b&#93;&#93;' in text


def test_patterns_that_apply_share_words_with_the_campaign() -> None:
    mass = pattern.parse(PAGE, 'Learning patterns/Mass messaging', WORDS)
    cake = pattern.parse(GOOD.replace('=x', '=baking for medical people'), 'Learning patterns/Cake', WORDS)
    zero = pattern.parse(GOOD, 'Learning patterns/Zero', WORDS)
    words = ['Outreach/Medicine', 'editors of medical articles']
    assert library.applying([zero, cake, mass], words, 'P') == [mass, cake]
    assert library.applying([zero, cake, mass], words, mass.title) == [cake]
