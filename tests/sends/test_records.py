"""What a campaign left on its wiki, as far as an account that we trust put it there."""

from __future__ import annotations

from outreach import wikitext
from outreach.audience.funnel import REGION, Funnel, FunnelStep, render_wikitext
from outreach.sends import records

from tests.samples.sendwiki import BOT, SendWiki, trust

PAGE = 'Outreach/X/Funnel'


def funnel(*left: int) -> Funnel:
    return Funnel(tuple(FunnelStep(name, some) for name, some in zip(('editors', 'list'), left, strict=True)))


def page_of(some: Funnel, words: str = 'Words.') -> str:
    return wikitext.put_region(words, REGION, render_wikitext(some, lambda key, **_: key))


def test_the_figures_of_a_funnel_are_those_that_we_put_there() -> None:
    wiki = SendWiki()
    assert records.funnel_of(trust(wiki), 'Outreach/X') == (Funnel(()), ())
    wiki.edit(PAGE, page_of(funnel(400, 80)), BOT)
    wiki.edit(PAGE, page_of(funnel(400, 80), 'Better words.'))
    assert records.funnel_of(trust(wiki), 'Outreach/X') == (funnel(400, 80), ())
    wiki.edit(PAGE, page_of(funnel(9_000, 80)))
    wiki.edit(PAGE, page_of(funnel(9_000, 80), 'Tidy words.'), 'Organizer')
    known, (told,) = records.funnel_of(trust(wiki, 'Organizer'), 'Outreach/X')
    assert known == funnel(400, 80)
    assert (told.place, 'last edit: Organizer' in told.text) == (PAGE, True)
    # a table beside the region is nobody's figure
    wiki.edit(PAGE, f'{render_wikitext(funnel(7, 7), lambda key, **_: key)}\n{page_of(funnel(500, 90))}', BOT)
    assert records.funnel_of(trust(wiki), 'Outreach/X') == (funnel(500, 90), ())


def test_a_funnel_that_somebody_spoilt_is_told_with_its_line_and_does_not_count() -> None:
    wiki = SendWiki()
    wiki.edit(PAGE, page_of(funnel(400, 80)), BOT)
    text = page_of(funnel(400, 80)).replace('data-left="80"', 'data-left="8 0"')
    wiki.edit(PAGE, text)
    known, (told,) = records.funnel_of(trust(wiki), 'Outreach/X')
    line = 1 + text[: text.index('data-left="8 0"')].count('\n')
    assert (known, told.place) == (funnel(400, 80), f'{PAGE}, line {line}')


def test_a_funnel_that_others_wrote_or_moved_there_is_none() -> None:
    wiki = SendWiki()
    wiki.edit(PAGE, page_of(funnel(9_000, 80)))
    assert records.funnel_of(trust(wiki), 'Outreach/X')[0] == Funnel(())
    moved = SendWiki()
    moved.edit('Outreach/Y/Funnel', page_of(funnel(400, 80)), BOT)
    moved.move('Outreach/Y/Funnel', PAGE)
    known, (told,) = records.funnel_of(trust(moved), 'Outreach/X')
    assert (known, told.place) == (Funnel(()), PAGE)
