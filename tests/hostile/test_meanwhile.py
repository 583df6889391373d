"""A page that somebody blanks, moves or replaces in the middle of a run: a plain sentence, and exit 3."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from outreach import wikitext
from outreach.audience import audiencelist
from outreach.channels import announcelist, directory
from outreach.events import calendarpage
from outreach.feeds import feedpage
from outreach.lists.entries import Target
from outreach.lists.listjson import MODEL
from outreach.lists.merge import History
from outreach.measures import published
from outreach.pages import Page
from outreach.patterns import pattern
from outreach.problems import BadInput, Stopped
from outreach.run import Change
from outreach.sends import results

from tests.channels.test_directory import WIKIS, WORDS
from tests.feeds.test_feedpage import layout
from tests.hostile import samples
from tests.measures.test_criteria import update as criteria
from tests.samples import gaps
from tests.samples.wikis import HOME
from tests.test_run import Home, made, sit_down

NEW = (Target('sv.wikipedia.org', 'Wikipedia:Bybrunnen'),)


def _announcements(model: str) -> Callable[[str], str]:
    return lambda text: announcelist.text(Page('P', text, 7, model), NEW, History(), HOME, 'lead')


def _results(text: str) -> str:
    some = results.merged(NEW, results.parse_results(text), ())
    return wikitext.put_region(text, results.REGION, results.render_results(some))


def _feed(text: str) -> str:
    chosen = layout()
    return wikitext.put_region(text, feedpage.REGION, feedpage.render(feedpage.read(text), chosen))


def _directory(text: str) -> str:
    return directory.merge(directory.parse(text, 'P', WORDS, WIKIS)[0], {}, []).text


def _gaps(text: str) -> str:
    found = gaps.GAPLOG.standings(samples.LOG, text, gaps.SPOTS, gaps.TODAY, 14)
    return gaps.GAPLOG.plan_gaps('P', text, found, {})


# What becomes of a page that a script reads back before it writes it, and the page as it was.
PAGES: dict[str, tuple[Callable[[str], str], str]] = {
    'log': (lambda text: gaps.GAPLOG.plan(text, [], ()).text, samples.LOG),
    'gaps': (_gaps, samples.GAPS),
    'directory': (_directory, samples.DIRECTORY),
    'criteria': (lambda text: criteria(text).text, samples.CRITERIA),
    'announcements': (_announcements('wikitext'), samples.LIST),
    'announcements in JSON': (_announcements(MODEL), samples.JSON_LIST),
    'results': (_results, samples.RESULTS),
    'news': (_feed, samples.FEED),
    'events': (lambda text: f'{text}{len(calendarpage.read(text))}', samples.EVENTS),
    'measures': (lambda text: f'{text}{len(published.parse(text))}', samples.MONTH_REPORT),
    'pattern': (lambda text: pattern.update(text, '5', 'x'), samples.PATTERN),
    'list': (lambda text: audiencelist.with_lead(text, 'Lead'), samples.LIST),
}
REPLACED = {
    'blanked': '',
    'moved': '#REDIRECT [[User:Somebody/away]]',
    'replaced by words': 'Nothing to see here.',
    'replaced by braces': '{{a|' * 400 + '[[' * 400,
    'replaced by an open table': '{|\n' * 50,
    'replaced by JSON': '{"targets": [7]}',
    'cut in half': '<!-- outreach:begin {name} -->',
    'with its region twice': '<!-- outreach:begin {name} -->\n<!-- outreach:end {name} -->\n' * 2,
}
TAKEN_AWAY = ('blanked', 'moved')
NAMES = ('log', 'gaps', 'channels', 'rule', 'results', 'feed', 'events', 'measures', 'figures')


@pytest.mark.parametrize('how', REPLACED)
@pytest.mark.parametrize('kind', PAGES)
def test_a_page_that_somebody_replaces_is_written_or_named(
    monkeypatch: pytest.MonkeyPatch, kind: str, how: str
) -> None:
    become, before = PAGES[kind]
    now = '\n'.join(REPLACED[how].replace('{name}', name) for name in NAMES)
    sit_down(monkeypatch, 'y', 'y')
    home = Home(meanwhile={'P': now})
    wanted = Change(Page('P', before, 1), lambda text: f'{become(text)}\nnew', 'summary')
    try:
        assert made(home).write([wanted])
        assert how not in TAKEN_AWAY
    except Stopped as stopped:
        assert 'somebody has edited it since; nothing was written' in str(stopped)
        assert '\n' not in str(stopped)
        assert home.saved == {}


def test_who_replaced_it_before_the_run_has_it_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    sit_down(monkeypatch, 'y')
    become, _ = PAGES['announcements in JSON']
    with pytest.raises(BadInput, match='P: '):
        made(Home()).write([Change(Page('P', 'no list', 1), become, 'summary')])
