"""Figures as our pages publish them: rows of a table that carry a key, and what stood there before."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape

from outreach import digits, wikitable, wikitext
from outreach.campaign import subpage
from outreach.linenumbers import LineNumbers
from outreach.phrases import Say
from outreach.trust import Trust
from outreach.wikitable import Content, Markup, render_row

PAGE = 'Measures'
REGION = 'measures'
CURE = 'undo that edit'
ROW = re.compile(r'\|- data-figure="([a-z0-9-]{1,99})" data-value="([^"\n]*+)"')
ANY_ROW = re.compile(r'^\|-[^\n]*+$', re.MULTILINE)


@dataclass(frozen=True)
class PublishedFigure:
    """One figure: a key that is the same in every language, and its value as it stands on the page."""

    key: str
    value: str


def table(figures: Sequence[PublishedFigure], caption: Content, say: Say) -> str:
    """Return the table of figures, a row each."""
    rows = []
    for one in figures:
        number = digits.are_number(one.value)
        shown = f'{{{{formatnum:{one.value}}}}}' if number else wikitext.escape(one.value)
        attributes = f'data-figure="{one.key}" data-value="{wikitext.attribute(one.value)}"'
        cells: list[Content] = [label(one.key, say), Markup(shown, 'style="text-align: end;"')]
        rows.append(Markup(render_row(cells, attributes=attributes, named=True)))
    return wikitable.render((), rows, caption=caption, classes=['outreach-figures'])


def label(key: str, say: Say) -> str:
    """Return the words for a figure; that of a wave is told by its number."""
    name, _, number = key.rpartition('-')
    return say(f'figure-{name}', wave=number) if digits.are_number(number) else say(f'figure-{key}')


def parse(text: str, region: str = REGION) -> dict[str, str]:
    """Return the figures in a region of a page, by key, as they stand in wikitext.

    Raises BrokenMarkers, with the line, for a row that `table` would begin otherwise, or a figure once more.
    """
    found: dict[str, str] = {}
    inside = wikitext.region(text, region) or (0, 0)
    lines = LineNumbers(text)
    for begun in ANY_ROW.finditer(text, *inside):
        if 'data-' not in begun[0]:
            continue  # of people's own
        row = ROW.fullmatch(begun[0])
        if row is None or row[1] in found or not _is_value(row[2]):
            raise wikitext.BrokenMarkers(
                f'this row is not one that measure_campaign writes; {CURE}', lines.at(begun.start())
            )
        found[row[1]] = row[2]
    return found


def _is_value(written: str) -> bool:
    """Return whether a text stands as `table` writes the value of a figure."""
    return wikitext.attribute(unescape(written)) == written


def read(trust: Trust, campaign: str) -> Mapping[str, str]:
    """Return the figures that a trusted account put on the page of measures last; none without a page."""
    return next(trust.put(subpage(campaign, PAGE), _figures_on), {})


def _figures_on(text: str) -> dict[str, str] | None:
    try:
        return parse(text)
    except wikitext.BrokenMarkers:
        return None
