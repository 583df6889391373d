#!/usr/bin/env python3
"""Turn pages where people sign up into a delivery list, and keep the list true to them.

Signatures, links, user templates, tables and bare names in numbered lists are read; notes and prose are
not people. Each name becomes an account with the wiki it signed from. Who leaves the sign-up page leaves
the list; who was put on the list by hand stays, and who was removed by hand stays off. "By hand" is
every edit of another account: let the scripts have one of their own.

Options:
-campaign:…  the campaign's page; its settings count unless they are given here
-signups:…   a page where people sign up; may be repeated
-under:…     all pages whose titles begin so (the submissions of a conference); may be repeated
-section:…   read this section only; may be repeated (else the usual ones such as Participants, else all)
-role:…      only people who signed with this role (# ~~~~ – translator); may be repeated
-wikis:…     wikis where people may be asked, such as *.wikipedia.org; may be repeated (all)
-exclude:…   a page that names people, or whole wikis, that must not be asked; may be repeated
-list:…      the delivery list (else the subpage Targets of the campaign's page)
-model:…     wikitext, or json for MassMessage's own format where the account may make such a list
-roster:…    also keep a table of who signed up, on this page
-ranking:…   also keep a table of the pages by number of people, on this page
-export:…    also write names, wikis and roles to a new file, a line each
-shrink      allow the list to lose more than a fifth of its entries
-language:…  the language of what is written (else that of the wiki)
-accept:…    go on in spite of doubts of this kind, unattended; may be repeated (none)
-always      write without asking
-simulate    show what would be written, and write nothing

Example: pwb collect_signups -signups:Outreach/Medicine/Participants -list:Outreach/Medicine/Targets

Exit codes: 0 done (also: nothing to do), 1 finished, but there are lines or names that are listed as
unclear, 2 bad input or refused, nothing written, 3 stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pywikibot
from outreach import siteinfo, wiki
from outreach.campaign import EXCLUDE, LIST, SIGNUPS, WIKIS, read_settings, stop_pages, subpage
from outreach.farm import Farm, connect
from outreach.lists import listjson
from outreach.lists.listpages import overlaps
from outreach.pages import Page
from outreach.phrases import Say
from outreach.problems import BadInput, Problem, refuse
from outreach.run import confirm, exit_code, texts
from outreach.settings import ACCEPT, ALWAYS, CAMPAIGN, LANGUAGE, flag, home_title, many, maybe, one, one_of
from outreach.signups import roster
from outreach.signups.enrolment import EnrolmentPlan
from outreach.signups.inputs import SignUpInputs, SignUpRequest, read_ground
from outreach.wikitext import escape, put_region
from outreach.words import counted

SCRIPT = 'collect_signups'


def new_file(text: str) -> Path:
    """Read the path of a file that does not exist yet; raise ValueError for any other."""
    path = Path(text.strip()).expanduser()
    if path.exists() or not path.parent.is_dir():
        raise ValueError('must be a new file in a folder that exists')
    return path


UNDER = many('under', home_title)
SECTION = many('section', str)
ROLE = many('role', str)
MODEL = one('model', one_of('wikitext', 'json'), default='wikitext')
ROSTER = maybe('roster', home_title)
RANKING = maybe('ranking', home_title)
EXPORT = maybe('export', new_file)
SHRINK = flag('shrink')
SETTINGS = (
    CAMPAIGN, SIGNUPS, LIST, WIKIS, EXCLUDE, UNDER, SECTION, ROLE, MODEL, ROSTER, RANKING, EXPORT, SHRINK,
    LANGUAGE, ACCEPT, ALWAYS,
)  # fmt: skip


@dataclass(frozen=True)
class Options:
    """What this run is asked to do."""

    wanted: SignUpRequest
    campaign: str
    json: bool
    roster: str
    ranking: str
    export: Path | None
    shrink: bool
    language: str
    always: bool


def parse_options(
    args: Sequence[str], read_page: Callable[[str], str | None], title_of: Callable[[str], str] = str
) -> Options:
    """Read the options from the command line and the campaign's page; raise BadInput with all errors."""
    given = read_settings(SETTINGS, args, read_page, title_of)
    campaign = given[CAMPAIGN] or ''
    problems = []
    if not given[SIGNUPS] and not given[UNDER]:
        problems.append(Problem('-signups', 'is needed: on which pages do people sign up? (or -under)'))
    if not given[LIST] and not campaign:
        problems.append(Problem('-list', 'is needed: which list do they join? (or -campaign)'))
    listed = given[LIST] or subpage(campaign, 'Targets')
    own = tuple(title for title in (given[ROSTER], given[RANKING]) if title)
    if listed in given[SIGNUPS] or {listed, *given[SIGNUPS]} & set(own):
        text = 'must be pages of their own: neither the list nor sign-up pages can be written over'
        problems.append(Problem('-list -signups -roster -ranking', text))
    refuse(problems)
    return Options(
        SignUpRequest(
            list=listed,
            signups=given[SIGNUPS],
            under=given[UNDER],
            sections=given[SECTION],
            roles=given[ROLE],
            wikis=given[WIKIS],
            exclude=given[EXCLUDE],
            own=own,
        ),
        campaign=campaign,
        json=given[MODEL] == 'json',
        roster=given[ROSTER] or '',
        ranking=given[RANKING] or '',
        export=given[EXPORT],
        shrink=given[SHRINK],
        language=given[LANGUAGE] or '',
        always=given[ALWAYS],
    )


