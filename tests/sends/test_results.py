"""Results of a send: read back as written; one result for each target, the fresh one counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outreach.lists.entries import Target
from outreach.sends import sendfields
from outreach.sends.results import (
    REGION,
    Reaction,
    Result,
    State,
    counts,
    may_go_better,
    merged,
    parse_results,
    render_results,
    signed,
    vouched,
)
from outreach.wikitext import BIDI_AND_CONTROL, new_region

HOST = 'sv.wikipedia.test'
CELL = '| sv.<wbr>wikipedia.<wbr>test'
fitting = st.characters(
    blacklist_categories=['Cs', 'Cc', 'Cf', 'Zl', 'Zp', 'Zs'], blacklist_characters='#<>[]|{}_'
)


def is_title(text: str) -> bool:
    try:
        return bool(sendfields.title(text))
    except ValueError:
        return False


names = (
    st.text(fitting, min_size=1, max_size=30)
    .map(lambda text: ' '.join(BIDI_AND_CONTROL.sub('', normalize('NFC', text)).split()))
    .filter(lambda name: bool(name) and is_title(f'User talk:{name}'))
)
details = st.sampled_from(['', 'protectedpage', 'a || b', "''it'' [[x]] {{y}}", 'x=1 ~~~~'])


@st.composite
def a_result(draw: st.DrawFn) -> Result:
    state = draw(st.sampled_from(State))
    revision = draw(st.integers(1, 10**9)) if state is State.DELIVERED else 0
    reaction = draw(st.sampled_from(Reaction)) if revision else Reaction.NONE
    return Result(Target(HOST, f'User talk:{draw(names)}'), state, draw(details), revision, reaction)


@given(st.lists(a_result(), max_size=5))
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read_back(some: list[Result]) -> None:
    text = f'Before\n\n{new_region(REGION, render_results(some))}\n\nAfter'
    assert parse_results(text) == tuple(some)


def test_a_table_that_an_earlier_version_wrote_is_read_too() -> None:
    result = Result(Target(HOST, 'User talk:Bo'), State.UNKNOWN)
    whole = render_results([result]).replace(CELL, f'| {HOST}')
    assert parse_results(new_region(REGION, whole)) == (result,)
    earlier = [line.partition(' style="display')[0] for line in whole.split('\n')]
    assert (earlier[0], earlier[1]) == ('{| class="wikitable sortable"', '|-')
    earlier.pop(1)
    assert parse_results(new_region(REGION, '\n'.join(earlier))) == (result,)
    assert CELL in render_results([result])


def test_a_row_that_an_editor_wrote_anew_is_not_passed_over() -> None:
    result = Result(Target(HOST, 'User talk:Bo'), State.UNKNOWN)
    text = new_region(REGION, render_results([result]))
    with pytest.raises(ValueError, match='line 11: the table of results is not as a script writes it'):
        parse_results(text.replace('| User talk:Bo', '|User talk:Bo'))
    with pytest.raises(ValueError, match='is no row of results'):
        parse_results(text.replace('| unknown\n', ''))


TIME = '2026-05-01T10:00:00Z'
ROWS = (
    Result(Target(HOST, 'User talk:Bo'), State.DELIVERED, 'at User talk:Cy', 5, Reaction.ANSWERED, copies=3),
    Result(Target(HOST, 'User talk:Ek'), State.FAILED, 'readonly', failed_at=datetime.fromisoformat(TIME)),
)
LINK = f'[//{HOST}/w/index.php?oldid=5 5]'


@pytest.mark.parametrize(
    ('old', 'new', 'said'),
    [
        ('User talk:Bo', 'User talk:', 'is no page title'),
        ('User talk:Bo', 'User talk:A&#124;B', 'is no page title'),
        ('User talk:Bo', 'User talk:A&#8238;B', 'marks that nobody sees'),
        ('User talk:Bo', f'User talk:{"a" * 256}', 'is no page title'),
        ('User talk:Bo', '[[User talk:Bo]]', 'is no page title'),
        (CELL, f'{CELL}&#47;x', 'is no host'),
        (CELL, '| sv', 'is no host'),
        (CELL, '| SV.wikipedia.test', 'is no host'),
        (LINK, LINK.replace(HOST, 'de.wikipedia.test'), 'not as a script writes it'),
        (LINK, LINK.replace('5 5', '5 6'), 'not as a script writes it'),
        (LINK, LINK.replace('5 5', '05 05'), 'is no link to a revision'),
        (LINK, LINK.replace('5 5', '٣ ٣'), 'is no link to a revision'),
        (LINK, LINK.replace('5 5', f'{"9" * 5000} 5'), 'is no link to a revision'),
        (LINK, f'{LINK} {{{{Evil}}}}', 'is no link to a revision'),
        (LINK, f'x {LINK}', 'is no link to a revision'),
        ('3 copies', '03 copies', 'not as a script writes it'),
        ('3 copies', '0 copies', 'not as a script writes it'),
        ('3 copies', "3 ''copies''", 'not as a script writes it'),
        (TIME, '2026-13-41T10:00:00Z', 'line 1'),
        (TIME, '2026-05-01T10:00:00Z {{Evil}}', 'not as a script writes it'),
        ('answered', 'answered <b>x</b>', 'Reaction'),
        ('| delivered', '| style="x" | delivered', 'not as a script writes it'),
        ('| readonly', '| readonly\n[[Category:Evil]]', 'not as a script writes it'),
        ('|}', '|}\n{{Evil}}', 'not as a script writes it'),
        ('scope="col" | Target', 'scope="col" | [[Target]]', 'not as a script writes it'),
        ('{| class="', '{| style="x" class="', 'not as a script writes it'),
    ],
)
def test_each_field_of_a_row_is_valid_as_a_whole(old: str, new: str, said: str) -> None:
    text = f'Before\n{new_region(REGION, render_results(ROWS))}\nAfter'
    assert parse_results(text) == ROWS
    assert old in text
    with pytest.raises(ValueError, match=r'line [0-9]+: ') as error:
        parse_results(text.replace(old, new, 1))
    assert said in str(error.value)


def test_results_are_read_in_the_form_that_they_had_before() -> None:
    old = f"""{{| class="wikitable sortable"
! Target !! Wiki !! State !! Detail !! Revision !! Since then
|-
| User talk:A || {HOST} || delivered || at a&#124;b || [//{HOST}/w/index.php?oldid=5 5] || answered
|-
| User talk:B || {HOST} || failed || protectedpage ||  ||
|}}"""
    assert parse_results(new_region(REGION, old)) == (
        Result(Target(HOST, 'User talk:A'), State.DELIVERED, 'at a|b', 5, Reaction.ANSWERED),
        Result(Target(HOST, 'User talk:B'), State.FAILED, 'protectedpage'),
    )


def test_each_row_of_results_is_named_by_its_target() -> None:
    lines = render_results([Result(Target(HOST, 'User talk:Bo'), State.UNKNOWN)]).split('\n')
    assert '! scope="col" | Target' in lines
    assert '! scope="row" style="text-align: start;" | User talk:Bo' in lines


def test_results_without_their_table_are_refused() -> None:
    assert parse_results(new_region(REGION, '')) == ()
    with pytest.raises(ValueError, match='line 1: the table of results is missing'):
        parse_results(new_region(REGION, '| User talk:A || sv.wikipedia.test || unknown || || || '))


def test_a_page_without_results_has_none() -> None:
    assert parse_results('Nothing here yet.') == ()


@pytest.mark.parametrize(
    ('row', 'complaint'),
    [
        ('| User talk:A || sv.wikipedia.test || delivered || || || ', 'line 3'),
        ('| User talk:A || sv.wikipedia.test || lost in the post || || || ', 'lost in the post'),
        ('| only one cell', 'no row of results'),
        ('| User talk:A || sv.wikipedia.test || failed || || [//x?oldid=5 5] || ', 'revision'),
    ],
)
def test_a_damaged_row_is_refused_with_its_line(row: str, complaint: str) -> None:
    text = f'<!-- outreach:begin results -->{{|\n|-\n{row}\n|}}\n<!-- outreach:end results -->'
    with pytest.raises(ValueError, match='line 3') as error:
        parse_results(text)
    assert complaint in str(error.value)


def test_every_target_has_exactly_one_result() -> None:
    a, b, c = (Target(HOST, f'User talk:{name}') for name in 'ABC')
    gone = Result(Target(HOST, 'User talk:X'), State.FAILED)
    known = [Result(a, State.UNKNOWN), Result(b, State.FAILED, 'readonly'), gone]
    fresh = [Result(a, State.DELIVERED, revision=5)]
    found = merged([a, b, c], known, fresh)
    assert found == (fresh[0], known[1], Result(c, State.UNKNOWN))
    assert counts(found) == {State.DELIVERED: 1, State.FAILED: 1, State.UNKNOWN: 1}


def test_a_delivery_has_a_revision_and_nothing_else_has() -> None:
    target = Target(HOST, 'User talk:A')
    for state in State:
        revision = 0 if state is State.DELIVERED else 7
        with pytest.raises(ValueError, match='a delivery has a revision'):
            Result(target, state, revision=revision)


CAMPAIGN, EN = 'Outreach/X', 'en.wikipedia.test'


@pytest.mark.parametrize(
    ('state', 'detail', 'better'),
    [
        (State.FAILED, 'readonly', True),
        (State.FAILED, 'internal_api_error_DBQueryError', True),
        (State.FAILED, 'protectedpage', False),
        (State.FAILED, 'abusefilter-disallowed', False),
        (State.UNKNOWN, '', False),
        (State.OPTED_OUT, '', False),
    ],
)
def test_only_failures_that_pass_by_themselves_are_tried_again(
    state: State,
    detail: str,
    better: bool,  # noqa: FBT001
) -> None:  # a column of the table
    assert may_go_better(Result(Target(EN, 'User talk:A'), state, detail)) is better


def test_a_page_without_its_table_is_refused_with_the_line_of_its_marker() -> None:
    text = f'One\ntwo\n{new_region(REGION, "no table")}\nafter\n\n'
    with pytest.raises(ValueError, match='line 3: the table'):
        parse_results(text)


def test_a_row_is_named_by_the_line_of_its_first_cell() -> None:
    text = new_region(REGION, '{|\n|-\n\n| a || b\n|}')
    with pytest.raises(ValueError, match=r"line 5: 'a \| b' is no row"):
        parse_results(text)


def test_only_failures_may_go_better() -> None:
    assert not may_go_better(Result(Target(EN, 'User talk:A'), State.UNKNOWN, 'readonly'))


def test_copies_and_the_moment_of_a_failure_are_read_back() -> None:
    target = Target(HOST, 'User talk:Bo')
    some = (
        Result(target, State.DELIVERED, revision=5, copies=3),
        Result(
            replace(target, page='User talk:Cy'), State.DELIVERED, 'at User talk:Bo', revision=5, copies=3
        ),
        Result(target, State.FAILED, 'readonly', failed_at=datetime(2026, 5, 1, 10, tzinfo=UTC)),
    )
    assert parse_results(new_region(REGION, render_results(some))) == some


def test_results_count_on_the_page_for_which_they_were_saved() -> None:
    some = (Result(Target(EN, 'User talk:Ann'), State.DELIVERED, revision=7),)
    text = new_region(REGION, render_results(some))
    title = 'X/Send/1/en/Results'
    saved = signed('Results', title, some)
    assert vouched(text, title, saved, unsigned=False) == some
    assert vouched(text, 'Y/Send/1/en/Results', saved, unsigned=True) is None  # somebody moved it there
    assert vouched(text, title, 'by hand', unsigned=False) is None
    assert vouched(text, title, 'by version 0.1', unsigned=True) == some


def test_words_below_the_table_are_no_part_of_it() -> None:
    table = render_results([Result(Target(HOST, 'User talk:Ann'), State.FAILED, 'protectedpage')])
    for more in ('\nextra', '\n\nextra'):
        with pytest.raises(ValueError, match='not as a script writes it'):
            parse_results(new_region(REGION, table + more))
