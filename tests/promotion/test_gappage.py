"""The page of gaps and the claims on it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outreach import colours, wordwidths
from outreach.promotion import gappage, gaps, universe
from outreach.promotion.announcements import Announcement
from outreach.promotion.gappage import CLAIM_END
from outreach.promotion.gaps import GapClaim
from outreach.promotion.logpage import Status
from outreach.promotion.places import Place
from outreach.promotion.universe import Spot, languages
from outreach.sends.message import Message

from tests.samples.gaps import GAPLOG, MATRIX, SPOTS, TODAY, WIKIS, row, say

STAMP = '10:12, 3 May 2026 (UTC)'
BO = f'[[User:Bo]] {STAMP}'
TEXTS = '== Texts to copy'


def page_of_gaps(*rows: Announcement, text: str = '') -> str:
    found = gaps.standings(SPOTS, rows, claims_on(text), TODAY, 14)
    return GAPLOG.plan_gaps('Gaps', text, found, {'ar': Message('ar', 'M/ar', 1, 'مرحبا', 'a <b> & {{c}}')})


def claims_on(text: str) -> list[GapClaim]:
    return gappage.claims(text, SPOTS, GAPLOG.words('heading-claims'), GAPLOG.words('claim-heading'), WIKIS)


def test_a_page_of_gaps_lists_the_heaviest_first_with_texts_to_copy() -> None:
    text = page_of_gaps(row(Status.SENT, 'en.wikipedia.org'))
    assert re.findall(r'id:gap (\w\w)', text) == ['de', 'ar', 'sv', 'eo']
    assert '1 of 5 {{PLURAL:1|has|have}} an announcement of {{PLURAL:1|its|their}} own. That is' in text
    assert '40.0% by active editors.' in text
    assert '<pre lang="ar" dir="auto">\n== مرحبا ==\na &lt;b&gt; &amp; {{c}}\n</pre>' in text
    assert page_of_gaps(row(Status.SENT, 'en.wikipedia.org'), text=text) == text


def test_a_gap_says_on_which_page_of_the_wiki_to_post_where_that_is_known() -> None:
    spots = universe.wikipedias(MATRIX, {'de': 30}, {'dewiki': 'Wikipedia:Fragen zu "A|B"'})
    text = GAPLOG.plan_gaps('Gaps', '', gaps.standings(spots, [], [], TODAY, 14), {})
    told = say('gaps-post', page=Place('de.wikipedia.org', 'Wikipedia:Fragen zu "A|B"').link)
    assert f'<div style="margin-block-start: 0.4em;"><small>{told}</small></div>\n' in text
    assert '[//de.wikipedia.org/wiki/Wikipedia:Fragen_zu_%22A%7CB%22 ' in told
    assert text.count(say('gaps-post', page='')) == 1
    claimed = text.replace(CLAIM_END, f'{CLAIM_END} me! {BO}', 1)
    found = gappage.claims(
        claimed, spots, GAPLOG.words('heading-claims'), GAPLOG.words('claim-heading'), WIKIS
    )
    assert [one.key for one in found] == ['de.wikipedia.org']


def test_the_column_of_places_has_room_for_the_longest_part_of_a_host() -> None:
    room, whole = wordwidths.least(['wikipedia.']), wordwidths.least(['ar.wikipedia.org', 'de.wikipedia.org'])
    width = f'clamp({room:.1f}em, 10vw, {whole:.1f}em)'
    assert f'style="min-inline-size: {width};" | {say("gaps-place")}\n' in page_of_gaps()


@pytest.mark.parametrize(
    ('old', 'new', 'key'),
    [
        (
            '<!-- /claim -->\n|-\n! scope="row" style="text-align: start;" | <!-- id:gap ar',
            f'<!-- /claim --> me! {BO}\n|-\n| <!-- id:gap ar',
            'de',
        ),
        (say('claims-lead'), f'{say("claims-lead")}\n* [[:sv:]] {BO}', 'sv'),
        (say('claims-lead'), f'* eo.wikipedia.org – I try. {BO}', 'eo'),
        (TEXTS, f'== claim: ar.wikipedia.org ==\n{BO}\n{TEXTS}', 'ar'),
        (
            '== Texts to copy',
            f'=== Reserva: ar.wikipedia.org ===\n{BO}\n== Texts to copy',
            'ar',
        ),
    ],
)
def test_claims_in_all_their_forms(old: str, new: str, key: str) -> None:
    text = page_of_gaps()
    assert old in text
    claimed = text.replace(old, new, 1)
    after = page_of_gaps(text=claimed)
    line = next(line for line in after.split('|-\n') if f'id:gap {key}.' in line)
    assert '✎ claimed by [[User:Bo|Bo]] until' in line
    assert '>2026-05-17<' in line
    assert new.partition('[[User:Bo]]')[2].split('\n')[0] in after
    assert page_of_gaps(text=after) == after


def test_a_claim_without_a_date_is_none() -> None:
    assert claims_on(page_of_gaps().replace(say('claims-lead'), '* [[:sv:]] [[User:Bo]]')) == []


@settings(max_examples=40)
@given(
    st.lists(
        st.sampled_from(['x', '[[w:sv:]]', '~', '|', '{{t|u}}', STAMP, '[[User:Bo]]', '<!-- y -->']),
        max_size=4,
    )
)
def test_what_people_write_in_the_last_cell_survives_and_nothing_flaps(parts: list[str]) -> None:
    written = ' '.join(parts).replace('|', '/')
    text = page_of_gaps().replace('<!-- /claim -->', f'<!-- /claim --> {written}'.rstrip(), 1)
    person = '|-\n| my own row || x || || ||\n'
    text = text.replace('|}\n</div>', f'{person}|}}\n</div>', 1)
    once = page_of_gaps(text=text)
    assert written.strip() in once
    assert person in once
    assert page_of_gaps(text=once) == once


def test_a_page_without_gaps_is_a_sentence_and_gets_its_table_with_the_next_gap() -> None:
    every = [row(Status.SENT, spot.place.host) for spot in SPOTS]
    done = page_of_gaps(*every)
    assert say('no-gaps') in done
    assert '{|' not in done
    again = page_of_gaps(*every[1:], text=done)
    assert say('no-gaps') not in again
    assert say('claim-it') in again
    of_people = again.replace('|}', '|-\n| Ours || x || y || z || me\n|}', 1)
    kept = page_of_gaps(*every, text=of_people)
    assert 'Ours' in kept


def test_a_page_whose_languages_have_no_text_says_so() -> None:
    found = gaps.standings(SPOTS, [], [], TODAY, 14)
    assert gappage.render_texts({}, found, say) == f"''{say('no-texts')}''"


def test_a_text_to_copy_calls_nobody_by_name() -> None:
    found = gaps.standings(SPOTS, [], [], TODAY, 14)
    text = gappage.render_texts(
        {'ar': Message('ar', 'M/ar', 1, 'X', 'Hi {{subst:ROOTPAGENAME}}!')}, found, say
    )
    assert '\n== X ==\nHi!\n</pre>' in text


def test_a_copy_is_linked_where_there_is_one() -> None:
    text = page_of_gaps()
    assert '| [[#text-ar|ar]]\n' in text
    assert '| de\n' in text


def test_the_colour_of_a_state_is_behind_its_words() -> None:
    assert f'style="{colours.behind_text(colours.QUIET)}" | ○ {say("gap-open")}' in page_of_gaps()


def test_a_claim_that_ran_out_is_said_and_the_place_is_open_again() -> None:
    old = f'* [[:sv:]] [[User:Bo]] {STAMP.replace("3 May", "3 April")}'
    text = page_of_gaps(text=page_of_gaps().replace(say('claims-lead'), f'{say("claims-lead")}\n{old}'))
    line = next(line for line in text.split('|-\n') if 'id:gap sv.' in line)
    assert f'○ {say("gap-open")}; ' in line
    assert 'Bo' in line
    assert '>2026-04-03<' in line


def test_a_name_that_is_no_place_of_the_universe_claims_nothing() -> None:
    lead = say('claims-lead')
    text = page_of_gaps().replace(lead, f'{lead}\n* Nowhere – I try. {BO}\n* {BO}')
    assert claims_on(text) == []


def test_a_heading_that_is_no_claim_claims_nothing() -> None:
    text = page_of_gaps().replace(TEXTS, f'== About ar.wikipedia.org ==\n{BO}\n{TEXTS}')
    assert claims_on(text) == []


def test_a_language_is_claimed_by_its_code() -> None:
    text = page_of_gaps().replace(say('claims-lead'), f'{say("claims-lead")}\n* eo – I try. {BO}')
    spots = languages({'eo': 5})
    words, prefixes = GAPLOG.words('heading-claims'), GAPLOG.words('claim-heading')
    (claim,) = gappage.claims(text, spots, words, prefixes, WIKIS)
    assert (claim.key, claim.by, claim.place) == ('eo', 'Bo', None)


@pytest.mark.parametrize(
    'written', ['|x|', 'style="color: red" | text', 'see x|y', '| b | c', 'a || b', '[[A|B]]', '{{a|b=c}} x']
)
def test_what_people_write_into_the_last_cell_stays_as_they_wrote_it(written: str) -> None:
    page = GAPLOG.plan_gaps('G', '', GAPLOG.standings('', '', SPOTS, TODAY, 14), {})
    end = page.index(CLAIM_END) + len(CLAIM_END)
    changed = page[:end] + f' {written}' + page[end:]
    for _ in range(3):
        changed = GAPLOG.plan_gaps('G', changed, GAPLOG.standings('', changed, SPOTS, TODAY, 14), {})
        assert written in changed


def test_where_nobody_knows_how_large_places_are_there_is_no_empty_column_and_claims_stay() -> None:
    unknown = [replace(spot, weight=0) for spot in SPOTS]

    def page(text: str, spots: list[Spot]) -> str:
        return GAPLOG.plan_gaps('G', text, GAPLOG.standings('', text, spots, TODAY, 14), {})

    text = page('', unknown)
    assert say('gaps-editors') not in text
    claimed = text.replace(CLAIM_END, f'{CLAIM_END} me! {BO}', 1)
    again = page(claimed, unknown)
    assert f'me! {BO}' in again
    assert '✎ claimed by' in again
    weighed = page(again, SPOTS)
    assert say('gaps-editors') in weighed
    assert f'me! {BO}' in weighed
    assert page(page(weighed, unknown), unknown) == page(weighed, unknown)


def test_the_form_of_a_claim_is_filled_in() -> None:
    text = page_of_gaps()
    assert text.count('preload=Template%3AOutreach%20campaign%2Fclaim&') == 5
    assert 'preloadtitle=Claim%3A%20sv.wikipedia.org&' in text


def test_a_wiki_of_which_single_people_were_told_is_still_to_be_told() -> None:
    text = page_of_gaps(row(Status.SENT, 'sv.wikipedia.org', channel='usertalk'))
    line = next(line for line in text.split('|-\n') if 'id:gap sv.' in line)
    assert f'✉ {say("gap-asked")} <span dir="ltr" style="white-space: nowrap;">2026-05-01</span>' in line
    assert say('claim-it') in line
    assert '0 of 5' in text


@pytest.mark.parametrize(('written', 'first'), [('I try', False), ('style="color: red" | I try', True)])
def test_the_link_to_claim_stands_before_what_people_wrote_but_never_in_their_attributes(
    written: str,
    first: bool,  # noqa: FBT001
) -> None:
    text = page_of_gaps(text=page_of_gaps().replace(CLAIM_END, f'{CLAIM_END} {written}', 1))
    cell = next(line for line in text.split('\n') if 'I try' in line)
    assert (cell.index('I try') < cell.index(say('claim-it'))) == first
    assert cell.startswith('| style=') == first


def test_a_place_is_linked_and_what_is_no_place_is_named() -> None:
    linked = gappage.render(gaps.standings(SPOTS, [], [], TODAY, 14), 'G', [], {}, [], say)
    assert all(f' --> {spot.place.cell}\n' in linked for spot in SPOTS)
    named = gappage.render(gaps.standings(languages({'eo': 5}), [], [], TODAY, 14), 'G', [], {}, [], say)
    assert ' --> eo\n' in named
