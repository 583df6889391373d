"""Every request form of the scripts, once and harmlessly, on real wikis: is the answer what we expect?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from outreach import extras, replyshapes, sites
from outreach import tools as toolboxes
from outreach.audience.optout import opt_out_category
from outreach.checks.setupreport import Row, Verdict
from outreach.farm import Farm
from outreach.problems import CannotTell, WikiError
from outreach.sendlog import DELIVERER, DELIVERY_TAG
from outreach.tools import GRAPHS, PAGEPILE, PETSCAN
from outreach.wiki import Wiki

Form = Mapping[str, Any]
Recorder = Callable[[Form, Any], None]

ONWIKI = ('Template:Outreach campaign', 'Template:Target')
ONE_ITEM = 'SELECT ?item WHERE { VALUES ?item { <http://www.wikidata.org/entity/Q42> } }'
# The keys without which an answer of a tool cannot be read.
ANSWERS = {PETSCAN: ('wiki', 'pages'), PAGEPILE: ('pages',), **dict.fromkeys(GRAPHS.values(), ('results',))}
WRITES = {
    'edit': {'title', 'text', 'summary', 'baserevid', 'createonly', 'nocreate', 'contentmodel', 'token'},
    'massmessage': {'spamlist', 'subject', 'message', 'token'},
}


def forms(user: str) -> dict[str, Form]:
    """Return every reading request form with harmless parameters; `user` is our own account."""
    name, page = user or 'Example', f'User talk:{user or "Example"}'
    listed, paged, meta = _lists(name), _properties(), _about(name)
    return {
        **{f'list={name}': _query('list', name.split()[0], more) for name, more in listed.items()},
        **{f'prop={name}': _query('prop', name, {'titles': page, **more}) for name, more in paged.items()},
        **{f'meta={name}': _query('meta', name, more) for name, more in meta.items()},
        'action=sitematrix': {
            'action': 'sitematrix', 'smlangprop': 'code|site', 'smsiteprop': 'dbname|url|code|lang',
        },
        'action=parse': {
            'action': 'parse', 'text': 'x', 'contentmodel': 'wikitext', 'prop': 'text|langlinks',
        },
    }  # fmt: skip


def _lists(name: str) -> dict[str, Form]:
    return {
        'users': {'ususers': name, 'usprop': 'blockinfo|groups|editcount|centralids'},
        'globalusers': {'gususers': name, 'gusprop': 'locked|editcount|groups'},
        'usercontribs': {'ucuser': name, 'ucprop': 'ids|title|timestamp|comment', 'uclimit': 1},
        'logevents': {
            'leaction': 'massmessage/send', 'lelimit': 1,
            'leprop': 'ids|title|user|timestamp|comment|details',
        },
        'logevents of renames': {'letype': 'gblrename', 'leprop': 'details|timestamp', 'lelimit': 1},
        'projectpages': {'wppprojects': 'Example', 'wpplimit': 1},
        'allpages': {'apprefix': 'Outreach', 'apnamespace': 0, 'aplimit': 1},
        'embeddedin': {'eititle': 'Template:Target', 'einamespace': '0|1', 'eilimit': 1},
        'categorymembers': {'cmtitle': 'Category:Outreach', 'cmprop': 'title', 'cmlimit': 1},
        'search': {'srsearch': 'outreach', 'srnamespace': 4, 'srlimit': 1, 'srprop': ''},
        'exturlusage': {'euquery': 'meta.wikimedia.org', 'euprop': 'title', 'eulimit': 1},
        'iwbacklinks': {'iwblprefix': 'm', 'iwbltitle': 'Outreach', 'iwbllimit': 1},
    }  # fmt: skip


def _properties() -> dict[str, Form]:
    return {
        'revisions': {'rvprop': 'ids|content|timestamp|user', 'rvslots': 'main'},
        'info': {'inprop': 'protection', 'intestactions': 'edit', 'intestactionsdetail': 'full'},
        'categories': {'clcategories': 'Category:Outreach', 'cllimit': 'max'},
        'templates': {'tltemplates': 'Template:Bots', 'tllimit': 'max'},
        'links': {'plnamespace': '0|1', 'pllimit': 1},
        'langlinks': {'llprop': 'url', 'lllimit': 1},
        'contributors': {'pclimit': 1},
        'pageprops': {'ppprop': 'use-liquid-threads'},
    }


def _about(name: str) -> dict[str, Form]:
    return {
        'globaluserinfo': {'guiuser': name, 'guiprop': 'merged|groups|editcount'},
        'userinfo': {'uiprop': 'rights|blockinfo'},
        'allmessages': {'ammessages': 'massmessage-optout-category', 'amenableparser': True},
        'languageinfo': {'licode': 'sv|de', 'liprop': 'code|fallbacks|dir|autonym'},
        'siteinfo': {'siprop': '|'.join(replyshapes.SITEINFO)},
    }


def _query(kind: str, module: str, more: Form) -> Form:
    return {'action': 'query', kind: module, **more}


def reading(home: Wiki, record: Recorder) -> Iterator[Row]:
    """Return for each reading request form whether the campaign's wiki answers it as we expect."""
    for name, form in forms(home.user_name).items():
        yield _asked(home, name, form, record)


