#!/usr/bin/env python3
"""Check which affiliates may be written to, and why, and keep the lists for it.

Joins the registry of affiliates, the list of who signed the agreement, standing and contacts. Each affiliate
ends as write, ask or leave out; what is unknown is asked for and never counts as a yes. Names no person on a
wiki. What comes out: a result page, a delivery list of talk pages, and a private list of contacts.

Options:
-campaign:…    the campaign's page: the result goes to its subpage Affiliates unless -result is given (none)
-registry:…    the page of the registry (Module:Organizational Informations)
-signed:…      who signed the affiliate agreement: a page, or a .csv or .txt file (none)
-asof:…        of which day that list is, such as 2026-11-01 (else the last edit of its page)
-maxage:…      how many days old it may be without a doubt (90); more than a year is refused
-require:…     what must be true: signed, standing, and always recognised; separated by commas (recognised)
-types:…       only affiliates of these types, such as User Group; separated by commas, as below (all)
-regions:…     only those of these regions (all)
-countries:…   only those of these countries (all)
-languages:…   only those that named one of these languages in their last report (all)
-same:…        a page of names that changed: * Old name = New name (none)
-exclude:…     a page of people or affiliates that must not be asked; may be repeated (none)
-nomail:…      the page of people who want no mail (else Wikimedia nomail list, where -clients is given)
-liaisons:…    a page of liaisons by affiliate: the result lists the groups without one (none)
-referrals:…   a page where affiliates name pages and people of their communities: the result lists those
               that may be written to and named none (none)
-secondwave:…  a delivery list that gets what they named, for a second message (none)
-contacts:…    a private file (CSV, chmod 600) of contact people with their addresses (none)
-clients:…     write the private list of contacts to this file, a bare name in the private folder (none)
-roles:…       only contacts with these roles, for -clients; separated by commas (all)
-here          allow private files in the shared home of Toolforge
-result:…      the result page (else the subpage Affiliates of the campaign's page)
-talklist:…    a delivery list that gets the talk pages of those that may be written to (none)
-explain:…     show all facts about one affiliate, by name, code or id, and write nothing; may be repeated
               (none)
-language:…    the language of the words on the pages (else that of the wiki)
-summary:…     words of yours before the summary of each edit (none)
-accept:…      go on unattended in spite of a doubt, by its code; may be repeated (none)
-always        write without asking
-simulate      show what would be written, and write nothing

Examples: pwb check_affiliates -signed:Outreach/Agreements -require:signed -result:Outreach/Affiliates
          pwb check_affiliates -campaign:Outreach/X -contacts:contacts.csv -clients:clients.csv

Exit codes: 0 done (also: nothing to do), 1 finished with problems that are listed, 2 bad input or
refused, nothing written, 3 stopped or waiting for people.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from outreach import leakgate, privatefiles, siteinfo, wiki, wikitext
from outreach.accountlinks import Resolver
from outreach.affiliates import (
    clientlist,
    clients,
    contactfile,
    inputs,
    optouts,
    referrals,
    registry,
    reporting,
    talklist,
)
from outreach.affiliates.assessment import assess
from outreach.affiliates.clients import Clients
from outreach.affiliates.inputs import AffiliateInputs, AffiliateRequest
from outreach.affiliates.resultpage import REGION, AffiliateReport, render
from outreach.affiliates.verdict import RECOGNISED, REQUIRABLE, Judged, Selection, unknown_values
from outreach.campaign import EXCLUDE, LIAISONS, subpage
from outreach.exitcodes import exit_code
from outreach.lists.entries import Target
from outreach.lists.listpages import losing
from outreach.problems import BadInput, Problem, refuse
from outreach.run import WRITING, Change, Run, begin
from outreach.settings import (
    CAMPAIGN,
    HERE,
    day,
    home_title,
    many,
    maybe,
    some_of,
    whole_number,
)
from outreach.settings import one as setting
from outreach.wiki import tell, warn
from outreach.words import counted

SCRIPT = 'check_affiliates'


def several(text: str) -> frozenset[str]:
    """Read values that are separated by commas, folded; raise ValueError where there is none."""
    values = frozenset(registry.fold(part) for part in text.split(',') if part.strip())
    if not values:
        raise ValueError('must be one or more values, separated by commas')
    return values


def required(text: str) -> frozenset[str]:
    """Read what must be true; raise ValueError for anything else."""
    return frozenset(some_of(*REQUIRABLE)(text))


def page_or_file(text: str) -> str:
    """Read a title or the name of a file; raise ValueError for what is neither."""
    return text.strip() if is_file(text) else home_title(text)


def is_file(text: str) -> bool:
    """Return whether a file is meant, not a page."""
    return text.strip().lower().endswith(('.csv', '.tsv', '.txt')) or text.strip()[:1] in ('/', '.', '~')


ALL: frozenset[str] = frozenset()
REGISTRY = setting('registry', home_title, default=registry.PAGE)
SIGNED = maybe('signed', page_or_file)
AS_OF = maybe('asof', day)
MAX_AGE = setting('maxage', whole_number(1, 365), default=90)
REQUIRE = setting('require', required, default=frozenset({RECOGNISED}))
TYPES = setting('types', several, default=ALL)
REGIONS = setting('regions', several, default=ALL)
COUNTRIES = setting('countries', several, default=ALL)
LANGUAGES = setting('languages', several, default=ALL)
SAME = maybe('same', home_title)
NOMAIL = maybe('nomail', home_title)
REFERRALS = maybe('referrals', home_title)
SECOND_WAVE = maybe('secondwave', home_title)
CONTACTS = maybe('contacts', str)
CLIENTS = maybe('clients', str)
ROLES = setting('roles', several, default=ALL)
RESULT = maybe('result', home_title)
TALK_LIST = maybe('talklist', home_title)
EXPLAIN = many('explain', str)
SETTINGS = (
    CAMPAIGN, REGISTRY, SIGNED, AS_OF, MAX_AGE, REQUIRE, TYPES, REGIONS, COUNTRIES, LANGUAGES, SAME, EXCLUDE,
    NOMAIL, LIAISONS, REFERRALS, SECOND_WAVE, CONTACTS, CLIENTS, ROLES, HERE, RESULT, TALK_LIST, EXPLAIN,
    *WRITING,
)  # fmt: skip


def check(run: Run) -> None:
    """Raise BadInput with every rule between options that is broken."""
    given, problems = run.given, []
    if 'signed' in given[REQUIRE] and not given[SIGNED]:
        problems.append(Problem('-require:signed', 'needs -signed:…, the list of who signed'))
    if given[ROLES] and not given[CLIENTS]:
        problems.append(Problem('-roles', 'goes with -clients:…'))
    if given[CONTACTS] and not given[CLIENTS]:
        problems.append(Problem('-contacts', 'goes with -clients:…, which names the file to be written'))
    if given[SECOND_WAVE] and not given[REFERRALS]:
        problems.append(Problem('-secondwave', 'goes with -referrals:…, which says where'))
    if problems:
        raise BadInput(problems)


def request(run: Run) -> AffiliateRequest:
    """Return what is to be read, with the texts of the files that were given."""
    given = run.given
    campaign, signed, contacts = given[CAMPAIGN], given[SIGNED] or '', given[CONTACTS]
    folder = wiki.private_folder()
    about = (leakgate.private_text(contacts, folder), Path(contacts).name) if contacts else None
    return AffiliateRequest(
        registry=given[REGISTRY],
        signed=Path(signed).name if is_file(signed) else signed,
        signed_text=leakgate.private_text(signed, folder) if is_file(signed) else None,
        as_of=given[AS_OF],
        same=given[SAME] or '',
        exclude=given[EXCLUDE],
        nomail=given[NOMAIL] or (optouts.NOMAIL if given[CLIENTS] else ''),
        liaisons=given[LIAISONS] or '',
        referrals=given[REFERRALS] or '',
        result=given[RESULT] or (subpage(campaign, 'Affiliates') if campaign else ''),
        contacts=contactfile.read(*about) if about else (),
        unread=contactfile.unread(*about) if about else '',
        now=run.now,
    )


def referred(
    run: Run, found: AffiliateInputs, report: AffiliateReport
) -> tuple[AffiliateReport, list[Target]]:
    """Return the report with who named nobody of its communities, and what the others named."""
    title, farm = run.given[REFERRALS], run.farm
    if not title:
        return report, []
    hosts = {info.dbname: info.host for info in farm.matrix}
    resolver = Resolver(farm.home.host, siteinfo.looked_up(farm, set()), hosts)
    named, problems = referrals.read(found.pages[title], found.evidence.index, resolver)
    unanswered = tuple(referrals.without(report.judged, named))
    told = replace(report, without_referral=unanswered, problems=(*report.problems, *problems))
    return told, referrals.second_wave(report.judged, named)


def changes(
    run: Run, asked: AffiliateRequest, found: AffiliateInputs, report: AffiliateReport, wave: Sequence[Target]
) -> list[Change]:
    """Return what becomes of the result page and of the delivery lists."""
    planned = []
    if asked.result:
        inside = render(report, run.say)
        become: Callable[[str], str] = lambda text: wikitext.put_region(text, REGION, inside)  # noqa: E731
        planned.append(Change(found.pages[asked.result], become, run.say('summary')))
    if title := run.given[TALK_LIST]:
        change = talklist.change(run.home, title, report, found.evidence.namespaces, run.say)
        planned += talklist.begun(change, talklist.targets(report.judged, run.home.host))
    if title := run.given[SECOND_WAVE]:
        lead, summary = run.say('second-wave-lead'), run.say('second-wave-summary')
        names = found.evidence.namespaces
        planned += talklist.begun(talklist.kept(run.home, title, wave, (), names, lead, summary), wave)
    return planned


def write_clients(run: Run, path: Path, found: AffiliateInputs, chosen: Clients) -> None:
    """Write the private list; under -simulate say what would be written."""
    people = counted(len({one.person for one in chosen.clients}), 'person', 'people')
    count = f'{counted(len(chosen.clients), "contact")}, {people}'
    if run.simulating:
        tell(f'Would write {count} to {path}.')
        return
    revision = found.evidence.source.revid
    privatefiles.write(path, clientlist.render(chosen.clients, revision, run.now.date()))
    tell(f'Wrote {count} to {path}: private, do not put it on a wiki.')


def main(*args: str) -> int:
    """Read all sources, judge every affiliate, show it, and write on consent."""
    run = begin(SCRIPT, SETTINGS, args, datetime.now(UTC))
    check(run)
    given, name = run.given, run.given[CLIENTS]
    path = privatefiles.place(name, wiki.private_folder(), here=given[HERE]) if name else None
    asked = request(run)
    found = inputs.read(run.farm, run.trust, asked)
    rule = Selection(given[TYPES], given[REGIONS], given[COUNTRIES], given[LANGUAGES], given[REQUIRE])
    wrong = unknown_values(rule, found.evidence.registry, (found.evidence.languages or {}).values())
    refuse([*wrong, *(clients.unknown_roles(given[ROLES], asked.contacts) if path else ())])
    judged = assess(found.evidence, rule)
    if given[EXPLAIN]:
        return explain(run, judged, found)
    report, wave = referred(run, found, reporting.report(judged, found))
    chosen = clients.choose(judged, asked.contacts, found.evidence, given[ROLES]) if path else Clients()
    tell(*filter(None, [asked.unread]), *reporting.terminal_lines(report, chosen, run.say))
    for problem in report.problems:
        warn(str(problem))
    doubts = reporting.doubts(report, found, given[MAX_AGE], run.now.date())
    deciding = {asked.signed, asked.same, asked.referrals} - {''}
    doubts += reporting.by_others(
        [found.pages[one] for one in sorted(deciding & set(found.pages))], run.trust
    )
    planned = changes(run, asked, found, report, wave)
    lists = {given[TALK_LIST], given[SECOND_WAVE]}
    doubts += losing([one for one in planned if one.before.title in lists], run.home.host)
    written = run.write(planned, doubts=doubts) if planned else False
    if path and chosen.clients:
        if not written:
            run.consent(f'Write {counted(len(chosen.clients), "contact")} to {path}?', (), doubts)
        write_clients(run, path, found, chosen)
    elif path:
        warn(f'There is nobody to write to: {path} is not written.')
    tell(*run.requests())
    return int(bool(report.problems or chosen.lost or (path and not chosen.clients)))


def explain(run: Run, judged: Sequence[Judged], found: AffiliateInputs) -> int:
    """Print everything that is known of some affiliates."""
    code = 0
    for name in run.given[EXPLAIN]:
        meant = found.evidence.index.meaning(name)
        lines = [
            line for line in judged if any(line.affiliate is affiliate for affiliate in meant.affiliates)
        ]
        for line in lines:
            tell(*reporting.explanation(line, found.evidence.reports, run.say))
        if not lines:
            alike = found.evidence.index.alike(name)
            warn(f'{name}: no affiliate is called so{f"; did you mean {alike}?" if alike else ""}')
            code = 1
    return code


if __name__ == '__main__':
    raise SystemExit(exit_code(main))
