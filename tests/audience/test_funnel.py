"""The funnel: what is published can be read back, in any language."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outreach import phrases
from outreach.audience.funnel import (
    Funnel,
    FunnelStep,
    changed_figures,
    everybody_fell_out,
    from_wikitext,
    render_text,
    render_wikitext,
    to_json,
    with_people,
)
from outreach.wikitext import BrokenMarkers

from tests.samples.plurals import with_plurals

WORDS = st.from_regex(r'[a-z]{1,6}(-[a-z]{1,6})?', fullmatch=True)
FUNNELS = st.lists(
    st.builds(
        FunnelStep, WORDS, st.integers(0, 10**7), st.dictionaries(WORDS, st.integers(0, 10**6), max_size=4)
    ),
    min_size=1,
    max_size=6,
).map(lambda steps: Funnel(tuple(steps)))


def say(key: str, **parameters: object) -> str:
    """Words of a hostile language: pipes, quotes and our own attributes."""
    return f'‏{key}| data-step="x" data-left="1" {sorted(parameters.items())}'


@settings(max_examples=60, deadline=None)
@given(FUNNELS)
def test_what_is_written_is_read_back(funnel: Funnel) -> None:
    assert from_wikitext(f'before\n{render_wikitext(funnel, say)}\nafter') == funnel
    assert [FunnelStep(**step) for step in json.loads(to_json(funnel))] == list(funnel.steps)


def test_a_page_without_a_funnel_gives_an_empty_one() -> None:
    assert from_wikitext('{| class="wikitable"\n|-\n| 5\n|}') == Funnel(())


@pytest.mark.parametrize(
    ('ours', 'theirs'),
    [
        ('data-dropped="b:2;a:1"', 'data-dropped="x"'),
        ('data-dropped="b:2;a:1"', 'data-dropped="a:1;b:2"'),
        ('data-dropped="b:2;a:1"', 'data-dropped="b:2;a:1;"'),
        ('data-dropped="b:2;a:1"', 'data-dropped="b:2;a:1;a:1"'),
        ('data-left="7"', 'data-left="07"'),
        ('data-left="7"', 'data-left="x"'),
        ('data-left="7" ', ''),
        ('data-left="7"', 'data-left="7" class="x"'),
        ('data-step="active"', 'data-step="-"'),
        (' data-step="active" data-left="7" data-dropped="b:2;a:1"', ''),
    ],
)
def test_a_row_that_we_would_not_write_is_refused_with_its_line(ours: str, theirs: str) -> None:
    text = render_wikitext(Funnel((FunnelStep('active', 7, {'a': 1, 'b': 2}),)), lambda key, **_: key)
    assert text.count(ours) == 1
    with pytest.raises(BrokenMarkers, match='not one that build_targets writes') as told:
        from_wikitext('\n\n' + text.replace(ours, theirs))
    assert told.value.line == 3 + text[: text.index('|-')].count('\n')


def test_bars_compare_pages_with_pages_and_people_with_people() -> None:
    funnel = Funnel(
        (
            FunnelStep('articles', 10),
            FunnelStep('pages', 200),
            FunnelStep('editors', 40),
            FunnelStep('listed', 20),
        )
    )
    bars = [
        line.split('block-size: 0.6em; inline-size: ')[1].split('%')[0]
        for line in render_wikitext(funnel, say).splitlines()
        if '<div' in line
    ]
    assert bars == ['5.0', '100.0', '100.0', '50.0']


def test_pages_and_people_are_two_tables_that_say_what_they_count() -> None:
    steps = tuple(FunnelStep(name, 9) for name in ('articles', 'pages', 'editors', 'listed'))
    text = render_wikitext(Funnel(steps), lambda key, **_: f'<{key}>')
    pages, people = text.split('\n\n')
    assert ('<step-pages>' in pages, '<step-editors>' in people) == (True, True)
    assert '<step-editors>' not in pages
    assert re.findall('<(funnel-.*?)>', unescape(pages)) == [
        'funnel-caption-pages',
        'funnel-step',
        'funnel-pages',
    ]
    told = ['funnel-caption-editors', 'funnel-step', 'funnel-people']
    assert re.findall('<(funnel-.*?)>', unescape(people)) == told
    alone = render_wikitext(Funnel(steps[2:]), lambda key, **_: key)
    assert '|+ funnel-caption-people\n' in alone


def test_an_empty_funnel_has_no_bar_of_infinite_length() -> None:
    assert 'inline-size: 0.0%' in render_wikitext(Funnel((FunnelStep('listed', 0),)), say)


def test_a_reason_agrees_with_its_number() -> None:
    texts = phrases.of_script('build_targets')['en']

    def in_english(key: str, **values: object) -> str:
        text = with_plurals(texts.get(key, ''), values)
        return text % values if values else text

    funnel = Funnel((FunnelStep('people', 9, {'locked': 1, 'bot': 2}),))
    told = render_wikitext(funnel, in_english)
    assert '1: locked account<' in told
    assert '2: bots<' in told


def test_who_was_put_on_the_list_by_people_is_counted_so_that_the_figures_add_up() -> None:
    funnel = Funnel((FunnelStep('editors', 297), FunnelStep('listed', 58)))
    steps = with_people(funnel, 59).steps
    assert [(one.name, one.left) for one in steps[1:]] == [('listed', 58), ('by-people', 1), ('on-list', 59)]
    assert with_people(funnel, 58) == funnel
    assert with_people(Funnel(()), 3) == Funnel(())


def _key(key: str, **_: object) -> str:
    return key


def test_a_plan_says_which_figures_of_a_funnel_become_others() -> None:
    steps = (FunnelStep('editors', 1297), FunnelStep('eligible', 60), FunnelStep('listed', 58))
    before = render_wikitext(Funnel(steps), _key)
    after = render_wikitext(
        Funnel((FunnelStep('editors', 1301), *steps[1:], FunnelStep('by-people', 2))), _key
    )
    assert changed_figures(before, after) == 'editors 1,297 → 1,301, by-people 2'
    assert changed_figures('', before) == 'editors 1,297, eligible 60, listed 58'
    assert changed_figures(before, f'{before}\nMore.') == ''
    spoilt = before.replace('data-left="58"', 'data-left="x"')
    assert changed_figures(spoilt, before) == changed_figures(before, spoilt) == ''


def test_for_the_terminal() -> None:
    funnel = Funnel(
        (FunnelStep('editors', 1234, {'temporary': 2, 'unregistered': 30}), FunnelStep('listed', 7))
    )
    assert render_text(funnel).splitlines() == [
        '  1,234  editors  (out: 30 unregistered, 2 temporary)',
        '      7  listed',
    ]
    assert render_text(Funnel((FunnelStep('asked', 7, {'contacted': 2}),))).splitlines() == [
        '  7  asked  (out: 2 contacted)',
        '  contacted: on the list of another send lately; -explain:NAME says of which, and when',
    ]


@pytest.mark.parametrize(
    'bad', [('Bad name', 1, {}), ('x', -1, {}), ('x', 1, {'Of Course': 1}), ('x', 1, {'y': -1})]
)
def test_nonsense_is_refused(bad: tuple[str, int, dict[str, int]]) -> None:
    with pytest.raises(ValueError, match=r'.'):
        FunnelStep(*bad)


def test_a_reason_that_took_nobody_is_no_nonsense() -> None:
    assert FunnelStep('x', 0, {'y': 0}).dropped == {'y': 0}


def test_how_many_were_left_after_a_step() -> None:
    funnel = Funnel((FunnelStep('editors', 40), FunnelStep('listed', 0)))
    assert (funnel.left('listed'), funnel.left('pages')) == (0, None)


@pytest.mark.parametrize(
    ('step', 'doubts'),
    [
        (
            FunnelStep('left', 0, {'blocked': 12}),
            ['the funnel, left: all 12 fell out here: blocked [everybody-out]'],
        ),
        (FunnelStep('left', 0, {'blocked': 9}), []),
        (FunnelStep('left', 1, {'blocked': 12}), []),
        (FunnelStep('left', 0, {'blocked': 12, 'locked': 1}), []),
        (
            FunnelStep('left', 0, {'blocked': 12, 'locked': 0}),
            ['the funnel, left: all 12 fell out here: blocked [everybody-out]'],
        ),
        (FunnelStep('left', 0), []),
    ],
)
def test_a_step_at_which_all_fall_out_for_one_reason_is_a_doubt(step: FunnelStep, doubts: list[str]) -> None:
    assert [str(doubt) for doubt in everybody_fell_out(Funnel((FunnelStep('editors', 12), step)))] == doubts
