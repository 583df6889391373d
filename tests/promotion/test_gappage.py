"""The page of gaps and the claims on it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outreach.promotion import gappage, gaps
from outreach.promotion.announcements import Announcement
from outreach.promotion.gaps import Claim
from outreach.promotion.logpage import Status
from outreach.sends.message import Message

from tests.samples.gaps import BOOK, SPOTS, TODAY, WIKIS, row, say

STAMP = '10:12, 3 May 2026 (UTC)'
BO = f'[[User:Bo]] {STAMP}'
TEXTS = '== Texts to copy'


def page_of_gaps(*rows: Announcement, text: str = '') -> str:
    found = gaps.standings(SPOTS, rows, claims_on(text), TODAY, 14)
    return BOOK.plan_gaps('Gaps', text, found, {'ar': Message('ar', 'M/ar', 1, 'مرحبا', 'a <b> & {{c}}')})


def claims_on(text: str) -> list[Claim]:
    return gappage.claims(text, SPOTS, BOOK.words('heading-claims'), BOOK.words('claim-heading'), WIKIS)


def test_a_page_of_gaps_lists_the_heaviest_first_with_texts_to_copy() -> None:
    text = page_of_gaps(row(Status.SENT, 'en.wikipedia.org'))
    assert re.findall(r'id:gap (\w\w)', text) == ['de', 'ar', 'sv', 'eo']
    assert '1 of 5 {{PLURAL:1|has|have}} an announcement. That is 40.0% by active editors.' in text
    assert '<pre lang="ar" dir="auto">\n== مرحبا ==\na &lt;b&gt; &amp; {{c}}\n</pre>' in text
    assert page_of_gaps(row(Status.SENT, 'en.wikipedia.org'), text=text) == text


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
