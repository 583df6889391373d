"""A wiki that answers what a test tells it to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, cast

from outreach.farm import Answers, Farm
from outreach.problems import ENDLESS, WikiError
from outreach.sitematrix import WikiInfo
from outreach.wiki import Wiki

NAMES = {0: '', 1: 'Talk', 2: 'User', 3: 'User talk', 10: 'Template', 14: 'Category'}
SITEINFO = {
    'namespaces': {str(n): {'id': n, 'name': name, 'canonical': name} for n, name in NAMES.items()},
    'namespacealiases': [],
}
Answer = Callable[[Mapping[str, Any]], Mapping[str, Any]]
EN = WikiInfo('enwiki', 'en.w.test', 'en')
SV = WikiInfo('svwiki', 'sv.w.test', 'sv')


class Canned:
    """A wiki that gives the replies of a function and remembers what it was asked."""

    limit = 50

    def __init__(self, answer: Answer, info: WikiInfo = EN) -> None:
        self.info, self.host, self.dbname = info, info.host, info.dbname
        self.answer = answer
        self.asked: list[Mapping[str, Any]] = []

    def call(self, **parameters: Any) -> Mapping[str, Any]:
        if parameters.get('meta') == 'siteinfo':
            return {'query': SITEINFO}
        self.asked.append(parameters)
        return self.answer(parameters)

    def query(self, **parameters: Any) -> Iterator[Mapping[str, Any]]:
        more: Mapping[str, Any] = {}
        while True:
            reply = self.call(action='query', **{**parameters, **more})
            yield reply.get('query', {})
            before, more = more, reply.get('continue', {})
            if not more:
                return
            if more == before:
                raise WikiError(self.host, 'goes on with the same answer again and again', ENDLESS)

    def query_each(self, name: str, values: Iterable[str], **parameters: Any) -> Iterator[Mapping[str, Any]]:
        waiting = list(values)
        for at in range(0, len(waiting), self.limit):
            yield from self.query(**{**parameters, name: waiting[at : at + self.limit]})


def canned(answer: Answer, info: WikiInfo = EN) -> Wiki:
    return cast(Wiki, Canned(answer, info))


def nothing(parameters: Mapping[str, Any]) -> Mapping[str, Any]:
    return {'query': {}}


def farm_of(*wikis: Canned) -> Farm:
    """Return a farm of these wikis, the first of which is the home wiki."""

    class Canny:
        def __init__(self) -> None:
            self.home = wikis[0]
            self.by_dbname = {wiki.dbname: wiki.info for wiki in wikis}
            self.by_host = {wiki.host: wiki.info for wiki in wikis}
            self.matrix = tuple(wiki.info for wiki in wikis)
            self.told: list[tuple[str, int]] = []

        def log_in_where(self, some: Iterable[Canned], requests: Mapping[str, int]) -> None:
            self.told += [(wiki.host, requests[wiki.host]) for wiki in some]

        def cost(self, requests: int) -> list[str]:
            return [f'in all {requests}']

        def wiki(self, host: str) -> Canned:
            return next(wiki for wiki in wikis if wiki.host == host)

        def each(self, hosts: Iterable[str], ask: Callable[[Canned], Any], *_: object) -> Answers[Any]:
            found: dict[str, Any] = {}
            failed: dict[str, WikiError] = {}
            for host in hosts:
                try:
                    found[host] = ask(self.wiki(host))
                except WikiError as error:
                    failed[host] = error
            return Answers(found, failed)

    return cast(Farm, Canny())


def accounts_of(
    asked: Mapping[str, Any],
    *,
    locked: Iterable[str] = (),
    system: Iterable[str] = (),
    missing: Iterable[str] = (),
) -> dict[str, Any]:
    """Return what a wiki says of the accounts that it is asked about: all are there but those `missing`."""
    here = [name for name in asked.get('ususers', ()) if name not in missing]
    everywhere = asked.get('gususers', ())
    return {
        'users': [
            {
                'name': name,
                'userid': at,
                'groups': [],
                'editcount': 5,
                'centralids': {'CentralAuth': at},
                'attachedlocal': {'CentralAuth': True},
                **({'systemuser': True} if name in system else {}),
            }
            for at, name in enumerate(here, 1)
        ],
        'globalusers': [
            {'name': name, 'centralid': at, 'editcount': 5, 'groups': [], 'locked': name in locked}
            for at, name in enumerate(everywhere, 1)
        ],
    }


def of_old(asked: Mapping[str, Any], locked: Iterable[str] = ()) -> Mapping[str, Any] | None:
    """Return what a CentralAuth as old as that of MediaWiki 1.43 tells; None where it is not asked."""
    if 'globalusers' in asked.get('list', ''):
        raise WikiError(EN.host, 'knows no list=globalusers', 'no-module')
    if asked.get('meta') != 'globaluserinfo':
        return None
    told = {'name': asked['guiuser'], 'id': 7, 'home': None, 'editcount': 1, 'groups': []}
    return {'query': {'globaluserinfo': told | ({'locked': True} if asked['guiuser'] in locked else {})}}
