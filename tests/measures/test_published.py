"""Figures on pages, with keys that are the same in every language."""

from __future__ import annotations

from outreach import wikitext
from outreach.measures import published
from outreach.measures.published import Figure

from tests.measures.samples import say


def test_a_table_gives_its_figures_back() -> None:
    """M31"""
    figures = [Figure('asked', '180'), Figure('wave-2', '9/180, 0/20')]
    text = wikitext.put_region('', published.REGION, published.table(figures, 'C', say))
    assert published.parse(text) == {one.key: one.value for one in figures}
    assert '{{formatnum:180}}' in text
    assert 'Wave 2: did it' in text
    assert published.parse('nothing') == {}


def test_a_value_stays_a_value() -> None:
    text = published.table([Figure('asked', '"x" | [[y]]')], '', say)
    assert '[[y]]' not in text
    assert 'data-value="&quot;x&quot;' in text
