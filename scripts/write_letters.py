#!/usr/bin/env python3
"""Write one personal letter to each person, in their language: as drafts, or sent at most once.

Letters come from a page of the wiki with subpages for languages, people from a client list, a file, a list or
a sign-up page. Every letter is checked, shown and approved; then drafts are left (.eml and .mbox), or they go
out through the wiki or a mail server. A private ledger remembers who got what; the wiki learns numbers only.

Options:
-campaign:…    the campaign's page; its settings count unless given here (none)
-letter:…      the page of the letter, or a folder (./letters) of files such as sv.txt (else the subpage
               Letter of the campaign's page)
-fallback:…    the language of the letter's own page (en)
-clients:…     whom to write to: the private client list of check_affiliates (none)
-people:…      or: a delivery list, a sign-up page, or a private file (.csv, .txt; chmod 600) of people (none)
-by:…          how: drafts, wiki, smtp; several by commas, the first that reaches somebody counts (drafts)
-exclude:…     a page of people or groups that must not be written to; may be repeated (none)
-nomail:…      the page of people who want no mail (Wikimedia nomail list)
-cooldown:…    for how many days who got any letter gets no other one (30)
-notbefore:…   the day before which nothing is sent, such as 2026-12-01 (none)
-testto:…      send one letter to yourself: me, or an account that you trust; needed before a send (none)
-approve:…     send what was shown under this number (none)
-perday:…      how many letters a day (else 15 by wiki and never more than 3/4 of its limit, 100 by smtp)
-pause:…       how many seconds between two letters, up to half as many more (20)
-until:…       end for today at this time (UTC), such as 18:00 (none)
-settle:…      say what became of a letter: 17=sent, notsent, bounced, answered or optedout; drafts=sent
               for all drafts; may be repeated (none)
-report        show what became of all letters, and write their numbers for log_promotion -mailing
-audience:…    the audience that the numbers name (else affiliate contacts)
-forget:…      forget all but who must get nothing again: campaign, the number of a letter, or an account;
               may be repeated (none)
-here          allow private files in the shared home of Toolforge
-language:…    the language of the words on the campaign's page of letters (else that of the wiki)
-summary:…     words of yours before the summary of each edit (none)
-accept:…      go on unattended in spite of a doubt, by its code; may be repeated (none)
-always        leave drafts, or send what was approved, without asking
-simulate      show what would be done, and do nothing

Who writes and by which server stands in user-config.py (_outreach_mail), never in an option.

Examples: pwb write_letters -campaign:Outreach/X -clients:clients.csv -simulate
          pwb write_letters -campaign:Outreach/X -clients:clients.csv

Exit codes: 0 done (also: nothing to do), 1 finished with problems that are listed, letters left or unknown,
2 bad input or refused, nothing written, 3 stopped or waiting for people.
"""

from __future__ import annotations

import time as clocks
from datetime import UTC, datetime
from pathlib import Path
from random import random

from outreach import absent, privatefiles, siteinfo, stops, wiki
from outreach.affiliates import optouts
from outreach.campaign import AUDIENCE, COOLDOWN, EXCLUDE, FALLBACK, NOTBEFORE, subpage
from outreach.exitcodes import exit_code
from outreach.leakgate import private_text
from outreach.letters import (
    afterwards,
    claimpage,
    drafting,
    drafts,
    hands,
    mailsettings,
    planning,
    reading,
    reporting,
    sending,
    testing,
    wikimail,
)
from outreach.letters.consent import ConsentRequest, approved_plan, check_number
from outreach.letters.ledger import Ledger
from outreach.letters.ledgerfile import NAME
from outreach.letters.letter import LetterChannel, LetterState
from outreach.letters.mailsettings import MailSettings
from outreach.letters.planning import LetterRequest, Planned, plan_letters
from outreach.letters.reading import NamedPeople
from outreach.letters.sending import Pacing
from outreach.problems import Problem, Stopped, refuse
from outreach.run import WRITING, Run, begin
from outreach.settings import (
    CAMPAIGN,
    HERE,
    flag,
    home_title,
    many,
    maybe,
    some_of,
    whole_number,
)
from outreach.settings import one as setting
from outreach.terminal import tell, warn
from outreach.words import counted

SCRIPT = 'write_letters'
A_DAY = {LetterChannel.WIKI: 15, LetterChannel.SMTP: 100}
DRAFTS, AFFILIATES = 'drafts', 'affiliate contacts'
DRAFTS_ONLY: tuple[str, ...] = (DRAFTS,)


