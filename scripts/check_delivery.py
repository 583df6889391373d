#!/usr/bin/env python3
"""Find out what became of every target of the sends of a campaign.

Asks each wiki that was sent to, about twice, and writes a page of results beside each send page. Every
target ends as one of: delivered, opted out, no such user, wrong namespace, failed (with the reason),
duplicate, dropped, unknown. Run it again later: what is settled stays settled.

Options:
-campaign:…    the campaign's page
-always        write the results without asking
-simulate      show the results, and write nothing

Example: pwb check_delivery -campaign:Outreach/Medicine -simulate

Exit codes: 0 done (also: nothing to check), 1 finished, and targets that did not get the message are
listed, 2 bad input, nothing written, 3 stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import pywikibot
from outreach import delivery, tracing, wiki, wikitext
from outreach.campaign import read_settings, subpage
from outreach.delivery import Result, State
from outreach.farm import connect
from outreach.pages import Page
from outreach.problems import BadInput, Problem
from outreach.sendbook import SendBook
from outreach.sendpage import SendPage, SendState, results_title
from outreach.settings import Setting, page_title

SCRIPT = 'check_delivery'
SETTINGS: Mapping[str, Setting] = {
    'campaign': Setting(page_title),
    'always': Setting(flag=True, default=False),
}
FINE = (State.DELIVERED, State.OPTED_OUT, State.DUPLICATE)


@dataclass(frozen=True)
class Options:
    """What this run is asked to do."""

    campaign: str
    always: bool = False


def parse_options(args: Sequence[str], read_page: Callable[[str], str | None]) -> Options:
    """Read the options and the campaign page; raise BadInput with everything that is wrong."""
    given = read_settings(SETTINGS, args, read_page)
    if not given['campaign']:
        raise BadInput([Problem('-campaign', 'is needed: whose sends are checked?')])
    return Options(given['campaign'], given['always'])


def plan(text: str, page: SendPage, results: Sequence[Result], say: wiki.Say) -> str:
    """Give the page of results of a send with these results; what people wrote on it stays."""
    columns = [say(name) for name in ('target', 'wiki', 'state', 'detail', 'revision', 'since')]
    table = delivery.render_results(results, columns)
    if wikitext.region(text, delivery.REGION) is None:
        return f'{text.rstrip() or say("lead", page=page.title)}\n\n{table}'
    inside = table.split('\n', 1)[1].rpartition('\n')[0]
    return wikitext.replace_region(text, delivery.REGION, inside)


def show(page: SendPage, results: Sequence[Result]) -> None:
    """Print what became of a send: counts, then everybody who did not get the message."""
    counts = delivery.counts(results)
    said = ', '.join(f'{counts[state]} {state.value}' for state in State if counts[state])
    pywikibot.info(f'{page.title}: {len(page.targets)} targets: {said}.')
    for one in results:
        if one.state is not State.DELIVERED:
            pywikibot.info(f'  {one.state.value}: {one.target}{f" ({one.detail})" if one.detail else ""}')


def main(*args: str) -> int:
    """Check the sends of a campaign, show the results and write them on consent."""
    given = wiki.start(args)
    farm = connect()
    home = farm.home
    options = parse_options(given, lambda title: home.read(title).text or None)
    home.stop_pages = (subpage(options.campaign, 'stop'), f'User:{home.user_name}/stop')
    say = wiki.say(SCRIPT, home.info.language)
    pages = [page for page in SendBook(home, options.campaign).pages if page.state is SendState.SENT]
    before = home.read_many([results_title(page.title) for page in pages])
    known = {page.title: delivery.parse_results(before[results_title(page.title)].text) for page in pages}
    questions = [tracing.open_questions(page, known[page.title]) for page in pages]
    fresh, silent = tracing.ask(farm, questions, datetime.now(UTC))
    for error in silent:
        pywikibot.error(f'{error}; its targets stay as they are')
    results = {
        page.title: delivery.merged(page.targets, known[page.title], fresh.get(page.title, ()))
        for page in pages
    }
    changed = []
    for page in pages:
        show(page, results[page.title])
        old = before[results_title(page.title)]
        if plan(old.text, page, results[page.title], say).rstrip() != old.text.rstrip():
            changed.append(page)
    if not changed:
        pywikibot.info('Nothing to write.')
    elif wiki.confirm(f'Write the results of {len(changed)} sends?', always=options.always):
        home.log_in()
        for page in changed:
            save(home, page, results[page.title], before[results_title(page.title)], say)
    return 1 if silent or any(one.state not in FINE for some in results.values() for one in some) else 0


def save(home: wiki.Wiki, page: SendPage, results: Sequence[Result], before: Page, say: wiki.Say) -> None:
    """Write the results of one send."""
    counts = delivery.counts(results)
    summary = say('summary', count=len(results), delivered=counts[State.DELIVERED])
    home.update(before.title, lambda now: plan(now.text, page, results, say), summary, page=before)


if __name__ == '__main__':
    raise SystemExit(wiki.run(main))
