"""The page of coverage: figures and tiles."""

from __future__ import annotations

import re
from collections import Counter

from outreach.promotion import coverage, gaps, logpage
from outreach.promotion.coverage import Growth, Wave
from outreach.promotion.logpage import Status

from tests.samples.gaps import GAPLOG, SPOTS, TODAY, row, say

WAVES = [Wave('1', '2026-04-01', 9, 8, 1), Wave('2', '2026-04-09', 5, 4, 2)]


def test_coverage_counts_what_was_sent_by_language_and_channel() -> None:
    rows = [
        row(Status.SENT, languages=('sv',)), row(Status.SENT, languages=('sv',), channel='usertalk', reach=5),
        row(Status.SUGGESTED, languages=('de',)), row(Status.SENT, channel='smoke', reach=2),
    ]  # fmt: skip
    assert coverage.matrix(rows) == {
        'sv': Counter(villagepump=1, usertalk=1),
        '': Counter(other=1),
    }
    table = coverage.render_matrix(rows, ['sv', 'ar'], {'ar': 'العربية'}, say)
    assert 'ar – <bdi lang="ar">العربية</bdi>' in table
    assert table.count('data-sort-value="0"') == 6
    figures = coverage.render_figures(rows, [], WAVES, [Growth('1', '2026-04-01', 7, 2, 9)], say)
    assert 'reached' in figures
    assert '| 5\n' in figures.replace('style="text-align: end;" ', '').replace('| | ', '| ')
    assert '| 9 in 7 days' in figures
    assert f'| {say("total")}\n|\n| 14\n| 12\n| 3\n' in figures


def test_tiles_have_signs_and_words_beside_their_colours() -> None:
    found = gaps.standings(SPOTS, [row(Status.SENT, 'en.wikipedia.org')], [], TODAY, 14)
    text = coverage.render_overview(found, say)
    assert 'title="en: announced">✓ en</div>' in text
    assert "* ✓ '''announced''' (1): en" in text
    assert f"* ○ '''{say('gap-open')}''' (4): ar, de, eo, sv" in text


def test_the_page_of_coverage_keeps_everything_outside_its_regions() -> None:
    log = logpage.new_page('Outreach/Alps', say)
    found = gaps.standings(SPOTS, [], [], TODAY, 14)
    first = GAPLOG.plan_coverage('C', '', log, found, [], [], {})
    assert GAPLOG.plan_coverage('C', first, log, found, [], [], {}) == first
    mine = first.replace('== Coverage ==', 'My remark.\n== Coverage ==').replace('* 0 of 5', '* 9 of 5')
    again = GAPLOG.plan_coverage('C', mine, log, found, [], [], {})
    assert again == first.replace('== Coverage ==', 'My remark.\n== Coverage ==')


def test_bars_are_as_long_as_their_share_of_the_longest() -> None:
    rows = [
        row(Status.SENT, channel='smoke', reach=50), row(Status.SENT, channel='email', reach=50),
        row(Status.SENT, channel='usertalk', reach=200), row(Status.SENT, channel='forum'),
    ]  # fmt: skip
    text = coverage.render_figures(rows, [], [], [], say)
    assert re.findall(r'inline-size: (\d+\.\d)%', text) == ['100.0', '25.0', '25.0']
    names = [say(f'channel-{name}') for name in ('usertalk', 'email', 'other')]
    assert [text.index(name) for name in names] == sorted(text.index(name) for name in names)
    assert say('channel-forum') not in text
    assert say('sum-reach', count=300) in text


def test_several_waves_have_a_sum_and_one_has_none() -> None:
    growth = [Growth('1', '2026-04-01', 7, 2, 9), Growth('2', '2026-04-09', 30, 1, 1)]
    total = say('total')
    for waves, grown, sums in ((WAVES, growth, 2), (WAVES[:1], growth[:1], 0), (WAVES[:1], growth, 1)):
        text = coverage.render_figures([], [], waves, grown, say)
        assert text.count(total) == sums
    assert f'{total}\n|\n| 3\n| 10\n' in coverage.render_figures([], [], [], growth, say)


def test_each_row_of_a_table_is_named_by_its_first_cell() -> None:
    rows = [row(Status.SENT, languages=('sv',), reach=5)]
    text = coverage.render_figures(rows, [], WAVES, [Growth('1', '2026-04-01', 7, 2, 9)], say)
    assert text.count('! scope="row"') == 1 + 3 + 1
    assert coverage.render_matrix(rows, ['sv', 'ar'], {}, say).count('! scope="row"') == 3


def test_a_language_is_a_row_of_its_own_and_several_are_the_last() -> None:
    rows = [row(Status.SENT, languages=('sv',)), row(Status.SENT)]
    table = coverage.render_matrix(rows, ['ar'], {}, say)
    places = [table.index(name) for name in ('| ar', '| sv', say('several-languages'))]
    assert places == sorted(places)
    assert say('several-languages') not in coverage.render_matrix(rows[:1], ['ar'], {}, say)


def test_what_was_told_in_several_languages_counts_in_each_and_once_in_the_sum() -> None:
    table = coverage.render_matrix([row(Status.SENT, languages=('de', 'sv'))], [], {}, say)
    assert table.count('data-sort-value="1"') == 2
    assert f'{say("total")}\n| style="text-align: end;" | 1\n' in table


def test_gaps_and_coverage_say_the_same_of_a_wiki() -> None:
    rows = [row(Status.SENT, 'sv.wikipedia.org', languages=('sv',)),
            row(Status.SENT, 'de.wikipedia.org', languages=('de',), channel='usertalk')]  # fmt: skip
    found = gaps.standings(SPOTS, rows, [], TODAY, 14)
    overview = coverage.render_overview(found, say)
    assert "* ✓ '''announced''' (1): sv" in overview
    assert f"* ✉ '''{say('gap-asked')}''' (1): de" in overview
    counted = coverage.matrix(rows)
    told = {code for code, counts in counted.items() if set(counts) - gaps.PERSONAL}
    assert told == {one.spot.language for one in found if one.state is gaps.GapState.ANNOUNCED}
