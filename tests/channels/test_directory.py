"""The directory of channels: what people wrote in it survives, and only measured cells are ours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outreach import phrases
from outreach.channels import directory
from outreach.channels.directory import DirectoryWords, NewRow, Preference
from outreach.promotion.places import Place, Wikis
from outreach.sitematrix import WikiInfo

from tests.samples.wikis import look_of

MATRIX = (
    WikiInfo('svwiki', 'sv.wikipedia.org', 'sv', group='wiki'),
    WikiInfo('etwiki', 'et.wikipedia.org', 'et', group='wiki'),
    WikiInfo('enwiki', 'en.wikipedia.org', 'en', group='wiki'),
    WikiInfo('metawiki', 'meta.wikimedia.org', 'en', group='special'),
)
WIKIS = Wikis(MATRIX, 'meta.wikimedia.org', look_of(MATRIX))
WORDS = DirectoryWords.of(phrases.of_script('map_channels').values())
ENGLISH = phrases.of_script('map_channels')['en']
PUMP = Place('sv.wikipedia.org', 'Wikipedia:Bybrunnen')
NEW = NewRow('village pump sv.wikipedia.org', 'sv', 'sv.wikipedia.org', 'village pump', PUMP)
FIGURES = {'lastpost': '2026-11-01', 'posters': '3 of 40', 'topics': '7', 'answered': '5 of 7',
           'machines': '10 %', 'verdict': 'alive', 'checked': '2026-11-26'}  # fmt: skip


def say(key: str, **values: object) -> str:
    return ENGLISH[key] % values if values else ENGLISH[key]


def page(text: str = '') -> directory.Directory:
    read, problems = directory.parse(text or directory.new_table(say), 'Channels', WORDS, WIKIS)
    assert not problems
    return read


def with_figures() -> str:
    """Return a table to which people added a column for every single figure."""
    added = (*directory.ASKED, *directory.FIGURES)
    heads = ''.join(f'! {ENGLISH[f"column-{column}"]}\n' for column in added)
    return directory.new_table(say).replace('|}', f'{heads}|}}')


def filled() -> str:
    return directory.merge(page(), {PUMP.key: FIGURES}, [NEW]).text


# contract of channels: M7, M9
def test_a_new_channel_becomes_a_row_and_a_second_run_changes_nothing() -> None:
    text = filled()
    (row,) = page(text).rows
    assert (row.id, row.place) == (NEW.id, PUMP)
    assert (row.value('language'), row.kind, row.value('verdict')) == ('sv', 'village pump', 'alive')
    assert row.value('channel').endswith('<small>sv.<wbr>wikipedia.<wbr>org · village pump</small>')
    again = directory.merge(page(text), {PUMP.key: FIGURES}, [NEW])
    assert (again.text, again.added, again.changed) == (text, (), ())


# contract of channels: M7, M8
def test_a_table_has_no_column_that_stays_empty_and_people_may_add_one_for_each_figure() -> None:
    assert page().columns == directory.SHOWN == ('language', 'channel', 'verdict', 'preferred')
    text = directory.merge(page(with_figures()), {PUMP.key: FIGURES}, [NEW]).text
    (row,) = page(text).rows
    assert {column: row.cells[column] for column in directory.OURS} == FIGURES


# contract of channels: M8
def test_only_measured_cells_change() -> None:
    text = filled().replace('|\n| \n', '|\n')
    row = page(text).rows[0]
    cell = row.row.cells[page(text).columns.index('preferred')]
    written = f'{text[: cell.start]} Telegram, see [[Talk:X]] &amp; ask{text[cell.end :]}'
    merged = directory.merge(page(written), {PUMP.key: {**FIGURES, 'verdict': 'slow'}}, [NEW])
    assert merged.text == written.replace('| alive\n', '| slow\n')
    assert merged.changed == (NEW.id,)


# contract of channels: M8
def test_rows_and_columns_of_people_stay() -> None:
    text = filled().replace('What people decided\n', 'What people decided\n! Our own column\n')
    own = '|- class="mine"\n| et || Eesti || forum || [https://forum.example.org Foorum] || yes\n'
    text = text.replace('|}', f'{own}|}}')
    merged = directory.merge(page(text), {PUMP.key: {**FIGURES, 'verdict': 'slow'}}, [NEW])
    assert merged.text == text.replace('| alive\n', '| slow\n')


# contract of channels: M10
def test_figures_come_into_rows_of_people_too_where_there_are_cells() -> None:
    cells = ' || '.join(
        ['et', '[[:w:et:Vikipeedia arutelu:Saatkond]]', '', 'en', 'embassy', '', '', '', '', '', '']
    )
    text = with_figures().replace('|}', f'|-\n| {cells}\n|}}')
    key = Place('et.wikipedia.org', 'Vikipeedia arutelu:Saatkond').key
    merged = directory.merge(page(text), {key: FIGURES}, [])
    assert [page(merged.text).rows[0].value(column) for column in ('lastpost', 'answered', 'kind')] == [
        '2026-11-01', '5 of 7', 'embassy',
    ]  # fmt: skip


# contract of channels: M10
def test_a_row_that_people_deleted_stays_away() -> None:
    merged = directory.merge(page(), {}, [NEW], removed=[NEW.id])
    assert (merged.text, merged.kept_out) == (page().text, (NEW.id,))


# contract of channels: M10
def test_a_page_that_people_listed_is_not_listed_again() -> None:
    text = directory.new_table(say).replace('|}', '|-\n| sv || [[:w:sv:Wikipedia:Bybrunnen]]\n|}')
    assert directory.merge(page(text), {}, [NEW]).added == ()


@pytest.mark.parametrize(
    ('cell', 'preference'),
    [
        ('', Preference()),
        ('yes', Preference(wanted=True)),
        ('Yes (en, fr)', Preference(wanted=True, languages=frozenset({'en', 'fr'}))),
        ('pt-br', Preference(wanted=True, languages=frozenset({'pt-br'}))),
        ('no', Preference(refused=True)),
        ('Telegram', Preference(elsewhere=True)),
        ('only by mail', Preference(elsewhere=True)),
    ],
)
def test_what_people_prefer_is_read(cell: str, preference: Preference) -> None:
    cells = ' || '.join(['sv', '[[:w:sv:Wikipedia:Bybrunnen]]', '', cell])
    row = page(directory.new_table(say).replace('|}', f'|-\n| {cells} ||\n|}}')).rows[0]
    assert directory.preference(row, WORDS) == preference


# contract of channels: M23
@pytest.mark.parametrize(
    ('change', 'error'),
    [
        (lambda text: 'Nothing', 'begin channels'),
        (lambda text: text.replace('How alive', 'Opinion'), 'these columns once: verdict'),
        (lambda text: text.replace('Preferred', 'How alive'), 'these columns once: verdict'),
        (lambda text: text.replace('|}', '|}\n{|\n|-\n| x\n|}', 1), 'two tables'),
    ],
)
def test_a_broken_directory_is_refused(change: object, error: str) -> None:
    assert callable(change)
    with pytest.raises(ValueError, match=error):
        directory.parse(change(filled()), 'Channels', WORDS, WIKIS)


# contract of channels: M23
def test_all_wrong_rows_are_named_with_their_lines() -> None:
    text = filled()
    row = text[text.index('|-\n') : text.index('|}')]
    other = '|-\n| xx || [//xx.wikipedia.org/wiki/Pump Pump]\n'
    _, problems = directory.parse(text.replace('|}', f'{row}{other}|}}'), 'Channels', WORDS, WIKIS)
    assert ['stands in line' in str(one) or 'is no wiki of this farm' in str(one) for one in problems] == [
        True,
        True,
    ]


HOSTILE = st.text(alphabet='ab|{}[]<!->=\'" \n&#;_~\u202e/*', max_size=20)


@given(HOSTILE, HOSTILE, HOSTILE)
def test_no_field_changes_the_rows_of_the_table(language: str, kind: str, title: str) -> None:
    new = NewRow('x y.z', language, language, kind, Place('sv.wikipedia.org', title or 'x'))
    merged = directory.merge(page(), {new.place.key: FIGURES}, [new])
    rows = page(merged.text).rows
    assert [row.id for row in rows] == ['x y.z']
    assert len(rows[0].row.cells) == len(directory.SHOWN)


# contract of channels: M8, M27, M28
def test_the_archive_of_a_list_is_linked_and_its_owner_and_audience_are_what_people_wrote() -> None:
    archive = Place('', 'https://lists.example.org/hyperkitty/list/talk@lists.example.org/')
    row = NewRow('mailing list talk@lists.example.org', '', 'lists.example.org', 'mailing list', archive)
    table = directory.new_table(say).replace('|}', '! Owner\n! Audience\n|}')
    text = directory.merge(page(table), {}, [row]).text
    written = text.replace('\n|\n|\n|}', '\n| [[User:Anna]]\n| volunteers\n|}')
    assert written != text
    (found,) = page(written).rows
    assert (found.place, found.cells['owner'].strip()) == (archive, '[[User:Anna]]')
    measured = directory.merge(page(written), {archive.key: FIGURES}, [row]).text
    assert measured.splitlines()[-4:] == written.splitlines()[-4:]
    assert '| [[User:Anna]]' in measured
