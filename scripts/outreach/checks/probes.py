"""Every request form of the scripts, once and harmlessly, on real wikis: is the answer what we expect?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from outreach import campaignevents, extras, installing, restroutes, sites, stopwords
from outreach import tools as toolboxes
from outreach.audience.optout import opt_out_category
from outreach.checks import requestforms
from outreach.checks.requestforms import Form
from outreach.checks.setupreport import CHANGED, LATER, SetupAnswer, SetupRow, trouble
from outreach.farm import Farm
from outreach.problems import CannotTell, WikiError
from outreach.sendlog import DELIVERER, DELIVERY_TAG
from outreach.sends import vouching
from outreach.terminal import HeldBack
from outreach.tools import GRAPHS, PAGEPILE, PETSCAN
from outreach.trust import Trust
from outreach.wiki import Wiki

Recorder = Callable[[Form, Any], None]

ONE_ITEM = 'SELECT ?item WHERE { VALUES ?item { <http://www.wikidata.org/entity/Q42> } }'
# events are looked for in so many days before today and after it
NEAR = timedelta(days=60)
EVENTS = 'list of events'
FOR_US_ALONE = 'Outreach '  # what the titles of our templates begin with
FORMS, PROTECTED = 'forms are as the folder has them', 'forms are protected'


def reading(home: Wiki, source: Wiki, record: Recorder) -> Iterator[SetupRow]:
    """Return for each reading request form whether the campaign's wiki answers it as we expect.

    The topic's wiki (`source`) is asked for the pages of a project, which few wikis know.
    """
    for name, form in requestforms.forms(home.user_name).items():
        yield _asked(source if name == 'list=projectpages' else home, name, form, record)


def _asked(wiki: Wiki, name: str, form: Form, record: Recorder) -> SetupRow:
    """Return the row of one form; what the API warns of a form that is not used there is in the row."""
    with HeldBack() as held:
        row = _answered(wiki, name, form, record)
    if row.verdict is not SetupAnswer.UNUSED:
        held.let_out()
    return row


def _answered(wiki: Wiki, name: str, form: Form, record: Recorder) -> SetupRow:
    try:
        reply = wiki.call(**form)
    except CannotTell as error:
        return SetupRow(name, SetupAnswer.UNKNOWN, str(error), CHANGED)
    except WikiError as error:
        none = requestforms.NO_MODULE if error.code == 'no-module' else ''
        excuse = none or requestforms.EXCUSES.get(name, {}).get(error.code, '')
        if excuse:
            return SetupRow(name, SetupAnswer.UNUSED, f'{wiki.host} {excuse}')
        return SetupRow(name, SetupAnswer.NO, str(error), LATER)
    record(form, reply)
    return SetupRow(name, SetupAnswer.YES, wiki.host)


def of_groups(home: Wiki) -> frozenset[str]:
    """Return the rights that the groups of our account give it, whatever our log-in lets through of them."""
    told = home.call(action='query', meta='userinfo|siteinfo', uiprop='groups', siprop='usergroups')['query']
    ours = set(told['userinfo']['groups'])
    return frozenset(right for one in told['usergroups'] if one['name'] in ours for right in one['rights'])


def writing(home: Wiki, record: Recorder) -> Iterator[SetupRow]:
    """Return for each writing request form whether it takes our parameters: asked, not written."""
    for action, needed in requestforms.WRITES.items():
        form = {'action': 'paraminfo', 'modules': action}
        try:
            reply = home.call(**form)
        except WikiError as error:
            yield SetupRow(f'action={action}', SetupAnswer.NO, str(error), 'try again later')
            continue
        record(form, reply)
        found = reply.get('paraminfo', {}).get('modules') or [{}]
        known = {one.get('name') for one in found[0].get('parameters', ())}
        missing = sorted(needed - known)
        todo = f'{home.host} takes no {", ".join(missing)}: these scripts cannot write there'
        yield SetupRow(
            f'action={action}',
            SetupAnswer.NO if missing else SetupAnswer.YES,
            home.host,
            (missing and todo) or '',
        )


def wikidata(farm: Farm, record: Recorder) -> Iterator[SetupRow]:
    """Return whether Wikidata gives sitelinks, by items and by titles."""
    try:
        info = farm.by_dbname.get('wikidatawiki')
        wiki = farm.wiki(info.host) if info else None
    except WikiError:  # the row of the site matrix says it
        wiki = None
    for name, form in requestforms.of_wikidata().items():
        if wiki is None:
            yield SetupRow(name, SetupAnswer.UNUSED, 'the site matrix tells of no Wikidata')
        else:
            yield _asked(wiki, name, form, record)


def routes(farm: Farm, record: Recorder, today: date) -> Iterator[SetupRow]:
    """Return whether CampaignEvents lists events, and its routes answer, asked for one of these weeks."""
    row, number = _an_event(farm, today)
    yield row
    for route in campaignevents.SHAPES:
        name = f'REST {route.format("…")}'
        private = {'include_private': 'false'} if route == campaignevents.PARTICIPANTS else {}
        try:
            told = restroutes.ask(farm.home, f'{campaignevents.PATH}/{route.format(number or 1)}', **private)
        except WikiError as error:
            absent = error.code == 'no-route'
            verdict = SetupAnswer.UNUSED if absent else SetupAnswer.NO
            yield SetupRow(name, verdict, str(error), '' if absent else LATER)
            continue
        if told is None:
            yield SetupRow(name, SetupAnswer.UNUSED, f'{farm.home.host} has no event to try it on')
            continue
        wrong = campaignevents.lacking(route, told)
        if wrong:
            yield SetupRow(name, SetupAnswer.UNKNOWN, f'{farm.home.host}: {wrong}', CHANGED)
            continue
        record({'route': route, **private}, told)
        yield SetupRow(name, SetupAnswer.YES, farm.home.host)


def _an_event(farm: Farm, today: date) -> tuple[SetupRow, int]:
    """Return whether the events of these weeks can be found, and the number of one, 0 where there is none."""
    home = farm.home
    wanted = campaignevents.EventQuery(today - NEAR, today + NEAR)
    there = SetupRow(EVENTS, SetupAnswer.YES, home.host)
    try:
        for row in campaignevents.listed(home, wanted, home.info.language):
            host = urlsplit(row.page).hostname or ''
            if row.number or host in farm.by_host:
                return there, row.number or campaignevents.number_at(farm.wiki(host), row.page)
    except WikiError as error:
        if error.code == campaignevents.NO_LIST:
            return SetupRow(EVENTS, SetupAnswer.UNUSED, f'{home.host} shows none'), 0
        return (there if error.code == campaignevents.TOO_MANY else trouble(EVENTS, error)), 0
    return there, 0


def pages(home: Wiki) -> Iterator[SetupRow]:
    """Return whether the stop pages are empty, and the templates that a campaign needs are there."""
    templates = [
        title
        for title in installing.texts(installing.FOLDER)
        if title.startswith('Template:') and '/' not in title
    ]
    try:
        read = home.read_many([*home.stop_pages, *templates])
    except WikiError as error:
        yield SetupRow('pages can be read', SetupAnswer.NO, str(error), 'try again later')
        return
    for title in home.stop_pages:
        said = stopwords.stops_alone(read[title].text) or home.blanked_stop(read[title])
        todo = f'whoever wrote on it wants the bot to stop: {said[:80]!r}' if said else ''
        yield SetupRow(f'{title} says nothing', SetupAnswer.NO if said else SetupAnswer.YES, '', todo)
    if not templates:
        found = f'no {installing.FOLDER.name}/ beside the scripts'
        yield SetupRow(
            'templates', SetupAnswer.UNKNOWN, found, 'run it from the folder of the whole repository'
        )
    for title in templates:
        there = bool(read[title].revid)
        todo = '' if there else 'pwb install_pages puts it there'
        yield SetupRow(f'{title} is there', SetupAnswer.YES if there else SetupAnswer.NO, home.host, todo)


def forms(trust: Trust) -> Iterator[SetupRow]:
    """Return whether templates and forms are as the folder has them, or as somebody trusted left them.

    Whoever changes a form changes what people say by saving it. A page of the wiki's own, such as a list's
    Template:Target, is not looked at.
    """
    texts = {
        title: text
        for title, text in installing.texts(installing.FOLDER).items()
        if title.startswith('Template:') and not title.endswith('/doc')
    }
    try:
        found = installing.plan(trust, texts, ())
        there = [one.page.title for one in found if one.page.revid]
        open_ = [one.title for one in vouching.last_edits(trust.wiki, there) if not one.protected]
    except WikiError as error:
        yield from (trouble(question, error) for question in (FORMS, PROTECTED))
        return
    # of a template itself `pages` tells
    missing = [one.page.title for one in found if not one.page.revid and '/' in one.page.title]
    changed = [
        f'{one.page.title} (last by {one.page.user or "somebody hidden"})'
        for one in found
        if _spoilt(one, trust)
    ]
    wrong = [*(f'{title} is missing' for title in missing), *changed]
    todo = (
        'pwb install_pages puts there what is missing; compare what was changed with the folder '
        f'{installing.FOLDER.name}/, and undo it'
    )
    verdict = SetupAnswer.NO if wrong else SetupAnswer.YES
    yield SetupRow(FORMS, verdict, ', '.join(wrong) or trust.wiki.host, todo if wrong else '')
    todo = 'ask an administrator to protect them against new accounts (docs/security.md)'
    yield SetupRow(
        PROTECTED,
        SetupAnswer.UNUSED if open_ else SetupAnswer.YES,
        f'anybody may change {len(open_)} of {len(there)}: {", ".join(open_)}' if open_ else trust.wiki.host,
        todo if open_ else '',
    )


def _spoilt(one: installing.Installation, trust: Trust) -> bool:
    # no wiki has forms of its own for what is ours alone
    ours = one.page.title.partition(':')[2].startswith(FOR_US_ALONE)
    replaced = ours and one.fate is installing.Fate.THEIRS
    return (one.fate in installing.BY_PEOPLE or replaced) and one.page.user not in trust


def delivery(home: Wiki, record: Recorder) -> Iterator[SetupRow]:
    """Return whether the account that delivers and the tag of its deliveries are known to the wiki."""
    asked: tuple[Form, Form] = (
        {'action': 'query', 'list': 'users', 'ususers': DELIVERER},
        {'action': 'query', 'list': 'tags', 'tglimit': 'max', 'tgprop': ''},
    )
    try:
        told = [home.call(**form) for form in asked]
    except WikiError as error:
        yield trouble('deliveries', error)
        return
    for form, reply in zip(asked, told, strict=True):
        record(form, reply)
    users, tags = (reply['query'] for reply in told)
    there = 'userid' in users['users'][0]
    # the account is made at the first delivery
    yield SetupRow(f'{DELIVERER} exists', SetupAnswer.YES if there else SetupAnswer.UNUSED, home.host)
    known = DELIVERY_TAG in {one['name'] for one in tags['tags']}
    todo = '' if known else 'MassMessage is not there, or its tag is called otherwise'
    yield SetupRow(f'tag {DELIVERY_TAG}', SetupAnswer.YES if known else SetupAnswer.NO, home.host, todo)


def opting_out(farm: Farm, hosts: list[str]) -> Iterator[SetupRow]:
    """Return how people opt out of messages on each of the wikis."""
    failed: dict[str, WikiError] = {}
    for host in hosts:
        try:
            farm.wiki(host)
        except WikiError as error:
            failed[host] = error
    known = [host for host in hosts if host not in failed]
    answers = farm.each(known, lambda wiki: opt_out_category(wiki)[0], 'Opt-outs')
    for host, category in answers.found.items():
        yield SetupRow(f'opting out on {host}', SetupAnswer.YES, category)
    failed |= answers.failed
    for host, why in failed.items():
        todo = 'nobody is written to there until it does'
        yield SetupRow(f'opting out on {host}', SetupAnswer.UNKNOWN, str(why), todo)


def tools(
    petscan: tuple[int, ...], pagepile: tuple[int, ...], sparql: tuple[str, ...], record: Recorder
) -> Iterator[SetupRow]:
    """Return whether the tools that the campaign's sources need answer; others are not used."""
    used = {
        PETSCAN: str(petscan[0]) if petscan else '',
        PAGEPILE: str(pagepile[0]) if pagepile else '',
        **dict.fromkeys(GRAPHS.values(), quote(ONE_ITEM) if sparql else ''),
    }
    addresses = toolboxes.addresses()
    for name, asked in used.items():
        if asked:
            yield _tool(name, addresses[name].format(asked), record)
        else:
            yield SetupRow(f'tool {name}', SetupAnswer.UNUSED, 'no source of this campaign needs it')