def _asked(wiki: Wiki, name: str, form: Form, record: Recorder) -> Row:
    try:
        record(form, wiki.call(**form))
    except CannotTell as error:
        return Row(name, Verdict.UNKNOWN, str(error), 'report this: the wiki has changed what it answers')
    except WikiError as error:
        if error.code == 'no-module':
            return Row(name, Verdict.UNUSED, f'{wiki.host} has no such list')
        return Row(name, Verdict.NO, str(error), 'try again later; report it if it stays')
    return Row(name, Verdict.YES, wiki.host)


def writing(home: Wiki, record: Recorder) -> Iterator[Row]:
    """Return for each writing request form whether it takes our parameters: asked, not written."""
    for action, needed in WRITES.items():
        form = {'action': 'paraminfo', 'modules': action}
        try:
            reply = home.call(**form)
        except WikiError as error:
            yield Row(f'action={action}', Verdict.NO, str(error), 'try again later')
            continue
        record(form, reply)
        found = reply.get('paraminfo', {}).get('modules') or [{}]
        known = {one.get('name') for one in found[0].get('parameters', ())}
        missing = sorted(needed - known)
        todo = f'{home.host} takes no {", ".join(missing)}: these scripts cannot write there'
        yield Row(
            f'action={action}', Verdict.NO if missing else Verdict.YES, home.host, (missing and todo) or ''
        )


def wikidata(farm: Farm, record: Recorder) -> Row:
    """Return whether Wikidata gives sitelinks."""
    try:
        info = farm.by_dbname.get('wikidatawiki')
    except WikiError:  # the row of the site matrix says it
        info = None
    if info is None:
        return Row('action=wbgetentities', Verdict.UNUSED, 'the site matrix tells of no Wikidata')
    form = {'action': 'wbgetentities', 'props': 'sitelinks', 'ids': 'Q42'}
    try:
        record(form, farm.wiki(info.host).call(**form))
    except WikiError as error:
        gone = error.code == 'no-such-entity'
        return Row('action=wbgetentities', Verdict.YES if gone else Verdict.NO, str(error))
    return Row('action=wbgetentities', Verdict.YES, info.host)


