#!/usr/bin/env python3
"""Keep a campaign's figures true on its learning pattern, and look after patterns.

The figures stand between two markers; nothing else on the page is touched. A pattern that has never
had figures gets them at the end of its section on the solution; where there is no page yet, a draft
is made, with gaps for people to fill. Figures that did not change are no edit.
What went wrong is kept too where the page has the markers `outreach:begin trouble` and `end trouble`.

Options:
-campaign:…  the campaign's page; its settings count unless they are given here (none)
-under:…     in place of a campaign: the page under which the pages of this run lie (none)
-pattern:…   the page of the learning pattern (else the subpage Pattern of the campaign's page)
-name:…      the campaign's name (none), and
-audience:…  whom it asks (none): words by which -apply finds patterns
-lint        say what patterns lack, and write nothing: the campaign's own, else all under -library
-index:…     write an index of the patterns, by topic, to this page, and nothing else (none)
-apply       write the patterns that may apply to the campaign to its subpage Patterns, and nothing else
-library:…   the prefix of the pages that hold patterns (Learning patterns/)
-infobox:…   the template of the infobox of a new pattern (Probox/Idealab)
-language:…  the language of the words on the page (else that of the wiki)
-summary:…   words of yours before the summary of each edit (none)
-accept:…    go on in spite of doubts of this kind, unattended; may be repeated (none)
-always      write without asking
-simulate    show what would be written, and write nothing

Examples: pwb update_pattern -campaign:Outreach/Medicine -simulate
          pwb update_pattern -lint

Exit codes: 0 done (also: nothing to do), 1 the lint found something, 2 bad input, nothing written,
3 stopped, or nobody consented.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from outreach import phrases, revisions, wikitext
from outreach.accountlinks import Resolver, resolver_of
from outreach.campaign import AUDIENCE, NAME, PATTERN, subpage
from outreach.exitcodes import exit_code
from outreach.measures import published
from outreach.patterns import figures, library, pattern, patternpages
from outreach.phrases import Say
from outreach.problems import BadInput, Problem, no_page, refuse
from outreach.run import WRITING, Change, Run, begin
from outreach.sends import messagepages, records
from outreach.settings import (
    CAMPAIGN,
    LANGUAGE,
    UNDER,
    Given,
    flag,
    home_title,
    maybe,
    one,
    page_title,
)
from outreach.wiki import Wiki, tell, warn
from outreach.words import counted

SCRIPT = 'update_pattern'
LINT = flag('lint')
INDEX = maybe('index', home_title)
APPLY = flag('apply')
LIBRARY = one('library', home_title, default=patternpages.PREFIX)
INFOBOX = one('infobox', page_title, default=pattern.INFOBOX)
SETTINGS = (
    CAMPAIGN, UNDER, PATTERN, NAME, AUDIENCE, LINT, INDEX, APPLY, LIBRARY, INFOBOX, *WRITING,
)  # fmt: skip


def check(given: Given) -> list[Problem]:
    """Return what is wrong with the options together."""
    problems = []
    if not given[CAMPAIGN] and (given[APPLY] or not (given[LINT] or given[INDEX])):
        problems.append(Problem('-campaign', 'or -under is needed: whose figures are shown?'))
    if sum(map(bool, (given[LINT], given[INDEX], given[APPLY]))) > 1:
        problems.append(Problem('-lint, -index, -apply', 'are three different things; give one of them'))
    return problems + phrases.check_language(SCRIPT, given.place(LANGUAGE), given[LANGUAGE])


def pattern_title(given: Given) -> str:
    """Return the page of the campaign's pattern; '' for work on all patterns."""
    campaign = given[CAMPAIGN]
    return given[PATTERN] or (subpage(campaign, 'Pattern') if campaign else '')


@dataclass(frozen=True)
class Figures:
    """What the regions of a campaign's pattern say: the table, what went wrong, and the table's rows."""

    table: str
    trouble: str
    rows: tuple[figures.Figure, ...] = ()


def plan(text: str, given: Given, now: Figures, words: Mapping[str, str], creator: str, say: Say) -> str:
    """Return the new text of the pattern; raise BrokenMarkers where its markers are broken."""
    if not text:
        campaign, infobox = given[CAMPAIGN] or '', given[INFOBOX]
        return pattern.new_pattern(campaign, creator, now.table, now.trouble, say, infobox)
    if wikitext.region(text, pattern.REGION) is None:
        return pattern.insert_figures(text, words, now.table)
    return pattern.update(text, now.table, now.trouble)


def plan_list(text: str, lead: str, inside: str) -> str:
    """Return a page that lists patterns in its region; raise BrokenMarkers where it has no region."""
    if text:
        return wikitext.replace_region(text, library.INDEX, inside)
    return wikitext.put_region(text, library.INDEX, inside, lead=lead)


def step_name(lang: str) -> Callable[[str], str]:
    """Return the words for a step of the funnel, as build_targets shows it; the step's own name else."""
    languages = phrases.of_script('build_targets')
    texts = languages.get('en', {}) | languages.get(lang, {})
    return lambda name: texts.get(f'step-{name}', name)


