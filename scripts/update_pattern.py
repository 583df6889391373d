#!/usr/bin/env python3
"""Keep a campaign's figures true on its learning pattern.

The figures stand between two markers; nothing else on the page is touched. A pattern that has never
had figures gets them at the end of its section on the solution; where there is no page yet, a draft
is made, with gaps for people to fill. Figures that did not change are no edit.

Options:
-campaign:…  the campaign's page; its settings count unless they are given here
-pattern:…   the page of the learning pattern (else the subpage Pattern of the campaign's page)
-language:…  the language of the words on the page (else that of the wiki)
-always      write without asking
-simulate    show what would be written, and write nothing

Example: pwb update_pattern -campaign:Outreach/Medicine -simulate

Exit codes: 0 done (also: nothing to do), 2 bad input, nothing written, 3 stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pywikibot
from outreach import figures, pattern, phrases, records, wiki, wikitext
from outreach.campaign import language, pick, read_settings, subpage
from outreach.farm import connect
from outreach.pages import Page
from outreach.problems import BadInput, Problem
from outreach.settings import Setting, page_title

SCRIPT = 'update_pattern'
SETTINGS: Mapping[str, Setting] = {
    'campaign': Setting(page_title),
    **pick('pattern'),
    'language': Setting(language),
    'always': Setting(flag=True, default=False),
}


@dataclass(frozen=True)
class Options:
    """What one run is asked to do."""

    campaign: str
    pattern: str
    language: str
    always: bool


def parse_options(args: Sequence[str], read_page: Callable[[str], str | None]) -> Options:
    """Read the options from the command line and the campaign's page; raise BadInput with all errors."""
    given = read_settings(SETTINGS, args, read_page)
    if not given['campaign']:
        raise BadInput([Problem('-campaign', 'is needed: whose figures are shown?')])
    return Options(
        campaign=given['campaign'],
        pattern=given['pattern'] or subpage(given['campaign'], 'Pattern'),
        language=given['language'] or '',
        always=given['always'],
    )


def plan(
    text: str, options: Options, table: str, words: Mapping[str, str], creator: str, say: wiki.Say
) -> str:
    """Give the new text of the pattern; raise BadInput where its markers are broken."""
    if not text:
        return pattern.new_pattern(options.campaign, creator, table, say)
    try:
        if wikitext.region(text, pattern.REGION) is None:
            return pattern.insert_figures(text, words, table)
        return pattern.update(text, table)
    except ValueError as error:
        raise BadInput([Problem(options.pattern, str(error))]) from None


def step_name(lang: str) -> Callable[[str], str]:
    """Give the words for a step of the funnel, as build_targets shows it; the step's own name else."""
    languages = phrases.of_script('build_targets')
    texts = languages.get('en', {}) | languages.get(lang, {})
    return lambda name: texts.get(f'step-{name}', name)


def main(*args: str) -> int:
    """Read the campaign's figures, show them, and bring them into the pattern."""
    given = wiki.start(args)
    home = connect().home
    options = parse_options(given, lambda title: home.read(title).text or None)
    home.stop_pages = (subpage(options.campaign, 'stop'), f'User:{home.user_name}/stop')
    lang = options.language or home.info.language
    say = wiki.say(SCRIPT, lang)
    words = pattern.heading_words(phrases.of_script(SCRIPT).values())
    sends, funnel = records.sends(home, options.campaign), records.funnel_of(home, options.campaign)
    found = figures.of_campaign(funnel, sends, say, step_name(lang))
    page = home.read(options.pattern)
    if page.revid and wikitext.region(page.text, pattern.REGION) is None:
        refuse_removed(home, options.pattern)

    def updated(now: Page) -> str:
        return plan(now.text, options, figures.render(found, say), words, home.user_name, say)

    for figure in found:
        pywikibot.info(f'{figure.value:>10,}  {figure.label}')
    if updated(page) == page.text:
        pywikibot.info(f'{options.pattern} says so already; nothing to write.')
    elif wiki.confirm(f'Write these figures to {options.pattern} on {home.host}?', always=options.always):
        home.log_in()
        key = 'summary' if page.revid else 'summary-new'
        home.update(options.pattern, updated, say(key, campaign=options.campaign), page=page)
    return 0


def refuse_removed(home: wiki.Wiki, title: str) -> None:
    """Raise BadInput where we once put figures on the page: somebody has taken them away since."""
    if wikitext.begin_marker(pattern.REGION) in records.last_text_by(home, title, home.user_name):
        markers = f'{wikitext.begin_marker(pattern.REGION)} and {wikitext.end_marker(pattern.REGION)}'
        raise BadInput(
            [Problem(title, f'the figures were taken off this page; put {markers} back to have them')]
        )


if __name__ == '__main__':
    raise SystemExit(wiki.run(main))