def _tool(name: str, address: str, record: Recorder) -> SetupRow:
    """Return whether a tool answers, and in the form that the sources read."""
    host = urlsplit(address).netloc
    try:
        reply = sites.fetch(address)
    except ValueError as error:
        todo = 'try again later, or give the pages in a file (-file)'
        return SetupRow(f'tool {name}', SetupAnswer.NO, f'{host}: {error}', todo)
    wrong = toolboxes.lacking(name, reply)
    if wrong:
        todo = 'report this: the tool has changed what it answers'
        return SetupRow(f'tool {name}', SetupAnswer.UNKNOWN, f'{host}: {wrong}', todo)
    record({'tool': name}, reply)
    return SetupRow(f'tool {name}', SetupAnswer.YES, host)


def machine() -> Iterator[SetupRow]:
    """Return where we run, and which extras are installed."""
    toolforge = sites.on_toolforge()
    where = 'the replicas can be asked (-replica), and requests are not limited' if toolforge else ''
    yield SetupRow('on Toolforge', SetupAnswer.YES if toolforge else SetupAnswer.UNUSED, where)
    for name, (module, why) in extras.EXTRAS.items():
        there = extras.installed(module)
        todo = '' if there else f'pip install {module}, if you want {why}'
        yield SetupRow(f'extra {name}', SetupAnswer.YES if there else SetupAnswer.UNUSED, '', todo)