def read_figures(run: Run, campaign: str) -> Figures:
    """Read what a campaign's own pages say, as its pattern should show it."""
    sends = records.sends(run.trust, campaign, run.now)
    funnel, told = records.funnel_of(run.trust, campaign)
    for problem in told:
        warn(str(problem))
    rows = figures.of_campaign(funnel, sends, run.say, step_name(run.language))
    rows += figures.of_measures(published.read(run.trust, campaign), run.say)
    table = figures.render(rows, figures.narrowing(funnel, run.say), campaign, run.say)
    return Figures(table, figures.trouble(sends, run.say), tuple(rows))


def refuse_removed(home: Wiki, title: str) -> None:
    """Raise BadInput where we once put figures on the page: somebody has taken them away since."""
    if wikitext.begin_marker(pattern.REGION) in revisions.last_text_by(home, title, home.user_name):
        markers = f'{wikitext.begin_marker(pattern.REGION)} and {wikitext.end_marker(pattern.REGION)}'
        raise BadInput(
            [Problem(title, f'the figures were removed from this page; put {markers} back to have them')]
        )


def change_pattern(run: Run, now: Figures) -> Change:
    """Return what becomes of the campaign's pattern."""
    home, say = run.home, run.say
    words = pattern.heading_words(phrases.of_script(SCRIPT).values())
    page = home.read(pattern_title(run.given))
    if page.revid and not pattern.has_markers(page.text):
        refuse_removed(home, page.title)
    frame = messagepages.frame(home, run.given[LANGUAGE] or '')
    summary = say('summary' if page.revid else 'summary-new', campaign=run.given[CAMPAIGN])

    def become(text: str) -> str:
        new = plan(text, run.given, now, words, home.user_name, say)
        return new if text else frame(new)

    return Change(page, become, summary)


def reader(run: Run) -> Resolver:
    """Return what tells whom the links on a pattern name; those to a wiki without an answer name nobody."""
    return resolver_of(run.farm, set())


def change_list(run: Run) -> Change:
    """Return what becomes of the index, or of the list of patterns that apply."""
    given, say = run.given, run.say
    words = pattern.heading_words(phrases.of_script(SCRIPT).values())
    patterns = [one.pattern for one in patternpages.patterns(run.home, given[LIBRARY], words, reader(run))[0]]
    refuse(none_there(given, patterns))
    tell(f'{counted(len(patterns), "pattern", "patterns")} under {given[LIBRARY]}')
    campaign = given[CAMPAIGN] or ''
    title = given[INDEX] or subpage(campaign, 'Patterns')
    if given[INDEX]:
        inside, lead = library.render_index(patterns, say), say('index-lead')
        summary = say('summary-index')
    else:
        about = (campaign, given[NAME] or '', given[AUDIENCE] or '')
        found = library.applying(patterns, about, pattern_title(given))
        inside, lead = library.render_applying(found, say), say('apply-lead', campaign=campaign)
        summary = say('summary-apply', campaign=campaign)
    return Change(run.home.read(title), lambda text: plan_list(text, lead, inside), summary)


def none_there(given: Given, found: Collection[object], title: str = '') -> list[Problem]:
    """Return that there are no patterns at the title that was asked for, or in the library that was typed."""
    if found or not (title or LIBRARY in given):
        return []
    if title:
        return [no_page(title, 'there is no such pattern')]
    return [no_page(given[LIBRARY].rstrip('/'), 'no pattern begins so', f'-library:{given[LIBRARY]}')]


def lint(run: Run, now: Figures | None) -> int:
    """Print what patterns lack; return the exit code, which tells whether they lack anything."""
    words = pattern.heading_words(phrases.of_script(SCRIPT).values())
    title = pattern_title(run.given)
    read, translated = patternpages.patterns(run.home, title or run.given[LIBRARY], words, reader(run))
    refuse(none_there(run.given, read, title))
    problems = patternpages.lint(run.home, read, translated, {title: now.table} if now else {})
    for problem in problems:
        tell(f'  {problem}')
    tell(
        f'{title or run.given[LIBRARY]}: {counted(len(read), "pattern", "patterns")}, '
        f'{counted(len(problems), "thing", "things")} to fix.'
    )
    return 1 if problems else 0


def main(*args: str) -> int:
    """Look at patterns, or bring the campaign's figures into its own; show it first."""
    run = begin(SCRIPT, SETTINGS, args, datetime.now(UTC))
    refuse(check(run.given))
    campaign = run.given[CAMPAIGN]
    now = read_figures(run, campaign) if campaign and not run.given[APPLY] else None
    if run.given[LINT]:
        return lint(run, now)
    if now is None or run.given[INDEX]:
        run.write([change_list(run)])
        return 0
    for figure in now.rows:
        tell(f'{figure.value:>10,}  {figure.label}')
    run.write([change_pattern(run, now)])
    return 0


if __name__ == '__main__':
    raise SystemExit(exit_code(main))
