"""Figures on pages, with keys that are the same in every language."""

from __future__ import annotations

import pytest
from outreach import wikitext
from outreach.measures import published
from outreach.measures.published import PublishedFigure

from tests.measures.samples import CAMPAIGN, say
from tests.samples.sendwiki import BOT, SendWiki, trust


def test_a_table_gives_its_figures_back() -> None:
    """M31"""
    figures = [PublishedFigure('asked', '180'), PublishedFigure('wave-2', '9/180, 0/20')]
    text = wikitext.put_region('', published.REGION, published.table(figures, 'C', say))
    assert published.parse(text) == {one.key: one.value for one in figures}
    assert '{{formatnum:180}}' in text
    assert 'Wave 2: did it' in text
    assert published.parse('nothing') == {}


def test_a_value_stays_a_value() -> None:
    text = published.table([PublishedFigure('asked', '"x" | [[y]]')], '', say)
    assert '[[y]]' not in text
    assert 'data-value="&quot;x&quot;' in text


@pytest.mark.parametrize(
    ('old', 'new'),
    [
        ('data-value="180"', 'data-value="[[180]]"'),
        ('data-value="180"', 'data-value=180'),
        ('data-value="180"', 'data-value="180" class="x"'),
        ('data-figure="asked"', 'data-figure="Asked"'),
        ('data-figure="wave-2"', 'data-figure="asked"'),
        ('|- data-figure="asked"', '|-  data-figure="asked"'),
    ],
)
def test_a_spoilt_row_is_told_with_its_line(old: str, new: str) -> None:
    """A figure that is passed over would be no correction, and one that stands twice two."""
    figures = [PublishedFigure('asked', '180'), PublishedFigure('wave-2', '9/180')]
    text = wikitext.put_region('', published.REGION, published.table(figures, 'C', say))
    assert published.parse(text)
    with pytest.raises(wikitext.BrokenMarkers, match='not one that measure_campaign writes') as told:
        published.parse(text.replace(old, new))
    assert 'data-' in text.splitlines()[told.value.line - 1]


def test_only_what_a_trusted_account_saved_last_is_read() -> None:
    """M31"""
    wiki = SendWiki()
    assert published.read(trust(wiki), CAMPAIGN) == {}
    for value, user in (('180', BOT), ('999', 'Mallory')):
        text = published.table([PublishedFigure('asked', value)], 'C', say)
        wiki.edit(f'{CAMPAIGN}/Measures', wikitext.put_region('', published.REGION, text), user)
    assert published.read(trust(wiki), CAMPAIGN) == {'asked': '180'}
    wiki.edit(f'{CAMPAIGN}/Measures', wikitext.begin_marker(published.REGION), BOT)
    assert published.read(trust(wiki), CAMPAIGN) == {'asked': '180'}, 'broken markers are passed over'
    spoilt = published.table([PublishedFigure('asked', '180')], 'C', say).replace('asked', 'Asked')
    wiki.edit(f'{CAMPAIGN}/Measures', wikitext.put_region('', published.REGION, spoilt), BOT)
    assert published.read(trust(wiki), CAMPAIGN) == {'asked': '180'}, 'spoilt rows are passed over'
