#!/usr/bin/env python3
"""Turn pages where people sign up into a delivery list, and keep the list true to them.

Signatures, links, user templates, tables and bare names in numbered lists are read; notes and prose are
not people. Each name becomes an account with the wiki it signed from. Who leaves the sign-up page leaves
the list; who was put on the list by hand stays, and who was removed by hand stays off. "By hand" is
every edit of another account: let the scripts have one of their own.

Options:
-campaign:…  the campaign's page; its settings count unless given here (none)
-signups:…   a page where people sign up; may be repeated (none)
-allunder:…  all pages whose titles begin so, such as submissions; may be repeated (none)
-event:…     number of an event of Extension:CampaignEvents, whose public participants are sign-ups;
             may be repeated (none)
-section:…   read this section only; may be repeated (else the usual ones, Participants …)
-role:…      only people who signed with this role as # ~~~~ – translator; may be repeated (all)
-wikis:…     wikis where people may be asked, such as *.wikipedia.org; may be repeated (all)
-exclude:…   a page that names people, or whole wikis, that must not be asked; may be repeated (none)
-list:…      the delivery list (else the subpage Targets of the campaign's page)
-model:…     json, MassMessage's own format, where the account may make such a list (wikitext)
-roster:…    also keep a table of who signed up, on this page (none)
-ranking:…   also keep a table of the pages by number of people, on this page (none)
-export:…    also write names, wikis and roles to a new file, a line each (none)
-estimate    say what a run would cost, and stop
-language:…  the language of what is written (else that of the wiki)
-summary:…   words of yours before the summary of each edit (none)
-accept:…    go on in spite of doubts of this kind, unattended; may be repeated (none)
-always      write without asking
-simulate    show what would be written, and write nothing

Example: pwb collect_signups -signups:Outreach/Medicine/Participants -list:Outreach/Medicine/Targets

Exit codes: 0 done (also: nothing to do), 1 finished, but there are lines or names that are listed as
unclear, 2 bad input or refused, nothing written, 3 stopped, or nobody consented.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from outreach import localfiles, manyproblems, privatefiles
from outreach.audience import subscriptionpages
from outreach.campaign import EXCLUDE, LIST, SIGNUPS, WIKIS, subpage
from outreach.exitcodes import exit_code
from outreach.lists import listjson
from outreach.lists.entries import Target
from outreach.lists.listpages import overlaps
from outreach.lists.merge import refuse_unforeseen
from outreach.pages import Page
from outreach.problems import Problem, refuse
from outreach.run import WRITING, Change, Run, begin
from outreach.settings import (
    CAMPAIGN,
    ESTIMATE,
    Given,
    home_title,
    many,
    maybe,
    one,
    one_of,
    whole_number,
)
from outreach.signuppage import NOBODY
from outreach.signups import roster
from outreach.signups.enrolment import EnrolmentPlan, set_aside
from outreach.signups.inputs import SignUpInputs, SignUpRequest, estimate, read_inputs
from outreach.signups.signers import SIGNED_BY_OTHERS
from outreach.wiki import tell, warn
from outreach.wikitext import escape, put_region
from outreach.words import counted
from pywikibot import config

SCRIPT = 'collect_signups'


def new_file(text: str) -> Path:
    """Read the path of a file that does not exist yet; raise ValueError for any other."""
    path = localfiles.typed(text.strip(), 'cannot be a file')
    if path.exists() or not path.parent.is_dir():
        raise ValueError('must be a new file in a folder that exists')
    return path


ALL_UNDER = many('allunder', home_title)
EVENT = many('event', whole_number(1))
SECTION = many('section', str)
ROLE = many('role', str)
MODEL = one('model', one_of('wikitext', 'json'), default='wikitext')
ROSTER = maybe('roster', home_title)
RANKING = maybe('ranking', home_title)
EXPORT = maybe('export', new_file)
SETTINGS = (
    CAMPAIGN, SIGNUPS, LIST, WIKIS, EXCLUDE, ALL_UNDER, EVENT, SECTION, ROLE, MODEL, ROSTER, RANKING,
    EXPORT, ESTIMATE, *WRITING,
)  # fmt: skip


def check(given: Given) -> list[Problem]:
    """Return what is wrong with the options together."""
    problems = []
    if not (given[SIGNUPS] or given[ALL_UNDER]) and not given[EVENT]:
        why = 'is needed: on which pages do people sign up? (or -allunder, -event)'
        problems.append(Problem('-signups', why))
    if not given[LIST] and not given[CAMPAIGN]:
        problems.append(Problem('-list', 'is needed: which list do they join? (or -campaign)'))
    wanted = request(given)
    if wanted.list in wanted.signups or {wanted.list, *wanted.signups} & set(wanted.own):
        text = 'must be pages of their own: neither the list nor sign-up pages can be written over'
        problems.append(Problem('-list -signups -roster -ranking', text))
    return problems


def request(given: Given) -> SignUpRequest:
    """Return which pages are read, what counts on them, and the list."""
    return SignUpRequest(
        list=given[LIST] or subpage(given[CAMPAIGN] or '', 'Targets'),
        signups=given[SIGNUPS],
        under=given[ALL_UNDER],
        sections=given[SECTION],
        roles=given[ROLE],
        wikis=given[WIKIS],
        exclude=given[EXCLUDE],
        own=tuple(title for title in (given[ROSTER], given[RANKING]) if title),
        events=given[EVENT],
        campaign=given[CAMPAIGN] or '',
    )


def show(inputs: SignUpInputs, planned: EnrolmentPlan) -> None:
    """Print what was read and what the list becomes."""
    for page in inputs.pages:
        where = f' (sections: {", ".join(page.sections)})' if page.sections else ''
        people = counted(len(page.signups), 'person', 'people')
        notes = counted(len(page.nobody), 'line names', 'lines name')
        tell(f'Sign-ups on {page.title}: {people}{where}; {notes} nobody.')
        for line in manyproblems.shortened([f'  {told}' for told in page.nobody], NOBODY):
            tell(line)
    for line in manyproblems.lines(named_only(inputs)):
        tell(f'  {line}')
    for line in (*manyproblems.lines(inputs.problems), *manyproblems.lines(told(inputs, planned))):
        warn(line)
    for words, targets in outcomes(planned).items():
        for line in manyproblems.shortened([f'  {target}: {words}' for target in targets], words):
            tell(line)
    merge = planned.merge
    tell(f'List {inputs.page.title}: {len(merge.added)} more, {len(merge.removed)} fewer.')


def outcomes(planned: EnrolmentPlan) -> dict[str, Sequence[Target]]:
    """Return the targets of the plan by what becomes of them, in words."""
    merge = planned.merge
    return {
        'joins': merge.added,
        'left the sign-up page, or asked to leave: leaves the list': planned.left,
        'moves to the wiki they named': planned.moved,
        'was removed by somebody, stays off': merge.kept_out,
        'is on the list for another wiki': merge.elsewhere,
        'is the older name of somebody who signed up (check_targets -fix:renamed)': planned.older,
    }


def told(inputs: SignUpInputs, planned: EnrolmentPlan) -> list[Problem]:
    """Return what is worth a word and no problem."""
    return [*inputs.told, *set_aside(inputs.enrolled, planned.merge.added)]


def named_only(inputs: SignUpInputs) -> list[Problem]:
    """Return the lines that name accounts and sign nobody up, as is right: of other sections, and answers."""
    return [one for page in inputs.pages for one in (*page.outside, *page.answers)]


def write_unclear(inputs: SignUpInputs, planned: EnrolmentPlan) -> None:
    """Write whatever the terminal tells many of in one line into a file that only its owner can read."""
    title = inputs.page.title
    path = Path(config.base_dir) / 'outreach' / f'{quote(title, safe="")}.unclear.tsv'
    table = manyproblems.table([*inputs.problems, *told(inputs, planned), *named_only(inputs)])
    nobody = [Problem(one.place, one.text) for page in inputs.pages for one in page.nobody]
    people = [[Problem(str(target), words) for target in some] for words, some in outcomes(planned).items()]
    table += ''.join(map(manyproblems.whole, (nobody, *people)))
    if table:
        path.parent.mkdir(exist_ok=True)
        privatefiles.write(path, table)
        tell(f'Each of these lines is in {path}.')
    else:
        path.unlink(missing_ok=True)


def first_text(run: Run, inputs: SignUpInputs) -> Page:
    """Return the list to begin with: as it stands, or a new one in the model that we may create."""
    page, say = inputs.page, run.say
    if page.revid:
        return page
    lead = say('lead', pages=say('comma').join(f'[[:{escape(one.title)}]]' for one in inputs.pages))
    if run.given[CAMPAIGN]:
        ways = subscriptionpages.ways(run.given[CAMPAIGN] or '', say, account=run.home.user_name)
        lead = f'{ways}\n\n{lead}'
    if run.given[MODEL] == 'json':
        if run.rights & {'editcontentmodel', 'createwithcontentmodel'}:
            return Page(page.title, listjson.new(lead, (), run.home.host), model=listjson.MODEL)
        warn("This account may not create lists in MassMessage's own format: it is wikitext.")
    return Page(page.title, f'{lead}\n\n')


def changes(run: Run, inputs: SignUpInputs, start: Page, planned: EnrolmentPlan) -> list[Change]:
    """Return what becomes of the list, and of the pages that were asked for."""
    home, say = run.home, run.say
    foreseen = inputs.doubts_of(start, planned, home.host)

    def become(text: str) -> str:
        base = replace(start, text=text) if text else start
        after = inputs.plan(base, home.host)
        refuse_unforeseen(inputs.doubts_of(base, after, home.host), foreseen)
        return after.merge.list.text if text or after.merge.added else ''

    summary = say('summary', added=len(planned.merge.added), removed=len(planned.merge.removed))
    found = [Change(inputs.page, become, summary, '' if start.revid else start.model)]
    if run.given[ROSTER]:
        table = roster.roster(inputs.enrolled, say)
        found.append(region(run, run.given[ROSTER], roster.ROSTER, table))
    if run.given[RANKING]:
        table = roster.ranking_table(inputs.pages, say)
        found.append(region(run, run.given[RANKING], roster.RANKING, table))
    return found


def region(run: Run, title: str | None, name: str, inside: str) -> Change:
    """Return what keeps a table between its markers on a page."""
    page = run.home.read(title or '')
    return Change(page, lambda text: put_region(text, name, inside), run.say(f'{name}-summary'))


def main(*args: str) -> int:
    """Read who signed up, show what becomes of the list, and write it on consent."""
    run = begin(SCRIPT, SETTINGS, args, datetime.now(UTC))
    refuse(check(run.given))
    home, export = run.home, run.given[EXPORT]
    wanted = replace(request(run.given), signed_by_others=run.accepts(SIGNED_BY_OTHERS))
    if run.given[ESTIMATE]:
        tell(*estimate(run.farm, wanted))
        return 0
    inputs = read_inputs(run.farm, wanted, run.now, run.trust)
    start = first_text(run, inputs)
    planned = inputs.plan(start, home.host)
    show(inputs, planned)
    if not run.simulating:
        write_unclear(inputs, planned)
    if not inputs.page.revid:
        names = {one.name for one in inputs.enrolled}
        for title, count in overlaps(home, names, inputs.places).items():
            people = counted(len(names), 'person', 'people')
            warn(f'On {title} already: {count} of {people} who signed up. Is a new list needed?')
    doubts = [*run.foreign_settings, *inputs.doubts_of(start, planned, home.host)]
    run.write(changes(run, inputs, start, planned), doubts=doubts)
    tell(*run.requests())
    if export and not run.simulating:
        export.write_text(roster.export(inputs.enrolled), encoding='utf-8')
    nobody = not inputs.enrolled and any(page.nobody for page in inputs.pages)
    return 1 if inputs.problems or nobody else 0


if __name__ == '__main__':
    raise SystemExit(exit_code(main))
