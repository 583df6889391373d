"""The shapes of the replies that the scripts rely on, one for each request form that they use.

Read in the sources that Wikimedia's wikis run in late 2026: MediaWiki core `includes/Api` (1.46), CentralAuth
(89c06419), SiteMatrix (6c79fe9d), PageAssessments (03ea923d), Wikibase (3ffc6928), MassMessage (dd41d82f);
documented under https://www.mediawiki.org/wiki/API:Main_page. What a key's absence means is said beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from outreach.accountshapes import GLOBAL_INFO, GLOBAL_USER, USER, USERINFO
from outreach.askedfor import untold
from outreach.moments import is_moment
from outreach.replies import (
    Asked,
    Entry,
    Key,
    Kind,
    Many,
    Moment,
    NamedEntries,
    Shape,
    TextList,
    asked_in,
    fault,
    may,
    need,
)

CONTRIBUTION = Shape(
    (
        need('user', str, unless='userhidden'),
        need('revid', int, 'ucprop=ids'),
        need('title', str, 'ucprop=title'),
        need('timestamp', Moment, 'ucprop=timestamp'),
        need('comment', str, 'ucprop=comment', 'commenthidden'),
    )
)
# core ApiQueryLogEvents::extractRowInfo: a hidden action has no title and no params
LOG_ENTRY = Shape(
    (
        need('logid', int, 'leprop=ids'),
        need('title', str, 'leprop=title', 'actionhidden suppressed'),
        need('action', str, 'leprop=type', 'actionhidden suppressed'),
        need('params', dict, 'leprop=details', 'actionhidden suppressed'),
        need('user', str, 'leprop=user', 'userhidden suppressed'),
        need('timestamp', Moment, 'leprop=timestamp'),
        need('comment', str, 'leprop=comment', 'commenthidden suppressed'),
    )
)
RENAME = Shape((need('olduser', str), need('newuser', str)))
# MassMessage tells the revision of the list since October 2013 (T54911)
SEND = Shape((need('revid', int, 'lestart'),))
PINNED_SINCE = '2013-12-01'
# core ApiQueryRevisionsBase: slots whose text is hidden, lost or of another format have neither key
SLOT = Shape(
    (
        need(
            'content', str, 'rvprop=content', 'texthidden textmissing missing badcontentformat nosuchsection'
        ),
        need('contentmodel', str, unless='texthidden textmissing missing badcontentformat nosuchsection'),
    )
)
HIDDEN = 'texthidden textmissing suppressed'
REVISION = Shape(
    (
        need('revid', int, 'rvprop=ids'),
        need('parentid', int, 'rvprop=ids'),
        need('timestamp', Moment, 'rvprop=timestamp'),
        need('user', str, 'rvprop=user', 'userhidden'),
        need('userid', int, 'rvprop=userid', 'userhidden'),
        need('size', int, 'rvprop=size'),
        need('tags', TextList, 'rvprop=tags'),
        need('comment', str, 'rvprop=comment', 'commenthidden'),
        need('sha1', str, 'rvprop=sha1', 'sha1hidden texthidden'),
        need('slots', Shape((need('main', SLOT),)), 'rvprop=content', HIDDEN),
    )
)
PROTECTION = Shape((need('type', str), need('level', str)))
REFUSAL = Shape((need('code', str),))
TITLE = Shape((need('title', str),))
PLACED = Shape((need('ns', int), need('title', str)))
MEMBER = Shape((need('ns', int, 'cmprop=title'), need('title', str, 'cmprop=title')))
LINKING = Shape((need('ns', int, 'euprop=title'), need('title', str, 'euprop=title')))
CHANGE = Shape(
    (
        need('title', str, 'rcprop=title', 'actionhidden suppressed'),
        need('user', str, 'rcprop=user', 'userhidden suppressed'),
    )
)
CONTRIBUTOR = Shape((need('name', str),))
LANGUAGE_LINK = Shape((need('lang', str), need('title', str), need('url', str, 'llprop=url')))
GONE = 'missing invalid special known'
# what leaves revisions out: a page may have none by that user, or in that time
PART_OF_HISTORY = frozenset({'rvuser', 'rvstart', 'rvend', 'rvstartid', 'rvendid'})
PAGE: Mapping[str, tuple[Key, ...]] = {
    'revisions': (need('revisions', Many(REVISION), unless=GONE),),
    'info': (
        need('contentmodel', str, unless='invalid special'),
        need('lastrevid', int, unless=GONE),
        need('protection', Many(PROTECTION), 'inprop=protection', 'invalid special'),
        need('actions', Shape((need('edit', Many(REFUSAL)),)), 'intestactions=edit', 'invalid special'),
        may('watchers', int, 'fewer than the wiki tells of', 'inprop=watchers'),
    ),
    'pageprops': (may('pageprops', dict, 'none of the properties asked for'),),
    'categories': (may('categories', Many(TITLE), 'in none of the categories asked for'),),
    'templates': (may('templates', Many(TITLE), 'none of the templates asked for'),),
    'links': (may('links', Many(PLACED), 'no links'),),
    'langlinks': (may('langlinks', Many(LANGUAGE_LINK), 'no language links'),),
    'contributors': (may('contributors', Many(CONTRIBUTOR), 'only people without an account'),),
}
MOVE = Shape((need('from', str), need('to', str, unless='tointerwiki')))
MESSAGE = Shape((need('name', str), need('content', str)), ('missing',))
NAMESPACE = Shape((need('id', int), need('name', str), may('canonical', str, 'the main namespace')))
SITEINFO: Mapping[str, Kind] = {
    'general': Shape((need('lang', str), may('server', str, 'not looked at'))),
    'namespaces': NamedEntries(NAMESPACE),
    'namespacealiases': Many(Shape((need('id', int), need('alias', str)))),
    'interwikimap': Many(Shape((need('prefix', str), need('url', str)))),
    'specialpagealiases': Many(Shape((need('realname', str), need('aliases', TextList)))),
    'magicwords': Many(Shape((need('name', str), need('aliases', TextList)))),
    'statistics': Shape((need('activeusers', int),)),
    'languages': Many(Shape((need('code', str), need('name', str)))),
    'extensions': Many(Shape((may('type', str, 'not looked at'), need('name', str)))),
    'usergroups': Many(Shape((need('name', str), need('rights', TextList)))),
}
# Translate MessageGroupStatsActionApi.php; its own key of the language is `code` or `language`
STATISTICS = Shape((need('total', int), need('translated', int), need('fuzzy', int)))
LANGUAGE = Shape(
    (
        need('code', str, 'liprop=code'),
        need('fallbacks', list, 'liprop=fallbacks'),
        need('dir', str, 'liprop=dir'),
        need('autonym', str, 'liprop=autonym'),
    )
)
# PageAssessments ApiQueryProjectPages.php: pages by project
PROJECT_PAGES = NamedEntries(Many(Shape((need('pageid', int), need('ns', int), need('title', str)))))
LISTS: Mapping[str, tuple[str, Kind]] = {
    'users': ('users', Many(USER)),
    'globalusers': ('globalusers', Many(GLOBAL_USER)),
    'usercontribs': ('usercontribs', Many(CONTRIBUTION)),
    'logevents': ('logevents', Many(LOG_ENTRY)),
    'projectpages': ('projects', PROJECT_PAGES),
    'allpages': ('allpages', Many(PLACED)),
    'embeddedin': ('embeddedin', Many(PLACED)),
    'categorymembers': ('categorymembers', Many(MEMBER)),
    'search': ('search', Many(PLACED)),
    'exturlusage': ('exturlusage', Many(LINKING)),
    'iwbacklinks': ('iwbacklinks', Many(PLACED)),
    'allusers': ('allusers', Many(Shape((need('name', str),)))),
    'recentchanges': ('recentchanges', Many(CHANGE)),
    'tags': ('tags', Many(Shape((need('name', str),)))),
}
METAS: Mapping[str, tuple[str, Kind]] = {
    'globaluserinfo': ('globaluserinfo', GLOBAL_INFO),
    'userinfo': ('userinfo', USERINFO),
    'allmessages': ('allmessages', Many(MESSAGE)),
    'messagegroupstats': ('messagegroupstats', Many(STATISTICS)),
    'languageinfo': ('languageinfo', NamedEntries(LANGUAGE)),
}
SITE = Shape(
    (
        need('url', str, 'smsiteprop=url'),
        need('dbname', str, 'smsiteprop=dbname'),
        need('code', str, 'smsiteprop=code'),
        may('lang', str, 'its group tells the language', 'smsiteprop=lang'),
        may('closed', (bool, str), 'open'),
        may('private', (bool, str), 'anybody may read it'),
        may('fishbowl', (bool, str), 'anybody may edit it'),
    )
)
PARSED = Shape(
    (
        need('text', str, 'prop=text'),
        need('langlinks', Many(Shape((need('lang', str), need('title', str)))), 'prop=langlinks'),
        need('revid', int, 'prop=revid'),
    )
)
# Wikibase GetEntities.php; an item without sitelinks has an empty table
ENTITY = Shape(
    (need('sitelinks', NamedEntries(Shape((need('site', str), need('title', str)))), 'props=sitelinks'),),
    ('missing',),
)
# what a write tells that was done; anything else is no answer to it
REFUSED = Shape((need('result', str),))
EDIT = Shape(
    (
        need('result', str),
        need('newrevid', int, unless='nochange'),
        need('oldrevid', int, unless='nochange'),
        may('nochange', (bool, str), 'a revision was made'),
    )
)
SENT = Shape((need('result', str), need('count', int)))
# core ApiEmailUser.php: Success, Warnings (it went out all the same) or Failure
MAILED = Shape((need('result', str), may('errors', list, 'nothing went wrong')))


def _unsaid(item: Entry) -> str:
    """Return what a comment below a heading lacks: without its moment it would be taken for no reply."""
    for one in item['replies']:
        if not isinstance(one, Mapping) or not isinstance(one.get('replies', []), list):
            return 'replies'
        lacking = [
            key for key in ('author', 'timestamp', 'id') if one.get('type') == 'comment' and key not in one
        ]
        lacking += [key for key in ('type', 'replies') if key not in one]
        if one.get('timestamp') and not is_moment(str(one['timestamp'])):
            lacking.append('timestamp')
        if lacking or (lacking := [key for key in [_unsaid(one)] if key]):
            return lacking[0]
    return ''


THREAD = Shape((need('type', str), need('html', str), need('replies', list)), (), _unsaid)
ACTIONS: Mapping[str, tuple[str, Kind]] = {
    'parse': ('parse', PARSED),
    'wbgetentities': ('entities', NamedEntries(ENTITY)),
    'paraminfo': (
        'paraminfo',
        Shape((need('modules', Many(Shape((need('parameters', Many(Shape((need('name', str),)))),)))),)),
    ),
    # SpamBlacklist ApiSpamBlacklist.php; DiscussionTools ApiDiscussionToolsPageInfo.php
    'spamblacklist': (
        'spamblacklist',
        Shape((need('result', str), may('matches', TextList, 'none matches'))),
    ),
    'discussiontoolspageinfo': (
        'discussiontoolspageinfo',
        Shape((need('threaditemshtml', Many(THREAD), 'prop=threaditemshtml'),)),
    ),
    'edit': ('edit', EDIT),
    'massmessage': ('massmessage', SENT),
    'emailuser': ('emailuser', MAILED),
}
LANGUAGE_GROUP = Shape(
    (
        need('code', str, 'smlangprop=code'),
        may('name', (str, type(None)), 'no name of the language is known there', 'smlangprop=name'),
        need('site', Many(SITE), 'smlangprop=site'),
    )
)


def wrong(parameters: Mapping[str, Any], reply: Entry) -> str:
    """Return what is wrong with the reply to a request, with its form, place and key; '' for nothing."""
    asked = asked_in(parameters)
    found = fault(shape_of(asked, reply), reply, asked) or untold(asked, reply)
    form = ' '.join(f'{name}={parameters[name]}' for name in ('list', 'prop', 'meta') if name in parameters)
    return found and f'{form or parameters.get("action", "")}: {found}'


def lacks_module(parameters: Mapping[str, Any], reply: Entry) -> str:
    """Return what a wiki does not know (`list=users`): it warns of it by name and leaves it out."""
    warned = str(_part(reply, 'warnings').get('query', ''))
    asked = asked_in(parameters)
    known = _part(reply, 'query')
    for kind, shapes in (('list', LISTS), ('meta', METAS)):
        for module in asked.get(kind, ()):
            there = shapes.get(module, (module,))[0] in known
            if not there and re.search(rf'\b{re.escape(module)}\b', warned):
                return f'{kind}={module}'
    return ''


def _part(reply: Entry, name: str) -> Entry:
    """Return a part of a reply that is a table; an empty one where it is none, which its shape tells."""
    part = reply.get(name)
    return part if isinstance(part, Mapping) else {}


def shape_of(asked: Asked, reply: Entry) -> Shape:
    """Return the shape that the reply to a request has to have."""
    action = next(iter(asked.get('action', ['query'])))
    if action == 'query':
        inside = Shape(tuple(_query(asked, whole=_whole(asked, reply))))
        # core ApiContinuationManager: a reply that is not continued says that its batch is complete
        return Shape((_top(asked, inside), need('batchcomplete', (bool, str), unless='continue')))
    if action == 'sitematrix':
        return Shape((need('sitematrix', _matrix(reply.get('sitematrix'))),))
    if action in ACTIONS:
        key, kind = ACTIONS[action]
        return Shape((need(key, _edited(reply) if action == 'edit' else kind),))
    return Shape(())


def _edited(reply: Entry) -> Shape:
    """Return the shape of the answer to an edit: what was saved tells its revision, what was refused not."""
    told = reply.get('edit')
    refused = (
        isinstance(told, Mapping) and isinstance(told.get('result'), str) and told['result'] != 'Success'
    )
    return REFUSED if refused else EDIT


def _top(asked: Asked, inside: Shape) -> Key:
    """Return the key `query`: absent where a generator gives no page, and in what is continued."""
    if _continued(asked) or ('generator' in asked and not asked.keys() & {'list', 'meta'}):
        return may('query', inside, 'there is no such page, or nothing more')
    return need('query', inside)


def _continued(asked: Asked) -> bool:
    return 'continue' in asked


def _whole(asked: Asked, reply: Entry) -> bool:
    """Return whether all about the pages asked for is in this one reply."""
    return not _continued(asked) and 'continue' not in reply


def _query(asked: Asked, *, whole: bool) -> Iterator[Key]:
    """Return what must be in `query`; of what is continued, each reply holds a part."""
    first = not _continued(asked)
    for kinds, modules in ((LISTS, asked.get('list', ())), (METAS, asked.get('meta', ()))):
        for module in sorted(modules):
            if module in kinds:
                key, kind = kinds[module]
                if module == 'logevents':
                    kind = _log(asked)
                yield need(key, kind) if first else may(key, kind, 'told in another reply')
    if 'siteinfo' in asked.get('meta', ()):
        for part in sorted(asked.get('siprop', {'general'})):
            if part in SITEINFO:
                yield need(part, SITEINFO[part]) if first else may(part, SITEINFO[part], 'told before')
    if asked.keys() & {'titles', 'pageids', 'revids', 'generator'}:
        moved = ('normalized', 'converted', 'redirects')
        yield from (may(name, Many(MOVE), 'no title was changed') for name in moved)
        yield may('interwiki', Many(TITLE), 'no title is of another wiki')
        pages = Many(_page(asked, whole=whole))
        sure = first and asked.keys() & {'titles', 'pageids'}
        yield need('pages', pages) if sure else may('pages', pages, 'there is no such page')


def _page(asked: Asked, *, whole: bool) -> Shape:
    gone = '' if 'titles' in asked else 'missing'  # a page that is asked for by its number has no title then
    keys = [need('title', str, unless=gone), need('ns', int, unless=f'invalid {gone}')]
    keys.append(need('pageid', int, unless=GONE))
    for prop in sorted(asked.get('prop', ())):
        for key in PAGE.get(prop, ()):
            keys.append(key if whole else replace(key, absent='told in another reply'))
            if key.name == 'revisions' and PART_OF_HISTORY & asked.keys():
                keys[-1] = replace(key, absent='no revision in that part of the history')
    return Shape(tuple(keys))


def _unpinned(entry: Entry) -> str:
    """Return `revid` where a send does not tell the revision of its list although it is not that old."""
    recent = entry.get('timestamp', '') >= PINNED_SINCE and 'params' in entry
    return 'revid' if recent and 'revid' not in entry['params'] else ''


def _log(asked: Asked) -> Many:
    """Return what an entry of the log needs: of sends and renames also what was sent, or renamed."""
    told = {('leaction', 'massmessage/send'): SEND, ('letype', 'gblrename'): RENAME}
    for (parameter, value), shape in told.items():
        if value in asked.get(parameter, ()):
            own = need('params', shape, 'leprop=details', 'actionhidden suppressed')
            others = (key for key in LOG_ENTRY.keys if key.name != 'params')
            rule = _unpinned if shape is SEND else LOG_ENTRY.contradiction
            return Many(replace(LOG_ENTRY, keys=(*others, own), contradiction=rule))
    return Many(LOG_ENTRY)


def _matrix(reply: Any) -> Shape:
    """Return the shape of a site matrix: languages under numbers, all other wikis under `specials`."""
    groups = reply if isinstance(reply, Mapping) else {}
    numbers = [name for name in groups if name not in ('count', 'specials')]
    languages = tuple(may(name, LANGUAGE_GROUP, 'no wiki in this language') for name in numbers)
    return Shape((need('count', int), need('specials', Many(SITE)), *languages), (), _few_sites)


def _few_sites(matrix: Entry) -> str:
    """Return `count` where the matrix tells of far fewer wikis than it counts."""
    told = [site for name, group in matrix.items() if name != 'count' for site in sites_of(name, group)]
    return 'count' if len(told) * 10 < int(matrix.get('count', 0)) * 9 else ''


def sites_of(name: str, group: Any) -> list[Entry]:
    """Return the wikis of one entry of a site matrix: of a language, or those of none (`specials`)."""
    return list(group) if name == 'specials' else list(group.get('site', ()))
