"""The library of patterns: what one lacks, the index, what applies."""

from __future__ import annotations

import pytest
from outreach import colours
from outreach.patterns import library, pattern
from outreach.patterns.library import PatternContext

from tests.samples.patternpage import BEGIN, END, LANGUAGES, PAGE, WORDS, say


def lint(text: str, context: PatternContext | None = None) -> list[str]:
    return [
        problem.text
        for problem in library.lint(pattern.parse(text, 'P', WORDS), text, context or PatternContext())
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
    ('text', 'context', 'found'),
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
def test_the_lint_names_what_a_pattern_lacks(text: str, context: PatternContext, found: list[str]) -> None:
    problems = lint(text, context)
    assert len(problems) == len(found), problems
    assert all(part in problem for part, problem in zip(found, problems, strict=True))


def test_an_index_without_topics_has_no_headings() -> None:
    text = library.render_index([pattern.parse(GOOD, 'Learning patterns/Zero', WORDS)], say)
    assert '===' not in text
    assert '[[:Learning patterns/Zero|' in text


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


@pytest.mark.parametrize('language', sorted(LANGUAGES))
def test_a_stock_text_never_stands_as_if_somebody_had_written_it(language: str) -> None:
    texts = LANGUAGES[language]
    text = pattern.new_pattern('Alps', 'Bo', '', '', lambda key, **kw: texts[key] % kw if kw else texts[key])
    read = pattern.parse(text, 'Learning patterns/Alps', WORDS)
    index = library.render_index([read], say)
    assert texts['gap'].strip('().') not in index
    asks = say('index-unwritten', page='Learning patterns/Alps')
    assert f'| <span style="{colours.behind_text(colours.CAREFUL)}">{asks}</span>\n' in index
    assert lint(text) == [
        'the problem in the infobox is not written yet', 'the solution in the infobox is not written yet',
        *(f'line {one.line}: the section {one.heading!r} is not written yet' for one in read.sections[:4]),
        f"line {read.sections[4].line}: the section {texts['heading-endorsements']!r} is empty",
    ]  # fmt: skip


def test_what_is_written_stands_beside_what_is_not() -> None:
    half = pattern.parse(GOOD.replace('=x', "=''(To be written by people who were there.)''"), 'P', WORDS)
    part = f'<span style="{colours.behind_text(colours.CAREFUL)}">{say("index-unwritten-part")}</span>'
    assert f'| {part} → y\n' in library.render_index([half], say)
    assert library.applying([half], ['people who were there'], 'Q') == []


def test_a_column_of_days_that_no_pattern_tells_is_left_out() -> None:
    assert say('index-created') not in library.render_index([pattern.parse(GOOD, 'P', WORDS)], say)


def test_patterns_that_apply_share_words_with_the_campaign() -> None:
    mass = pattern.parse(PAGE, 'Learning patterns/Mass messaging', WORDS)
    cake = pattern.parse(GOOD.replace('=x', '=baking for medical people'), 'Learning patterns/Cake', WORDS)
    zero = pattern.parse(GOOD, 'Learning patterns/Zero', WORDS)
    words = ['Outreach/Medicine', 'editors of medical articles']
    assert library.applying([zero, cake, mass], words, 'P') == [mass, cake]
    assert library.applying([zero, cake, mass], words, mass.title) == [cake]
