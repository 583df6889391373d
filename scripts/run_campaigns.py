#!/usr/bin/env python3
"""Run what is due for all campaigns that you have accepted, by the commands that you would type.

For each campaign it reads what stands on the wiki, decides what is due, and runs that command: one after the
other, each printed. It keeps nothing between runs: killed at any moment, the next run goes on. Start it
every hour (jobs.yaml). In the end each campaign's page Status says where it stands, and what waits for whom.

Which campaigns, in user-config.py or on the page of JSON (there as {"campaigns": […]}):
  _outreach_campaigns = [{'page': 'Outreach/Medicine', 'limits': {'dailycap': 500}}]
page is the campaign's page; limits hold where the page is looser (dailycap, cooldown, faillimit, delay);
unasked is what may happen without you: list, test, plan, check, record (all of these), and send, without
which every plan needs an approval; accept names doubts to pass, gaps what log_promotion is asked for,
complaints how many complaints you have looked at.

Options:
-campaigns:…  page of JSON of your account that names campaigns (else User:<account>/campaigns.json)
-only:…       this campaign alone; may be repeated (all)
-status       write the pages of status and nothing else; with -only also of campaigns that you run by hand
-dry          print what is due and why, run nothing and write nothing
-language:…   the language of the pages of status (else that of the wiki)

Example: pwb run_campaigns -dry

Exit codes: 0 done (also: what is left waits for people or for its day), 1 something that you have to fix,
2 bad input, nothing done, 3 stopped: by your stop page, a block, or a wiki out of reach.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from outreach import outputs, phrases, settingstemplate, sites, wikitext
from outreach.campaign import TEMPLATE, stop_pages, subpage
from outreach.campaigns import reading, statuspage
from outreach.campaigns.accepted import Accepted
from outreach.campaigns.campaignstate import STATUS, CampaignState
from outreach.campaigns.decisions import Ahead, Command, Decision, Step, Waits
from outreach.campaigns.due import ahead, due
from outreach.exitcodes import exit_code
from outreach.pages import Page
from outreach.problems import BadInput, Problem, Stopped, WikiError, no_page, refuse
from outreach.run import Change, Run, begin, texts
from outreach.sends import messagepages
from outreach.settings import CAMPAIGN, LANGUAGE, Given, flag, home_title, many, maybe
from outreach.wiki import Wiki, complain, simulating, tell, warn

SCRIPT = 'run_campaigns'
CAMPAIGNS = maybe('campaigns', home_title)
ONLY = many('only', home_title)
STATUS_ONLY = flag('status')
DRY = flag('dry')
SETTINGS = (CAMPAIGNS, ONLY, STATUS_ONLY, DRY, LANGUAGE)
FOLDER = Path(__file__).resolve().parent
# 0 done, 1 done with failures that are listed; what a script refused or could not do is told if still due
DONE = (0, 1)
# what the command `pwb` runs, wherever it lies
PWB = 'from pywikibot.scripts.wrapper import run; run()'
MOST_AROUND = 200
CRASH = 'Traceback (most recent call last)'


@dataclass
class CampaignOutcome:
    """What became of one campaign: how it stands in the end, and what the operator has to fix."""

    state: CampaignState
    found: tuple[Decision, ...]
    ahead: Ahead
    to_fix: list[str] = field(default_factory=list)


def no_campaigns(home: Wiki, titles: Sequence[str]) -> list[Problem]:
    """Return which of these pages are no campaigns: they are not there, or nobody has filled one in there."""
    problems = []
    for title, page in home.read_many(titles).items():
        if not page.revid:
            problems.append(no_page(title, f'there is no such page on {home.host}'))
        elif not settingstemplate.holds(page.text, TEMPLATE):
            problems.append(Problem(title, f'holds no {{{{{TEMPLATE}}}}}, so it is no campaign'))
    return problems


def chosen(run: Run) -> list[Accepted]:
    """Return the campaigns of this run; raise BadInput for one that nobody has accepted.

    A status alone can be had of others too, if they are campaigns.
    """
    page = run.given[CAMPAIGNS] or f'User:{run.home.user_name}/campaigns.json'
    known = {one.page: one for one in reading.accepted_by(run.home, run.trust, page)}
    if not run.given[ONLY]:
        nothing = f'names no campaign in user-config.py, nor does {page}: there is nothing to run (see -help)'
        refuse([] if known else [Problem('_outreach_campaigns', nothing)])
        return list(known.values())
    if run.given[STATUS_ONLY]:
        refuse(no_campaigns(run.home, run.given[ONLY]))
        return [known.get(title, Accepted(title, frozenset())) for title in run.given[ONLY]]
    refuse(
        Problem(f'-only:{title}', f'is accepted neither in user-config.py nor on {page}')
        for title in run.given[ONLY]
        if title not in known
    )
    return [known[title] for title in run.given[ONLY]]


def typed(command: Command) -> tuple[int, bool]:
    """Run a command as a process, printing what it prints; return its exit code, and whether it crashed."""
    tell(f'$ {command}')
    path = FOLDER / f'{command.script}.py'
    pwb = [sys.executable, '-c', PWB, str(path), *command.options]
    crashed = False
    with subprocess.Popen(
        pwb, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding='utf-8',
        errors='replace', env={**os.environ, sites.ATTENDED: '1'},
    ) as process:  # fmt: skip
        for line in process.stdout or ():
            crashed = crashed or line.startswith(CRASH)
            tell(f'  {line.rstrip()}')
    return process.returncode, crashed


def attend(run: Run, accepted: Accepted, *, act: bool) -> CampaignOutcome:
    """Do what is due for a campaign until nothing is, reading anew how it stands after each command."""
    done: dict[Command, str] = {}
    while True:
        now = datetime.now(UTC)
        state = reading.read(run.farm, run.trust, accepted, now)
        found = due(state, now)
        steps = [one.command for one in found if isinstance(one, Step)]
        new = next((command for command in steps if command not in done), None)
        if new is None or not act:
            break
        code, crashed = typed(new)
        done[new] = '' if code in DONE and not crashed else f'ended with {code}{", it crashed" * crashed}'
    to_fix = [f'{command} {how}' for command, how in done.items() if how and command in steps]
    to_fix += [f'{one.page}: {one.what}' for one in found if isinstance(one, Waits) and one.to_fix]
    to_fix += [str(problem) for problem in state.problems if problem.absent == accepted.page]
    return CampaignOutcome(state, found, ahead(state, now), to_fix)


def write_status(run: Run, outcome: CampaignOutcome) -> None:
    """Bring a campaign's page of status up to date; no edit where it is already, no new page of no campaign.

    It tells a stop of the campaign too, so only the stop page of the account keeps it from being written.
    Raises BadInput where it has broken markers, with the line, or where our account may not edit it.
    """
    home, state = run.home, outcome.state
    inside = statuspage.render(state, outcome.found, home.user_name, run.say, outcome.ahead)
    home.stop_pages = stop_pages(None, home.user_name)
    outputs.watch(home, Given({**run.given.values, CAMPAIGN.name: state.title}, run.given.written))
    frame = messagepages.frame(home, run.given[LANGUAGE] or '')

    def become(text: str) -> str:
        return statuspage.put(text, frame(inside))

    change = Change(home.read(subpage(state.title, STATUS)), become, run.say('summary'))
    tell_around(run, change.before)
    if change.changes:
        refuse([] if change.before.revid else no_campaigns(home, [state.title]))
        refuse(run.protected([change.before.title]))
        home.update(change.before.title, change.transform, change.summary, page=change.before)


def tell_around(run: Run, page: Page) -> None:
    """Say who edited the page of status last, if not somebody trusted, and what it says beside our words."""
    if page.revid and page.user not in run.trust:
        with wikitext.markers_on(page.title):
            words = ' '.join(statuspage.around(page.text).split())[:MOST_AROUND]
        beside = f', and says beside what the scripts wrote: {words!r}' if words else ''
        warn(f'{page.title} was edited last by {page.user or "somebody hidden"}, who is not trusted{beside}')


def show(outcome: CampaignOutcome) -> None:
    """Print what was decided, and why."""
    english = texts(SCRIPT, 'en')
    tell(*(f'  {line}' for line in statuspage.in_words(outcome.found, english)))
    tell(*(f'  {problem}' for problem in outcome.state.problems))


def main(*args: str) -> int:
    """Attend to all campaigns; one that fails does not hold up the others."""
    run = begin(SCRIPT, SETTINGS, args, datetime.now(UTC))
    given = run.given
    refuse(phrases.check_language(SCRIPT, given.place(LANGUAGE), given[LANGUAGE]))
    campaigns, dry = chosen(run), given[DRY] or simulating()
    to_fix: list[str] = []
    stopped = False
    for accepted in campaigns:
        tell(f'{accepted.page}:')
        run.home.stop_pages = stop_pages(None, run.home.user_name)
        run.home.check_stop_pages()
        try:
            outcome = attend(run, accepted, act=not (dry or given[STATUS_ONLY]))
            show(outcome)
            if not dry:
                write_status(run, outcome)
        except (BadInput, WikiError, Stopped) as error:
            to_fix.append(f'{accepted.page}: {error}')
            stopped = stopped or isinstance(error, Stopped)
            continue
        to_fix += [f'{accepted.page}: {one}' for one in outcome.to_fix]
    for line in to_fix:
        complain(line)
    return 3 if stopped else int(bool(to_fix))


if __name__ == '__main__':
    raise SystemExit(exit_code(main))