def show(ground: SignUpInputs, planned: EnrolmentPlan) -> None:
    """Print what was read and what the list becomes."""
    say = pywikibot.info
    for page in ground.pages:
        where = f' (sections: {", ".join(page.sections)})' if page.sections else ''
        people = counted(len(page.signups), 'person', 'people')
        notes = counted(page.notes, 'line names', 'lines name')
        say(f'{page.title}: {people}{where}; {notes} nobody.')
        if page.answers:
            lines = ', '.join(one.place.rpartition(' ')[2] for one in page.answers)
            say(f'{page.title}: taken for answers to people who signed, not for sign-ups: lines {lines}')
    for problem in ground.problems:
        pywikibot.warning(str(problem))
    merge = planned.merge
    kinds = {
        'joins': merge.added,
        'left the sign-up page, leaves the list': planned.left,
        'moves to the wiki they named': planned.moved,
        'was removed by somebody, stays off': merge.kept_out,
        'is on the list for another wiki': merge.elsewhere,
        'is the older name of somebody who signed up (check_targets -fix:renamed)': planned.older,
    }
    for words, targets in kinds.items():
        for target in targets:
            say(f'  {target}: {words}')
    say(f'{ground.page.title}: {len(merge.added)} more, {len(merge.removed)} fewer.')


def first_text(farm: Farm, ground: SignUpInputs, options: Options, say: Say) -> Page:
    """Return the list to begin with: as it stands, or a new one in the model that we may create."""
    if ground.page.revid:
        return ground.page
    lead = say('lead', pages=say('comma').join(f'[[:{escape(page.title)}]]' for page in ground.pages))
    if options.json:
        farm.home.log_in()
        if farm.home.rights() & {'editcontentmodel', 'createwithcontentmodel'}:
            return Page(options.wanted.list, listjson.new(lead, (), farm.home.host), model=listjson.MODEL)
        pywikibot.warning("This account may not create lists in MassMessage's own format: it is wikitext.")
    return Page(options.wanted.list, f'{lead}\n\n')


def write(farm: Farm, ground: SignUpInputs, options: Options, start: Page, say: Say) -> None:
    """Save the list and the pages and the file that were asked for.

    Raises BadInput, before anything is written, with every page that our account may not edit or that has
    broken markers.
    """
    home = farm.home

    def text(now: Page) -> str:
        base = now if now.revid else start
        after = ground.plan(base, home.host, shrink=options.shrink).merge
        return after.list.text if now.revid or after.added else ''

    titles = [title for title in (options.wanted.list, options.roster, options.ranking) if title]
    kept = (
        (options.roster, roster.ROSTER, roster.roster(ground.enrolled, say)),
        (options.ranking, roster.RANKING, roster.ranking_table(ground.pages, say)),
    )
    problems = [Problem(title, reason) for title, reason in home.may_not_edit(titles).items()]
    for title, name, inside in kept:
        try:
            put_region(home.read(title).text if title else '', name, inside)
        except ValueError as error:
            problems.append(Problem(title, str(error)))
    refuse(problems)
    done = ground.plan(start, home.host, shrink=options.shrink).merge
    words = say('summary', added=len(done.added), removed=len(done.removed))
    home.update(options.wanted.list, text, words, model='' if start.revid else start.model)
    for title, name, inside in kept:
        if title:
            keep(home, title, name, inside, say(f'{name}-summary'))
    if options.export and not wiki.simulating():
        options.export.write_text(roster.export(ground.enrolled), encoding='utf-8')


def keep(home: wiki.Wiki, title: str, name: str, inside: str, summary: str) -> None:
    """Keep a region of a page up to date; raise BadInput where its markers are broken."""
    try:
        home.update(title, lambda now: put_region(now.text, name, inside), summary)
    except ValueError as error:
        raise BadInput([Problem(title, str(error))]) from None


def main(*args: str) -> int:
    """Read who signed up, show what becomes of the list, and write it on consent."""
    given = wiki.arguments(args)
    farm = connect()
    home = farm.home
    options = parse_options(given, lambda title: home.read(title).text or None, siteinfo.titles(home))
    home.stop_pages = stop_pages(options.campaign, home.user_name)
    ground = read_ground(farm, options.wanted, datetime.now(UTC))
    say = texts(SCRIPT, options.language or home.info.language)
    start = first_text(farm, ground, options, say)
    show(ground, ground.plan(start, home.host, shrink=True))
    planned = ground.plan(start, home.host, shrink=options.shrink)
    if not ground.page.revid:
        names = {one.name for one in ground.enrolled}
        for title, count in overlaps(home, names, ground.places).items():
            pywikibot.warning(
                f'{count} of these {len(names)} people are on {title} already: is a new list needed?'
            )
    wanted = (
        planned.merge.added or planned.merge.removed or options.roster or options.ranking or options.export
    )
    if not wanted:
        pywikibot.info('Nothing to write.')
    elif confirm(f'Write to {options.wanted.list} on {home.host}?', always=options.always):
        home.log_in()
        write(farm, ground, options, start, say)
    return 1 if ground.problems else 0


if __name__ == '__main__':
    raise SystemExit(exit_code(main))
