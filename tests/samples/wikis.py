"""Wikis as they name their namespaces, special pages and prefixes: what MediaWiki tells of itself."""

from __future__ import annotations

from outreach.accountlinks import Resolver
from outreach.linktargets import Look
from outreach.names import CANONICAL, ENGLISH, Namespaces
from outreach.promotion.places import Wikis
from outreach.sitematrix import WikiInfo

HOME = 'meta.wikimedia.org'
CODES = ('en', 'sv', 'de', 'pl', 'es', 'fr', 'hu', 'zh', 'fa', 'ka', 'tr', 'no', 'sr', 'th', 'ar', 'ja')
PREFIXES = {code: f'{code}.wikipedia.org' for code in CODES} | {
    'm': HOME,
    'w': 'en.wikipedia.org',
    'wikipedia': 'en.wikipedia.org',
    'c': 'commons.wikimedia.org',
    'd': 'www.wikidata.org',
    'mw': 'www.mediawiki.org',
    'outreach': 'outreach.wikimedia.org',
    'wikimania': 'wikimania.wikimedia.org',
    'nb': 'no.wikipedia.org',
    'wikia': 'community.fandom.com',
}
SPECIALS = {
    'contributions': 'Contributions',
    'contribs': 'Contributions',
    'bidrag': 'Contributions',
    'beiträge': 'Contributions',
}


def wiki(language: str = 'en', **names: int) -> Namespaces:
    """Return a wiki with these words for namespaces beside the canonical ones (`_` for a blank)."""
    known = {name.replace('_', ' ').lower(): number for name, number in names.items()}
    return Namespaces(
        CANONICAL, CANONICAL, {**ENGLISH.names, **known}, frozenset(), PREFIXES, SPECIALS, language
    )


NAMESPACES = {
    HOME: wiki(Meta=4, Image=6),
    'en.wikipedia.org': wiki(Wikipedia=4, WP=4),
    'commons.wikimedia.org': wiki(Commons=4),
    'www.wikidata.org': wiki(Wikidata=4),
    'www.mediawiki.org': wiki(),
    'outreach.wikimedia.org': wiki(GLAM=100),
    'wikimania.wikimedia.org': wiki(),
    'sv.wikipedia.org': wiki('sv', Wikipedia=4, Användare=2, Användardiskussion=3),
    'de.wikipedia.org': wiki(
        'de', Wikipedia=4, Benutzer=2, Benutzerin=2, BD=3, Benutzer_Diskussion=3, Spezial=-1, Datei=6
    ),
    'pl.wikipedia.org': wiki('pl', Wikipedia=4, Wikipedysta=2, Wikipedystka=2, Dyskusja_wikipedysty=3),
    'es.wikipedia.org': wiki('es', Wikipedia=4, Usuario=2, Usuaria=2),
    'fr.wikipedia.org': wiki('fr', Utilisateur=2, Utilisatrice=2),
    'hu.wikipedia.org': wiki('hu', Szerkesztő=2),
    'zh.wikipedia.org': wiki('zh', 用户=2),
    'fa.wikipedia.org': wiki('fa', کاربر=2),
    'ka.wikipedia.org': wiki('ka', მომხმარებელი=2),
    'tr.wikipedia.org': wiki('tr', Kullanıcı=2),
    'no.wikipedia.org': wiki('nb', Bruker=2),
    'sr.wikipedia.org': wiki(
        'sr', Корисник=2, Корисница=2, Korisnik=2, Korisnica=2, Разговор_са_корисником=3
    ),
    'th.wikipedia.org': wiki('th', ผู้ใช้=2, คุยกับผู้ใช้=3, วิกิพีเดีย=4),
    'ar.wikipedia.org': wiki('ar', مستخدم=2, مستخدمة=2, نقاش_المستخدم=3),
    'ja.wikipedia.org': wiki('ja', 利用者=2),
}
DBNAMES = {f'{code}wiki': f'{code}.wikipedia.org' for code in CODES} | {
    'metawiki': HOME,
    'commonswiki': 'commons.wikimedia.org',
    'wikidatawiki': 'www.wikidata.org',
    'mediawikiwiki': 'www.mediawiki.org',
    'outreachwiki': 'outreach.wikimedia.org',
    'wikimaniawiki': 'wikimania.wikimedia.org',
}
MATRIX = tuple(
    WikiInfo(dbname, host, host.partition('.')[0] if 'wikipedia' in host else 'en', 'wiki')
    if host.endswith('wikipedia.org')
    else WikiInfo(dbname, host, 'en', 'special')
    for dbname, host in DBNAMES.items()
)
RESOLVER = Resolver(HOME, NAMESPACES.get, DBNAMES)
WIKIS = Wikis(MATRIX, HOME, NAMESPACES.get)


def look_of(matrix: tuple[WikiInfo, ...], home: str = HOME) -> Look:
    """Return what looks up these wikis, with the prefixes that Wikimedia's wikis give one another."""
    words = {'wiki': ('w', 'wikipedia'), 'wiktionary': ('wikt', 'wiktionary')}
    special = {'metawiki': 'm', 'commonswiki': 'c'}
    prefixes: dict[str, dict[str, str]] = {group: {} for group in words}
    shared: dict[str, str] = {special[one.dbname]: one.host for one in matrix if one.dbname in special}
    for one in matrix:
        code = one.host.partition('.')[0]
        if one.group in words:
            prefixes[one.group][code] = one.host
            if code == 'en':
                shared |= dict.fromkeys(words[one.group], one.host)
    known = {}
    for one in matrix:
        own = prefixes.get(one.group, prefixes['wiki']) | shared
        project = {'wiki': 'wikipedia', 'wiktionary': 'wiktionary', 'commons': 'commons', 'meta': 'meta'}
        names = {**ENGLISH.names, project.get(one.group, 'project'): 4}
        known[one.host] = Namespaces(CANONICAL, CANONICAL, names, frozenset(), own, SPECIALS, one.language)
    known.setdefault(
        home, Namespaces(CANONICAL, CANONICAL, ENGLISH.names, frozenset(), prefixes['wiki'] | shared)
    )
    return known.get