LETTER = maybe('letter', str)
CLIENTS = maybe('clients', str)
PEOPLE = maybe('people', str)
BY = setting('by', some_of(*(one.value for one in LetterChannel)), default=DRAFTS_ONLY)
NOMAIL = setting('nomail', home_title, default=optouts.NOMAIL)
TEST_TO = maybe('testto', afterwards.no_address)
APPROVE = maybe('approve', str)
PER_DAY = maybe('perday', whole_number(1))
PAUSE = setting('pause', whole_number(0), default=20)
UNTIL = maybe('until', sending.hour)
SETTLE = many('settle', afterwards.settled)
REPORT = flag('report')
FORGET = many('forget', afterwards.no_address)
SETTINGS = (
    CAMPAIGN, LETTER, FALLBACK, CLIENTS, PEOPLE, BY, EXCLUDE, NOMAIL, COOLDOWN, NOTBEFORE, TEST_TO, APPROVE,
    PER_DAY, PAUSE, UNTIL, SETTLE, REPORT, AUDIENCE, FORGET, HERE, *WRITING,
)  # fmt: skip


def clock() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


def rest(seconds: int) -> None:
    """Wait between two letters."""
    clocks.sleep(sending.rest_for(seconds, random()).total_seconds())


def looks_back(run: Run) -> bool:
    """Return whether letters are looked back at, and none are written."""
    return any((run.given[SETTLE], run.given[FORGET], run.given[REPORT]))


def check(run: Run, settings: MailSettings) -> None:
    """Raise BadInput with every rule between options that is broken."""
    given, problems = run.given, []
    if not given[CAMPAIGN]:
        problems.append(Problem('-campaign', 'is needed: letters belong to a campaign'))
    if not looks_back(run) and bool(given[CLIENTS]) == bool(given[PEOPLE]):
        problems.append(Problem('-clients', 'or -people says whom to write to: give one of them'))
    sends = [name for name in given[BY] if name != DRAFTS]
    if given[TEST_TO] and len(sends) != 1:
        problems.append(Problem('-testto', 'goes with -by:wiki or -by:smtp'))
    if LetterChannel.SMTP.value in given[BY] and not settings.host:
        problems.append(Problem('-by:smtp', f"needs 'host' and 'address' in {mailsettings.PLACE}"))
    if (given[TEST_TO] or testing.ME) not in (testing.ME, *run.trust.accounts):
        problems.append(Problem('-testto', 'must be "me", or an account that you trust (_outreach_trusted)'))
    refuse(problems)


def named(run: Run) -> NamedPeople:
    """Return the lines that name people: of the client list, of a file or of a page."""
    clients, name, private = run.given[CLIENTS], run.given[PEOPLE] or '', wiki.private_folder()
    if clients:
        return reading.of_clients(run.home, private_text(clients, private), Path(clients).name, run.now)
    if reading.is_file(name):
        return reading.of_file(run.farm, private_text(name, private), Path(name).name)
    return reading.of_page(run.farm, siteinfo.titles(run.home)(name))


def request(run: Run, settings: MailSettings) -> LetterRequest:
    """Return what is asked for."""
    given = run.given
    name = given[LETTER] or subpage(given[CAMPAIGN] or '', 'Letter')
    letter = name if reading.is_folder(name) else siteinfo.titles(run.home)(name)
    by = tuple(map(LetterChannel, given[BY]))
    return LetterRequest(
        letter, given[FALLBACK], by, given[EXCLUDE], given[NOMAIL], given[COOLDOWN], settings.name
    )


def pacing(run: Run, by: tuple[LetterChannel, ...]) -> Pacing:
    """Return how fast letters go out; raise BadInput where our account may not send any."""
    given, a_day = run.given, {one: run.given[PER_DAY] or A_DAY[one] for one in by if one in A_DAY}
    if LetterChannel.WIKI in a_day:
        wrong, share = wikimail.may_send(run.home)
        refuse([Problem('-by:wiki', f'our account {wrong}')] if wrong else [])
        a_day[LetterChannel.WIKI] = min(a_day[LetterChannel.WIKI], share)
    return Pacing(a_day, given[PAUSE], given[UNTIL])


def test(run: Run, ledger: Ledger, settings: MailSettings, made: Planned, pace: Pacing) -> int:
    """Send one letter to oneself, on consent."""
    (channel,) = pace.a_day
    to = run.given[TEST_TO]
    user = '' if channel is LetterChannel.SMTP else run.home.user_name if to == testing.ME else to or ''
    letter = testing.to_oneself(made.plan, channel, settings, user)
    refuse([Problem('-testto', 'there is no letter to try')] if letter is None else [])
    run.consent('Send one letter to yourself?', (), made.doubts)
    if run.simulating or letter is None:
        return 0
    outcome = testing.send(
        letter, ledger, made.texts, hands.by_channel(run.home, ledger, settings, clock), clock
    )
    tell(f'The test letter: {outcome.state.value} {outcome.code}'.rstrip() + '.')
    return 0 if outcome.state is LetterState.SENT else 1


