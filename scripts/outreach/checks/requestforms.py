"""Every request form of the scripts with harmless parameters: what a first look at a wiki asks it.

Each kind of list, property and other question that `replyshapes` declares stands here, with all that the
scripts ask of it; forms that write are only asked about (`WRITES`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from outreach import replyshapes

Form = Mapping[str, Any]

# a page that is there wherever a campaign is, and an item
PAGE = 'Template:Target'
ITEM, ARTICLE, SOURCE = 'Q42', 'Douglas Adams', 'enwiki'
# what the scripts that write give along
WRITES = {
    'edit': {'title', 'text', 'summary', 'baserevid', 'createonly', 'nocreate', 'contentmodel', 'token'},
    'massmessage': {'spamlist', 'subject', 'message', 'token'},
    'emailuser': {'target', 'subject', 'text', 'ccme', 'token'},
}
NO_PAGE, NO_MODULE = 'has no page to try it on', 'has no such module'
# by form: the codes with which a wiki says that it has nothing to try it on
EXCUSES: Mapping[str, Mapping[str, str]] = {
    'action=parse of a page': {'missingtitle': NO_PAGE},
    'action=spamblacklist': {'badvalue': NO_MODULE},
    'action=discussiontoolspageinfo': {
        'badvalue': NO_MODULE, 'missingtitle': NO_PAGE, 'nosuchrevid': NO_PAGE,
    },
    'meta=messagegroupstats': {'badparameter': NO_PAGE, 'translate-invalidgroup': NO_PAGE},
    'action=wbgetentities': {'no-such-entity': 'has no such item'},
}  # fmt: skip


def forms(user: str) -> dict[str, Form]:
    """Return every reading request form with harmless parameters; `user` is our own account."""
    name, page = user or 'Example', f'User talk:{user or "Example"}'
    paged = {
        f'prop={name}': _query('prop', name, {'titles': page, **more}) for name, more in _pages().items()
    }
    generated = {'gapprefix': 'Outreach', 'gapnamespace': 0, 'gaplimit': 'max', 'prop': 'info'}
    return {
        **{f'list={name}': _query('list', name.split()[0], more) for name, more in _lists(name).items()},
        **paged,
        'generator=allpages': _query('generator', 'allpages', generated),
        **{f'meta={name}': _query('meta', name, more) for name, more in _about(name).items()},
        **{f'action={name}': {'action': name.split()[0], **more} for name, more in _actions().items()},
    }  # fmt: skip


def of_wikidata() -> dict[str, Form]:
    """Return the request forms that Wikidata alone answers."""
    asked = {'action': 'wbgetentities', 'props': 'sitelinks'}
    return {
        'action=wbgetentities': {**asked, 'ids': ITEM},
        'action=wbgetentities by titles': {**asked, 'sites': SOURCE, 'titles': ARTICLE},
    }


def _query(kind: str, module: str, more: Form) -> Form:
    return {'action': 'query', kind: module, **more}


def _lists(name: str) -> dict[str, Form]:
    return {
        'users': {'ususers': name, 'usprop': 'blockinfo|groups|editcount|centralids|emailable|rights'},
        'globalusers': {'gususers': name, 'gusprop': 'locked|editcount|groups'},
        'usercontribs': {'ucuser': name, 'ucprop': 'ids|title|timestamp|comment', 'uclimit': 1},
        'logevents': {
            'leaction': 'massmessage/send', 'lelimit': 1,
            'leprop': 'ids|type|title|user|timestamp|comment|details',
        },
        'logevents of renames': {'letype': 'gblrename', 'leprop': 'details|timestamp', 'lelimit': 1},
        'projectpages': {'wppprojects': 'Example', 'wpplimit': 1},
        'allpages': {'apprefix': 'Outreach', 'apnamespace': 0, 'aplimit': 1},
        'embeddedin': {'eititle': PAGE, 'einamespace': '0|1', 'eilimit': 1},
        'categorymembers': {'cmtitle': 'Category:Outreach', 'cmprop': 'title', 'cmlimit': 1},
        'search': {'srsearch': 'outreach', 'srnamespace': 4, 'srlimit': 1, 'srprop': ''},
        'exturlusage': {'euquery': 'meta.wikimedia.org', 'euprop': 'title', 'eulimit': 1},
        'iwbacklinks': {'iwblprefix': 'm', 'iwbltitle': 'Outreach', 'iwbllimit': 1},
        'allusers': {'augroup': 'bot', 'aulimit': 1},
        'recentchanges': {
            'rctag': 'discussiontools-added-comment', 'rcnamespace': '1|4|5|13', 'rcshow': '!bot',
            'rcprop': 'title|user', 'rclimit': 1,
        },
        'tags': {'tglimit': 1, 'tgprop': ''},
    }  # fmt: skip


def _pages() -> dict[str, Form]:
    return {
        'revisions': {
            'rvprop': 'ids|content|timestamp|user|userid|size|tags|comment|sha1',
            'rvslots': 'main',
        },
        'info': {'inprop': 'protection|watchers', 'intestactions': 'edit', 'intestactionsdetail': 'full'},
        'categories': {'clcategories': 'Category:Outreach', 'cllimit': 'max'},
        'templates': {'tltemplates': 'Template:Bots', 'tllimit': 'max'},
        'links': {'plnamespace': '0|1', 'pllimit': 1},
        'langlinks': {'llprop': 'url', 'lllimit': 1},
        'contributors': {'pclimit': 1, 'pcexcludegroup': 'bot'},
        'pageprops': {'ppprop': 'use-liquid-threads'},
    }


def _about(name: str) -> dict[str, Form]:
    return {
        'globaluserinfo': {'guiuser': name, 'guiprop': 'merged|groups|editcount'},
        'userinfo': {'uiprop': 'rights|groups|blockinfo|ratelimits|theoreticalratelimits|email'},
        'allmessages': {'ammessages': 'massmessage-optout-category', 'amenableparser': True},
        'languageinfo': {'licode': 'sv|de', 'liprop': 'code|fallbacks|dir|autonym'},
        'messagegroupstats': {'mgsgroup': 'page-Outreach'},
        'siteinfo': {'siprop': '|'.join(replyshapes.SITEINFO)},
    }


def _actions() -> dict[str, Form]:
    return {
        'sitematrix': {'smlangprop': 'code|name|site', 'smsiteprop': 'dbname|url|code|lang'},
        'parse': {'text': 'x', 'contentmodel': 'wikitext', 'prop': 'text|langlinks'},
        'parse of a page': {'page': PAGE, 'prop': 'text|revid', 'disablelimitreport': True},
        'spamblacklist': {'url': 'https://example.org/'},
        'discussiontoolspageinfo': {'page': PAGE, 'prop': 'threaditemshtml'},
    }
