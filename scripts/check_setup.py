#!/usr/bin/env python3
"""Look at the wikis for the first time, only reading: what works, what does not, and what to do.

Says in a table, with yes, no, "cannot tell" or "not used": the account and what it may do (and what it may
beyond any task), what the grants of its log-in keep back, how many requests a minute it has, its user agent,
the stop pages, the templates and forms that a campaign needs, who changed them and whether they are
protected, who delivers messages, every request that the scripts make (those that write are only asked about)
compared with what these scripts expect, how people opt out, the replicas, the tools, and the extras.

-campaign:…      the campaign's page; what its settings use is looked at (none)
-task:…          what the account is for: build, request, send or mail; more rights than that are named (send)
-wikis:…         wikis whose opt-out category is asked for; may be repeated (else the campaign's)
-source:…        the wiki on which the topic is looked up (none)
-petscan:…       number of a PetScan query, if that tool is to be tried; may be repeated (none)
-pagepile:…      number of a PagePile list, likewise; may be repeated (none)
-sparql:…        a query of Wikidata, likewise; may be repeated (none)
-replica         try every statement of the Wiki Replicas (else only if db_… in user-config.py name a server)
-json:…          file to keep the table in (none)
-record:…        folder to keep the replies in, with names, texts and ids replaced (none)

Example: pwb check_setup -campaign:Outreach/Medicine

Exit codes: 0 all well, 1 something does not work or cannot be told, 2 bad options, 3 the wiki is out of
reach.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from outreach import campaign, farm, sites
from outreach.audience.topic import chosen_wikis
from outreach.checks import probes, recording, setupreport
from outreach.checks.setupreport import SetupAnswer, SetupRow
from outreach.exitcodes import exit_code
from outreach.problems import BadInput, Problem, WikiError
from outreach.run import PAGE, Run, begin
from outreach.settings import CAMPAIGN, REPLICA, maybe, one, one_of
from outreach.wiki import Wiki, tell, tell_table
from outreach.words import counted

SCRIPT = 'check_setup'
TASK = one('task', one_of(*setupreport.NEEDS), default='send')
JSON = maybe('json', Path)
RECORD = maybe('record', Path)
SETTINGS = (
    CAMPAIGN, TASK, campaign.WIKIS, campaign.SOURCE, campaign.PETSCAN, campaign.PAGEPILE, campaign.SPARQL,
    REPLICA, JSON, RECORD,
)  # fmt: skip


class Record:
    """Keeps the replies of a look, to be written as fixtures."""

    def __init__(self, date: str) -> None:
        self.date, self.replace = date, recording.Replacing()
        self.kept: list[dict[str, Any]] = []

    def __call__(self, request: Mapping[str, Any], reply: Any) -> None:
        """Keep a reply, with names and ids replaced."""
        self.kept.append(recording.fixture('check_setup', self.date, request, reply, self.replace))


def account(run: Run) -> Iterator[SetupRow]:
    """Return who we are, what we may do, and how fast."""
    home, pace, failed = run.home, run.farm.pace, run.troubles
    if not home.user_name:
        yield SetupRow('an account', SetupAnswer.NO, '', 'name one in user-config.py (usernames)')
    else:
        who = ', '.join(filter(None, (f'{home.user_name} on {home.host}', sites.log_in_way(home.site))))
        yield from setupreport.identity_rows(who, failed.get(farm.LOG_IN), failed.get(farm.RIGHTS))
        if not {farm.LOG_IN, farm.RIGHTS} & failed.keys():
            yield from setupreport.rights_rows(run.rights, home.host, run.given[TASK])
            yield grants(run)
    if farm.PACE in failed:
        yield setupreport.trouble('requests a minute', failed[farm.PACE])
    else:
        yield SetupRow('requests a minute', SetupAnswer.YES, pace.words())
    yield setupreport.contact_row(
        sites.user_agent(), address=sites.has_contact(), name=sites.names_somebody()
    )
    if PAGE in failed:
        yield setupreport.trouble('campaign page', failed[PAGE])


def grants(run: Run) -> SetupRow:
    """Return whether the grants of our log-in let through what the task needs."""
    try:
        of_groups = probes.of_groups(run.home)
    except WikiError as error:
        return setupreport.trouble(setupreport.GRANTS, error)
    return setupreport.grants_row(run.rights, of_groups, run.given[TASK])


def replicas(run: Run, wiki: Wiki) -> Iterator[SetupRow]:
    """Return whether the replicas of a wiki answer each statement, where they are to be used."""
    if not run.given[REPLICA] and not sites.replicas_configured():
        yield SetupRow('replicas', SetupAnswer.UNUSED, 'user-config.py names no server (db_…)')
        return
    try:
        from outreach.audience.replica import ReplicaSource, Server
    except ImportError as error:
        yield SetupRow('replicas', SetupAnswer.NO, str(error), 'pip install pymysql')
        return
    source = ReplicaSource(run.farm, Server(*sites.replica_settings()))
    tried = source.tried(wiki, run.home.user_name or 'Example', run.now)
    yield from (setupreport.replica_row(name, error) for name, error in tried)


def looked_at(run: Run) -> tuple[list[str], Wiki, list[SetupRow]]:
    """Return the hosts whose opt-out category is asked for, and the topic's wiki.

    Where nobody can tell which wikis there are, both are the campaign's, and a row says so.
    """
    given, home = run.given, run.home
    source = given[campaign.SOURCE]
    hosts = [home.host]
    try:
        if given[campaign.WIKIS]:
            hosts = [info.host for info in chosen_wikis(run.farm.matrix, given[campaign.WIKIS]).values()]
        if source and source not in run.farm.by_host:
            raise BadInput([Problem(f'-source:{source}', 'is no wiki of this farm')])
        topic = run.farm.wiki(source or home.host)
    except WikiError as error:
        return [home.host], home, [setupreport.trouble('wikis of -wikis and -source', error)]
    return list(dict.fromkeys([*hosts, *([source] if source else [])])), topic, []


def look(run: Run, record: Record) -> Iterator[SetupRow]:
    """Look at everything, in the order in which it would stop a campaign."""
    home, given = run.home, run.given
    hosts, topic, unknown = looked_at(run)
    yield from account(run)
    yield from unknown
    yield from probes.pages(home)
    yield from probes.forms(run.trust)
    yield from probes.reading(home, topic, record)
    yield from probes.writing(home, record)
    yield from probes.wikidata(run.farm, record)
    yield from probes.routes(run.farm, record, run.now.date())
    yield from probes.delivery(home, record)
    yield from probes.opting_out(run.farm, hosts)
    yield from replicas(run, topic)
    tools = given[campaign.PETSCAN], given[campaign.PAGEPILE], given[campaign.SPARQL]
    yield from probes.tools(*tools, record)
    yield from probes.machine()


def keep(run: Run, rows: list[SetupRow], record: Record) -> None:
    """Write the files that were asked for."""
    file, folder = run.given[JSON], run.given[RECORD]
    if file:
        file.write_text(setupreport.as_json(rows), encoding='utf-8')
    if folder:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        text = json.dumps(record.kept, ensure_ascii=False, indent=1) + '\n'
        (folder / f'{run.home.dbname}.json').write_text(text, encoding='utf-8')


def main(*args: str) -> int:
    """Look, print the table, and keep what was asked for."""
    run = begin(SCRIPT, SETTINGS, args, datetime.now(UTC), go_on=True)
    record = Record(run.now.date().isoformat())
    rows = list(look(run, record))
    tell_table(setupreport.table(rows))
    keep(run, rows, record)
    wrong = [row for row in rows if row.verdict in (SetupAnswer.NO, SetupAnswer.UNKNOWN)]
    tell(f'{counted(len(rows), "question")}: {setupreport.to_look_at(wrong)}', *run.requests())
    return 0 if setupreport.works(rows) else 1


if __name__ == '__main__':
    raise SystemExit(exit_code(main))