def pages(home: Wiki) -> Iterator[Row]:
    """Return whether the stop pages are empty, and the templates that a campaign needs are there."""
    try:
        read = home.read_many([*home.stop_pages, *ONWIKI])
    except WikiError as error:
        yield Row('pages can be read', Verdict.NO, str(error), 'try again later')
        return
    for title in home.stop_pages:
        said = read[title].text.strip()
        todo = f'whoever wrote on it wants the bot to stop: {said[:80]!r}' if said else ''
        yield Row(f'{title} says nothing', Verdict.NO if said else Verdict.YES, '', todo)
    for title in ONWIKI:
        there = bool(read[title].revid)
        todo = '' if there else 'pwb install_pages puts it there'
        yield Row(f'{title} is there', Verdict.YES if there else Verdict.NO, home.host, todo)


def delivery(home: Wiki) -> Iterator[Row]:
    """Return whether the account that delivers and the tag of its deliveries are known to the wiki."""
    try:
        reply = home.call(action='query', list='users', ususers=DELIVERER)['query']
        tags = home.call(action='query', list='tags', tglimit='max', tgprop='')['query']
    except WikiError as error:
        yield Row('deliveries', Verdict.UNKNOWN, str(error))
        return
    there = 'userid' in reply['users'][0]
    # the account is made at the first delivery
    yield Row(f'{DELIVERER} exists', Verdict.YES if there else Verdict.UNUSED, home.host)
    known = DELIVERY_TAG in {one['name'] for one in tags['tags']}
    todo = '' if known else 'MassMessage is not there, or its tag is called otherwise'
    yield Row(f'tag {DELIVERY_TAG}', Verdict.YES if known else Verdict.NO, home.host, todo)


def opting_out(farm: Farm, hosts: list[str]) -> Iterator[Row]:
    """Return how people opt out of messages on each of the wikis."""
    answers = farm.each(hosts, lambda wiki: opt_out_category(wiki)[0], 'Opt-outs')
    for host, category in answers.found.items():
        yield Row(f'opting out on {host}', Verdict.YES, category)
    for host, error in answers.failed.items():
        todo = 'nobody is written to there until it does'
        yield Row(f'opting out on {host}', Verdict.UNKNOWN, str(error), todo)


def tools(petscan: tuple[int, ...], pagepile: tuple[int, ...], sparql: tuple[str, ...]) -> Iterator[Row]:
    """Return whether the tools that the campaign's sources need answer; others are not used."""
    used = {
        PETSCAN: str(petscan[0]) if petscan else '',
        PAGEPILE: str(pagepile[0]) if pagepile else '',
        **dict.fromkeys(GRAPHS.values(), quote(ONE_ITEM) if sparql else ''),
    }
    addresses = toolboxes.addresses()
    for name, asked in used.items():
        if asked:
            yield _tool(name, addresses[name].format(asked))
        else:
            yield Row(f'tool {name}', Verdict.UNUSED, 'no source of this campaign needs it')


def _tool(name: str, address: str) -> Row:
    """Return whether a tool answers, and in the form that the sources read."""
    host = urlsplit(address).netloc
    try:
        reply = sites.fetch(address)
    except ValueError as error:
        todo = 'try again later, or give the pages in a file (-file)'
        return Row(f'tool {name}', Verdict.NO, f'{host}: {error}', todo)
    for key in ANSWERS[name]:
        if not isinstance(reply, dict) or key not in reply:
            todo = 'report this: the tool has changed what it answers'
            return Row(f'tool {name}', Verdict.UNKNOWN, f'{host}: no {key!r} in the answer', todo)
    return Row(f'tool {name}', Verdict.YES, host)


def machine() -> Iterator[Row]:
    """Return where we run, and which extras are installed."""
    toolforge = sites.on_toolforge()
    where = 'the replicas can be asked (-replica), and requests are not limited' if toolforge else ''
    yield Row('on Toolforge', Verdict.YES if toolforge else Verdict.UNUSED, where)
    for name, (module, why) in extras.EXTRAS.items():
        there = extras.installed(module)
        todo = '' if there else f'pip install {module}, if you want {why}'
        yield Row(f'extra {name}', Verdict.YES if there else Verdict.UNUSED, '', todo)