def write(run: Run, ledger: Ledger, settings: MailSettings, root: Path) -> int:
    """Plan, show, ask, and leave drafts or send; return the exit code."""
    stops.heed_close(run.home, run.given[CAMPAIGN])
    check_number(ledger, run.given[APPROVE] or '')
    wanted = request(run, settings)
    pace = pacing(run, wanted.channels)
    claimpage.check(run.home, ledger, simulating=run.simulating)
    made = plan_letters(run, ledger, named(run), wanted)
    tell(*made.lines)
    for problem in made.problems:
        warn(str(problem))
    if run.given[TEST_TO]:
        return test(run, ledger, settings, made, pace)
    problems = bool(made.problems) or ledger.has_unknown()
    if not made.plan.letters:
        tell('No letters to write.')
        return int(problems)
    check_sends(run, ledger, made)
    pages = (claimpage.title_of(ledger.campaign),)
    asked = ConsentRequest(made.plan, settings.digest_words, run.given[APPROVE] or '', made.doubts, pages)
    plan = approved_plan(run, ledger, asked, root)
    if run.simulating:
        return int(problems)
    claimpage.take(run.home, ledger, run.say, run.navigation)
    if plan.drafts:
        left = drafting.leave(ledger, plan.drafts, settings, root, run.now)
        tell(f'{counted(len(plan.drafts), "draft")}: {left}')
    watch, hand = planning.watch(run, wanted, made.texts), hands.by_channel(run.home, ledger, settings, clock)
    done = sending.Sending(ledger, hand, watch.check, pace, clock, rest, tell).send(plan.sends)
    for line in reporting.sent_lines(done) if plan.sends else ():
        tell(line)
    return int(problems or len(plan.letters) < len(made.plan.letters) or done.unfinished)


def check_sends(run: Run, ledger: Ledger, made: Planned) -> None:
    """Raise BadInput where no test letter went out yet, Stopped where it is too early to send."""
    if made.plan.sends and not run.simulating:
        refuse(testing.untested(made.plan, ledger, made.texts))
        first = run.given[NOTBEFORE]
        if first and run.now.date() < first:
            raise Stopped(f'Nothing is sent before {first}.')


def look_back(run: Run, ledger: Ledger, root: Path) -> None:
    """Take what the organizer found out, forget, and report."""
    given = run.given
    lines: list[str] = [
        *afterwards.which_letter(ledger, given[LETTER] or ''),
        *(afterwards.settle(run, ledger, given[SETTLE]) if given[SETTLE] else ()),
        *(afterwards.forget(run, ledger, given[FORGET], root) if given[FORGET] else ()),
        *(afterwards.report(run, ledger, given[AUDIENCE] or AFFILIATES, root) if given[REPORT] else ()),
    ]
    tell(*lines)


def work(run: Run) -> int:
    """Write letters, or look back at them; return the exit code."""
    given, root = run.given, wiki.private_folder()
    settings = mailsettings.read(wiki.configured('mail'), privatefiles.read, root.parent.parent)
    check(run, settings)
    privatefiles.place(NAME, root, here=given[HERE])
    letter = reading.key_of(request(run, settings).letter, root.parent.parent)
    ledger = Ledger.open(root, given[CAMPAIGN] or '', letter, simulating=run.simulating)
    try:
        if not run.simulating:
            for state, count in ledger.recover(drafts.finished(root)).items():
                letters = counted(count, 'letter is', 'letters are')
                warn(f'A run was ended half-way: {letters} {state.value} now.')
        if looks_back(run):
            look_back(run, ledger, root)
            return int(ledger.has_unknown())
        code = write(run, ledger, settings, root)
    finally:
        ledger.close()
    tell(*run.requests())
    return code


def main(*args: str) -> int:
    """Write letters."""
    run = begin(SCRIPT, SETTINGS, args, datetime.now(UTC))
    pages = [] if looks_back(run) else planning.pages_read(run, LETTER, (LETTER, PEOPLE, EXCLUDE, NOMAIL))
    return absent.told_together(run.home, pages, lambda: work(run))


if __name__ == '__main__':
    raise SystemExit(exit_code(main))
