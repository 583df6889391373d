#!/usr/bin/env python3
"""Keep a campaign's figures true on its learning pattern, and look after patterns.

The figures stand between two markers; nothing else on the page is touched. A pattern that has never
had figures gets them at the end of its section on the solution; where there is no page yet, a draft
is made, with gaps for people to fill. Figures that did not change are no edit.
What went wrong is kept too where the page has the markers `outreach:begin trouble` and `end trouble`.

Options:
-campaign:…  the campaign's page; its settings count unless they are given here
-pattern:…   the page of the learning pattern (else the subpage Pattern of the campaign's page)
-name:…      the campaign's name, and
-audience:…  whom it asks: words by which -apply finds patterns
-lint        say what patterns lack, and write nothing: the campaign's own, else all under -library
-index:…     write an index of the patterns, by topic, to this page, and nothing else
-apply       write the patterns that may apply to the campaign to its subpage Patterns, and nothing else
-library:…   the prefix of the pages that hold patterns (Learning patterns/)
-infobox:…   the template of the infobox of a new pattern (Probox/Idealab)
-language:…  the language of the words on the page (else that of the wiki)
-always      write without asking
-simulate    show what would be written, and write nothing

Examples: pwb update_pattern -campaign:Outreach/Medicine -simulate
          pwb update_pattern -lint

Exit codes: 0 done (also: nothing to do), 1 the lint found something, 2 bad input, nothing written,
3 stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pywikibot
from outreach import phrases, revisions, siteinfo, wiki, wikitext
from outreach.campaign import language, pick, read_settings, stop_pages, subpage
from outreach.farm import connect
from outreach.patterns import figures, library, pattern, patternpages
from outreach.problems import BadInput, Problem
from outreach.promotion.logsubpages import Change
from outreach.sends import messagepages, records
from outreach.settings import Setting, home_title, page_title

SCRIPT = 'update_pattern'
SETTINGS: Mapping[str, Setting] = {
    'campaign': Setting(home_title),
    **pick('pattern', 'name', 'audience'),
    'lint': Setting(flag=True, default=False),
    'index': Setting(home_title),
    'apply': Setting(flag=True, default=False),
    'library': Setting(home_title, default=patternpages.PREFIX),
    'infobox': Setting(page_title, default=pattern.INFOBOX),
    'language': Setting(language),
    'always': Setting(flag=True, default=False),
}


@dataclass(frozen=True)
class Options:
    """What one run is asked to do. `campaign` and `pattern` are '' for work on all patterns."""

    campaign: str
    pattern: str
    words: tuple[str, ...]
    lint: bool
    index: str
    apply: bool
    library: str
    infobox: str
    language: str
    always: bool


def parse_options(
    args: Sequence[str], read_page: Callable[[str], str | None], title_of: Callable[[str], str] = str
) -> Options:
    """Read the options from the command line and the campaign's page; raise BadInput with all errors."""
    given = read_settings(SETTINGS, args, read_page, title_of)
    campaign = given['campaign'] or ''
    problems = []
    if not campaign and (given['apply'] or not (given['lint'] or given['index'])):
        problems.append(Problem('-campaign', 'is needed: whose figures are shown?'))
    if sum(bool(given[name]) for name in ('lint', 'index', 'apply')) > 1:
        problems.append(Problem('-lint, -index, -apply', 'are three different things; give one of them'))
    known = phrases.of_script(SCRIPT)
    if given['language'] and given['language'] not in known:
        problems.append(Problem('-language', f'there are words in these languages: {", ".join(known)}'))
    if problems:
        raise BadInput(problems)
    return Options(
        campaign=campaign,
        pattern=given['pattern'] or (subpage(campaign, 'Pattern') if campaign else ''),
        words=(campaign, given['name'] or '', given['audience'] or ''),
        lint=given['lint'],
        index=given['index'] or '',
        apply=given['apply'],
        library=given['library'],
        infobox=given['infobox'],
        language=given['language'] or '',
        always=given['always'],
    )


@dataclass(frozen=True)
class Figures:
    """What the regions of a campaign's pattern say: the table, what went wrong, and the table's rows."""

    table: str
    trouble: str
    rows: tuple[figures.Figure, ...] = ()


def plan(
    text: str, options: Options, now: Figures, words: Mapping[str, str], creator: str, say: wiki.Say
) -> str:
    """Return the new text of the pattern; raise BadInput where its markers are broken."""
    if not text:
        return pattern.new_pattern(options.campaign, creator, now.table, now.trouble, say, options.infobox)
    try:
        if wikitext.region(text, pattern.REGION) is None:
            return pattern.insert_figures(text, words, now.table)
        return pattern.update(text, now.table, now.trouble)
    except ValueError as error:
        raise BadInput([Problem(options.pattern, str(error))]) from None


