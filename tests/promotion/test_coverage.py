"""The page of coverage: figures and tiles."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from typing import Any

from outreach import phrases
from outreach.channels import languagepage
from outreach.promotion import coverage, gappage, gaps, logpage, universe
from outreach.promotion.coverage import Growth, Wave
from outreach.promotion.gaps import GapState
from outreach.promotion.logpage import Status

from tests.samples.gaps import GAPLOG, LANGUAGES, MATRIX, SPOTS, TODAY, row, say
from tests.samples.plurals import with_plurals

LANGUAGE_SPOTS = universe.languages({'sv': 0, 'ar': 0})
ARABIC = LANGUAGE_SPOTS[1:]
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
    table = coverage.render_matrix(rows, LANGUAGE_SPOTS, {'ar': 'العربية'}, say)
    assert 'ar – <bdi lang="ar">العربية</bdi>' in table
    assert table.count('data-sort-value="0"') == 6
    figures = coverage.render_figures(rows, [], WAVES, [Growth('1', '2026-04-01', 7, 2, 9)], say)
    assert 'reached' in figures
    assert '| 5\n' in figures.replace('style="text-align: end;" ', '').replace('| | ', '| ')
    assert '| 9 in 7 days' in figures
    assert f'! scope="col" | {say("total")}\n' in figures
    for name, first, second, both in (
        ('recipients', 9, 5, 14),
        ('delivered', 8, 4, 12),
        ('answered', 1, 2, 3),
    ):
        assert f'| {say(f"waves-{name}")}\n| {first}\n| {second}\n| {both}\n' in figures


def test_tiles_have_signs_and_words_beside_their_colours() -> None:
    found = gaps.standings(SPOTS, [row(Status.SENT, 'en.wikipedia.org')], [], TODAY, 14)
    text = coverage.render_overview(found, say)
    assert 'title="en: announced">✓ en</div>' in text
    assert "* ✓ '''announced''' (1): en" in text
    assert f"* ○ '''{say('gap-open')}''' (4): ar, de, eo, sv" in text


def test_the_page_of_coverage_keeps_everything_outside_its_regions() -> None:
    log = logpage.new_page('Outreach/Alps', say)
    found = gaps.standings(SPOTS, [], [], TODAY, 14)
    first = GAPLOG.plan_coverage('C', '', log, found, [], [], {}, today=TODAY)
    assert GAPLOG.plan_coverage('C', first, log, found, [], [], {}, today=TODAY) == first
    mine = first.replace('== Coverage ==', 'My remark.\n== Coverage ==').replace('* 0 of 5', '* 9 of 5')
    again = GAPLOG.plan_coverage('C', mine, log, found, [], [], {}, today=TODAY)
    assert again == first.replace('== Coverage ==', 'My remark.\n== Coverage ==')


def test_coverage_says_as_of_which_day_and_a_day_alone_changes_nothing() -> None:
    log = logpage.new_page('Outreach/Alps', say)

    def page(text: str, found: list[gaps.Standing], today: date) -> str:
        return GAPLOG.plan_coverage('C', text, log, found, [], [], {}, today=today)

    free = gaps.standings(SPOTS, [], [], TODAY, 14)
    first = page('', free, TODAY)
    assert say('coverage-day', day='2026-05-10') in first
    later = TODAY + timedelta(days=3)
    assert page(first, free, later) == first
    told = gaps.standings(SPOTS, [row(Status.SENT, 'sv.wikipedia.org')], [], TODAY, 14)
    assert say('coverage-day', day='2026-05-13') in page(first, told, later)


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
    figures = coverage.render_figures([], [], [], growth, say)
    first, second = (say('in-days', count=count, days=days) for count, days in ((2, 7), (1, 30)))
    assert f'| {say("signups-before")}\n| {first}\n| {second}\n| 3\n' in figures


def test_each_row_of_a_table_is_named_by_its_first_cell() -> None:
    rows = [row(Status.SENT, languages=('sv',), reach=5)]
    text = coverage.render_figures(rows, [], WAVES, [Growth('1', '2026-04-01', 7, 2, 9)], say)
    assert text.count('! scope="row"') == 1 + 4 + 3  # beside each bar, and each figure of waves and sign-ups
    assert coverage.render_matrix(rows, LANGUAGE_SPOTS, {}, say).count('! scope="row"') == 3


def test_a_language_is_a_row_of_its_own_and_several_are_the_last() -> None:
    rows = [row(Status.SENT, languages=('sv',)), row(Status.SENT)]
    table = coverage.render_matrix(rows, ARABIC, {}, say)
    places = [table.index(name) for name in ('| ar', '| sv', say('several-languages'))]
    assert places == sorted(places)
    assert say('several-languages') not in coverage.render_matrix(rows[:1], ARABIC, {}, say)


def test_what_was_told_in_several_languages_counts_in_each_and_the_last_row_counts_languages() -> None:
    rows = [row(Status.SENT, languages=('de', 'sv')), row(Status.SENT, languages=('sv',)), row(Status.SENT)]
    table = coverage.render_matrix(rows, [], {}, say)
    assert table.count('data-sort-value="1"') == 2  # German, and no language of its own
    assert table.count('data-sort-value="2"') == 1
    assert f'{say("total-languages")}\n| style="text-align: end;" | 2\n' in table
    assert say('total') not in table


def in_words(key: str, **values: Any) -> str:
    text = with_plurals(LANGUAGES['en'][key], values)
    return text % values if values else text


def test_messages_to_people_are_counted_apart_from_announcements() -> None:
    several = row(Status.SENT, languages=('de', 'sv'), channel='usertalk', reach=72)
    rows = [several, row(Status.SENT, languages=('de',), channel='event')]
    lines = coverage.render_figures(rows, [], [], [], in_words).split('\n')
    assert lines[:4] == [
        '* One announcement',
        '* ✉ One message to single people, which tells no wiki',
        '* 72 people reached, as far as known',
        '* 2 languages, with those of the messages to people',
    ]
    assert coverage.render_figures(rows[1:], [], [], [], in_words).split('\n')[2] == '* One language'


say_of_map = phrases.of_script('map_channels')['en'].__getitem__
ROWS = [
    row(Status.SENT, 'sv.wikipedia.org', languages=('sv',)),
    row(Status.SENT, 'de.wikipedia.org', languages=('de',), channel='usertalk'),
    row(Status.SENT, languages=('ar',), channel='mailinglist'),
    row(Status.SENT, 'eo.wikipedia.org', languages=('eo',), channel='usertalk'),
    row(Status.SUGGESTED, 'eo.wikipedia.org', languages=('eo',)),
]


def test_gaps_coverage_and_languages_say_the_same_of_a_wiki() -> None:
    found = gaps.standings(SPOTS, ROWS, [], TODAY, 14)
    told = {one.spot.language for one in found if one.state is GapState.ANNOUNCED}
    assert told == {'sv'}
    table = coverage.render_matrix(ROWS, SPOTS, {}, say)
    signs = {line.split('|-')[0].partition('\n')[0].rpartition('| ')[2]: line for line in table.split('|-\n')}
    assert {code for code in ('sv', 'de', 'ar', 'eo', 'en') if '✓' in signs[code]} == told
    assert '✉</span> 1' in signs['de']
    assert '◇</span> 1' in signs['ar']
    spots = languagepage.spots_of(MATRIX, ['sv', 'de', 'ar', 'eo', 'tlh'])
    assert spots[-1].key == 'tlh'
    standing = gaps.standings(spots, ROWS, [], TODAY, 14)
    words = {one.spot.language: languagepage.told(one, say_of_map, say) for one in standing}
    assert words == {
        'sv': 'yes', 'de': f'no ({say("gap-asked")})', 'ar': f'no ({say("gap-elsewhere")})',
        'eo': f'no ({say("gap-asked")})', 'tlh': 'no',
    }  # fmt: skip


def test_where_people_were_written_to_it_is_told_whatever_else_is_known() -> None:
    overview = coverage.render_overview(gaps.standings(SPOTS, ROWS, [], TODAY, 14), say)
    assert f"* ✉ '''{say('gap-asked')}''' (2): de, eo" in overview
    assert "* ? '''suggested''' (1): eo" in overview
    assert f'title="eo: suggested, {say("gap-asked")}">?✉ eo</div>' in overview
    (eo,) = (one for one in gaps.standings(SPOTS, ROWS, [], TODAY, 14) if one.spot.language == 'eo')
    assert gappage.state_text(eo, say) == f'? suggested; ✉ {say("gap-asked")}'
