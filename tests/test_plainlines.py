"""What changes on a page, in words."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from outreach import navigation, shown
from outreach.audience.funnel import Funnel, FunnelStep, render_wikitext
from outreach.plainlines import (
    AS_WRITTEN,
    IN_WORDS,
    MARKUP_ONLY,
    NAVIGATION_WORDS,
    changes_in_words,
    plain_lines,
)

from tests.hostile import ourpages

BAR = '<div style="inline-size: 1%"></div><div>3 blocked<br />2 bots</div>'
TABLE = f"""{{| class="wikitable"
|+ From the names
! scope="col" | Step
! scope="col" | People
|- data-step="active"
! scope="row" style="color: #36c;" | Active{BAR}
| style="text-align: end;" | 5
|- class="x"
| [[User:A|A]] || {{{{x|y}}}}
|}}
"""


def plain(changes: list[str]) -> list[str]:
    return [re.sub('<<[a-z]+>>', '', one).removeprefix(shown.CONTINUED) for one in changes]


def test_a_row_of_a_table_is_one_line_of_words() -> None:
    assert plain_lines(TABLE).split('\n') == [
        'From the names',
        'Step · People',
        'Active · 3 blocked · 2 bots · 5',
        '[[User:A|A]] · {{x|y}}',
    ]


def test_addresses_behind_labels_comments_and_styles_are_left_out_and_all_else_stays() -> None:
    text = """<!-- id
1 -->'''A''' &#60;b&#62; {{formatnum:1234}} [//x.example/y z] [{{fullurl:X|action=edit}} leave] https://x.example
{{PLURAL:1|One person|1 people}}, {{PLURAL:2|One page|2 pages}}
<div style="x">
{{target|user=A
| site = x
}}
</div>"""
    assert plain_lines(text).split('\n') == [
        'A <b> 1234 z leave https://x.example', 'One person, 2 pages', '{{target|user=A', '| site = x', '}}',
    ]  # fmt: skip


def test_a_funnel_tells_which_figure_changes() -> None:
    def page(people: int) -> str:
        steps = (FunnelStep('editors', 9), FunnelStep('active', people, {'blocked': 9 - people}))
        return render_wikitext(
            Funnel(steps), lambda key, **values: f'{key} {values.get("count", "")}'.strip()
        )

    assert plain(changes_in_words(page(5), page(6))) == [
        '…',
        '  step-editors · 9',
        '- step-active · dropped 4 · 5',
        '+ step-active · dropped 3 · 6',
        IN_WORDS,
    ]
    verbose = plain(changes_in_words(page(5), page(6), as_written=True))
    assert verbose.index(AS_WRITTEN) == 4
    assert any('data-left="6"' in one for one in verbose)


def test_the_row_of_links_between_pages_is_one_line_of_words() -> None:
    row = navigation.line(navigation.pages_of('Outreach/X'), lambda key, **values: f'{key} {values}')
    assert plain(changes_in_words('', f'{row}\n<div>Word</div>')) == [
        '…', f'+ {NAVIGATION_WORDS}', '+ Word', IN_WORDS,
    ]  # fmt: skip
    assert any('#ifexist' in one for one in changes_in_words('', row, as_written=True))
    other = row.replace('Outreach/X', 'Outreach/Y')
    changed = plain(changes_in_words(f'{row}\n<b>a</b>', f'{other}\n<b>b</b>'))
    assert changed == ['…', f'  {NAVIGATION_WORDS}', '- a', '+ b', IN_WORDS]


def test_what_has_no_tags_is_shown_as_it_is_written() -> None:
    before, after = '== sv ==\n* {{target|user=A}}\n', "== sv ==\n* {{target|user=B}}\n'''x''' &amp;\n"
    assert changes_in_words(before, after) == list(shown.changes(before, after))
    assert changes_in_words('<b>x</b>\na', '<b>x</b>\nb') == list(shown.changes('<b>x</b>\na', '<b>x</b>\nb'))


def test_where_only_markup_changes_it_is_shown() -> None:
    assert plain(changes_in_words('<b>x</b>', '<i>x</i>')) == ['…', '- <b>x</b>', '+ <i>x</i>', MARKUP_ONLY]


def test_no_page_of_ours_shows_a_style_or_loses_a_word() -> None:
    for kind in (ourpages.funnel_of, ourpages.gaps, ourpages.outcome, ourpages.covered, ourpages.sign_ups):
        words = plain_lines(kind('Word &<b>'))
        assert not re.search('style=|class=|data-|<div|<span|<br', words), words
        assert kind is ourpages.funnel_of or 'Word &<b>' in words


@given(st.text('a|!-}{<b>\n', max_size=60), st.text('a|!-}{<b>\n', max_size=60))
def test_a_change_is_never_silent(before: str, after: str) -> None:
    assert bool(changes_in_words(before, after)) == (before != after)