def plan_list(text: str, title: str, lead: str, inside: str) -> str:
    """Return a page that lists patterns in its region; raise BadInput where the markers are broken."""
    try:
        if text:
            return wikitext.replace_region(text, library.INDEX, inside)
        return wikitext.put_region(text, library.INDEX, inside, lead=lead)
    except ValueError as error:
        raise BadInput([Problem(title, str(error))]) from None


def step_name(lang: str) -> Callable[[str], str]:
    """Return the words for a step of the funnel, as build_targets shows it; the step's own name else."""
    languages = phrases.of_script('build_targets')
    texts = languages.get('en', {}) | languages.get(lang, {})
    return lambda name: texts.get(f'step-{name}', name)


def read_figures(home: wiki.Wiki, campaign: str, lang: str, say: wiki.Say) -> Figures:
    """Read what a campaign's own pages say, as its pattern should show it."""
    sends, funnel = records.sends(home, campaign), records.funnel_of(home, campaign)
    rows = figures.of_campaign(funnel, sends, say, step_name(lang))
    table = figures.render(rows, figures.narrowing(funnel, say), say)
    return Figures(table, figures.trouble(sends, say), tuple(rows))


def refuse_removed(home: wiki.Wiki, title: str) -> None:
    """Raise BadInput where we once put figures on the page: somebody has taken them away since."""
    if wikitext.begin_marker(pattern.REGION) in revisions.last_text_by(home, title, home.user_name):
        markers = f'{wikitext.begin_marker(pattern.REGION)} and {wikitext.end_marker(pattern.REGION)}'
        raise BadInput(
            [Problem(title, f'the figures were taken off this page; put {markers} back to have them')]
        )


def change_pattern(home: wiki.Wiki, options: Options, now: Figures, say: wiki.Say) -> Change:
    """Return what becomes of the campaign's pattern."""
    words = pattern.heading_words(phrases.of_script(SCRIPT).values())
    page = home.read(options.pattern)
    if page.revid and not pattern.has_markers(page.text):
        refuse_removed(home, options.pattern)
    frame = messagepages.frame(home, options.language) if not page.revid else str
    summary = say('summary' if page.revid else 'summary-new', campaign=options.campaign)

    def become(text: str) -> str:
        new = plan(text, options, now, words, home.user_name, say)
        return new if text else frame(new)

    return Change(page, become, summary)


def change_list(
    home: wiki.Wiki, options: Options, read: Sequence[patternpages.ReadPattern], say: wiki.Say
) -> Change:
    """Return what becomes of the index, or of the list of patterns that apply."""
    patterns = [one.pattern for one in read]
    pywikibot.info(f'{len(patterns)} patterns under {options.library}')
    title = options.index or subpage(options.campaign, 'Patterns')
    if options.index:
        inside, lead = library.render_index(patterns, say), say('index-lead')
        summary = say('summary-index')
    else:
        found = library.applying(patterns, options.words, options.pattern)
        inside, lead = library.render_applying(found, say), say('apply-lead', campaign=options.campaign)
        summary = say('summary-apply', campaign=options.campaign)
    return Change(home.read(title), lambda text: plan_list(text, title, lead, inside), summary)


def check(home: wiki.Wiki, options: Options, now: Figures | None) -> int:
    """Return what patterns lack; the exit code tells whether they lack anything."""
    words = pattern.heading_words(phrases.of_script(SCRIPT).values())
    prefix = options.pattern or options.library
    read, translated = patternpages.patterns(home, prefix, words)
    current = {options.pattern: now.table} if now else {}
    problems = patternpages.lint(home, read, translated, current)
    for problem in problems:
        pywikibot.info(f'  {problem}')
    pywikibot.info(f'{len(read)} patterns under {prefix}, {len(problems)} things to mend.')
    return 1 if problems else 0


def main(*args: str) -> int:
    """Look at patterns, or bring the campaign's figures into its own; show it first."""
    given = wiki.start(args)
    home = connect().home
    options = parse_options(given, lambda title: home.read(title).text or None, siteinfo.titles(home))
    home.stop_pages = stop_pages(options.campaign, home.user_name)
    lang = options.language or home.info.language
    say = wiki.say(SCRIPT, lang)
    now = read_figures(home, options.campaign, lang, say) if options.campaign and not options.apply else None
    if options.lint:
        return check(home, options, now)
    if now and not options.index:
        change = change_pattern(home, options, now, say)
        for figure in now.rows:
            pywikibot.info(f'{figure.value:>10,}  {figure.label}')
    else:
        words = pattern.heading_words(phrases.of_script(SCRIPT).values())
        change = change_list(home, options, patternpages.patterns(home, options.library, words)[0], say)
    title = change.before.title
    if not change.changes:
        pywikibot.info(f'{title} says so already; nothing to write.')
    elif wiki.confirm(f'Write this to {title} on {home.host}?', always=options.always):
        if not wiki.simulating():
            home.log_in()
        home.update(title, change.transform, change.summary, page=change.before)
    return 0


if __name__ == '__main__':
    raise SystemExit(wiki.run(main))
