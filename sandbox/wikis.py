"""The wikis of the sandbox farm: thirty Wikipedias, Meta, Wikidata, Commons and a closed wiki."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Wiki:
    """One wiki of the farm.

    `lang` is the content language (`$wgLanguageCode`), `code` the one that Pywikibot knows the
    wiki by, `project_namespace` the local name of namespace 4.
    """

    dbname: str
    host: str
    lang: str
    project: str
    code: str
    sitename: str
    project_namespace: str
    closed: bool = False
    private: bool = False
    fishbowl: bool = False

    @property
    def url(self) -> str:
        """The server part of the wiki's addresses, without a slash at the end."""
        return f'http://{self.host}'


def _wikipedia(code: str, name: str, *, lang: str = '', closed: bool = False) -> Wiki:
    """Describe the Wikipedia whose subdomain is `code` and which calls itself `name`."""
    return Wiki(
        dbname=f'{code}wiki',
        host=f'{code}.wikipedia.test',
        lang=lang or code,
        project='wikipedia',
        code=code,
        sitename=name,
        project_namespace=name,
        closed=closed,
    )


_WIKIPEDIAS = (
    _wikipedia('en', 'Wikipedia'),
    _wikipedia('sv', 'Wikipedia'),
    _wikipedia('es', 'Wikipedia'),
    _wikipedia('ar', 'ويكيبيديا'),
    _wikipedia('he', 'ויקיפדיה'),
    _wikipedia('de', 'Wikipedia'),
    _wikipedia('fr', 'Wikipédia'),
    _wikipedia('ja', 'Wikipedia'),
    _wikipedia('pl', 'Wikipedia'),
    _wikipedia('pt', 'Wikipédia'),
    _wikipedia('it', 'Wikipedia'),
    _wikipedia('nl', 'Wikipedia'),
    _wikipedia('ru', 'Википедия'),
    _wikipedia('uk', 'Вікіпедія'),
    _wikipedia('cs', 'Wikipedie'),
    _wikipedia('da', 'Wikipedia'),
    # The subdomain and database of Bokmål are called "no", its language code is "nb".
    _wikipedia('no', 'Wikipedia', lang='nb'),
    _wikipedia('fi', 'Wikipedia'),
    _wikipedia('hu', 'Wikipédia'),
    _wikipedia('el', 'Βικιπαίδεια'),
    _wikipedia('tr', 'Vikipedi'),
    _wikipedia('fa', 'ویکی‌پدیا'),
    _wikipedia('bn', 'উইকিপিডিয়া'),
    _wikipedia('th', 'วิกิพีเดีย'),
    _wikipedia('ko', '위키백과'),
    _wikipedia('zh', 'Wikipedia'),
    _wikipedia('id', 'Wikipedia'),
    _wikipedia('vi', 'Wikipedia'),
    _wikipedia('ro', 'Wikipedia'),
    _wikipedia('eo', 'Vikipedio'),
    _wikipedia('aa', 'Wikipedia', closed=True),
)

WIKIS: tuple[Wiki, ...] = (
    Wiki('metawiki', 'meta.wikimedia.test', 'en', 'meta', 'meta', 'Meta', 'Meta'),
    Wiki('wikidatawiki', 'www.wikidata.test', 'en', 'wikidata', 'wikidata', 'Wikidata', 'Wikidata'),
    Wiki(
        'commonswiki',
        'commons.wikimedia.test',
        'en',
        'commons',
        'commons',
        'Wikimedia Commons',
        'Commons',
    ),
    *_WIKIPEDIAS,
)

# told of in the site matrix, and not served: a wiki that only members may read, one that only they edit
ELSEWHERE: tuple[Wiki, ...] = (
    Wiki('boardwiki', 'board.wikimedia.test', 'en', 'special', 'board', 'Board', 'Project', private=True),
    Wiki(
        'labtestwiki',
        'chapter.wikimedia.test',
        'en',
        'special',
        'labtest',
        'Chapter',
        'Project',
        fishbowl=True,
    ),
)

BY_DBNAME: Mapping[str, Wiki] = MappingProxyType({wiki.dbname: wiki for wiki in WIKIS})
BY_HOST: Mapping[str, Wiki] = MappingProxyType({wiki.host: wiki for wiki in WIKIS})


def languages() -> tuple[str, ...]:
    """List the content languages of the farm, each once, sorted."""
    return tuple(sorted({wiki.lang for wiki in WIKIS}))
