"""The farm: all wikis that belong together, and work done on many of them at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sized
from concurrent.futures import ThreadPoolExecutor, as_completed
from functools import cached_property
from typing import TypeVar

from tqdm import tqdm

from outreach import sitematrix, wiki
from outreach.problems import WikiError
from outreach.sitematrix import WikiInfo
from outreach.wiki import Wiki

Result = TypeVar('Result')

# https://www.mediawiki.org/wiki/API:Etiquette asks for few requests at a time
WIKIS_AT_ONCE = 3


class Farm:
    """All wikis that belong together, seen from the wiki where the campaign lives."""

    def __init__(self, home: Wiki) -> None:
        self.home = home
        self.requests = wiki.count_requests()
        self._wikis = {home.host: home}

    @cached_property
    def matrix(self) -> tuple[WikiInfo, ...]:
        """Return all wikis of the farm, from the site matrix of the campaign's wiki (one request).

        Where that wiki has no site matrix, the wikis are those that its Pywikibot family knows.
        """
        try:
            reply = self.home.call(
                action='sitematrix', smlangprop='code|site', smsiteprop='dbname|url|code|lang'
            )
        except WikiError as error:
            if error.code != 'badvalue':
                raise
            return self.home.family_wikis()
        return tuple(sitematrix.parse(reply['sitematrix']))

    @cached_property
    def by_host(self) -> Mapping[str, WikiInfo]:
        """Return the wikis of the farm by host."""
        return {info.host: info for info in self.matrix} | {self.home.host: self.home.info}

    @cached_property
    def by_dbname(self) -> Mapping[str, WikiInfo]:
        """Return the wikis of the farm by database name (`enwiki`)."""
        return {info.dbname: info for info in self.by_host.values()}

    def wiki(self, host: str) -> Wiki:
        """Return the wiki at a host; raise KeyError for a host that is no wiki of this farm."""
        if host not in self._wikis:
            self._wikis[host] = self.home.sister(self.by_host[host])
        return self._wikis[host]

    def each(
        self, hosts: Iterable[str], work: Callable[[Wiki], Result], label: str
    ) -> dict[str, Result | WikiError]:
        """Do some work on many wikis, three at a time, and give what came out by host.

        A wiki that fails gives its WikiError as result; the others go on. Progress is shown on a
        terminal. The order of the result is that of the hosts, whatever came back first.
        """
        wikis = [self.wiki(host) for host in dict.fromkeys(hosts)]
        results: dict[str, Result | WikiError] = {}
        with ThreadPoolExecutor(WIKIS_AT_ONCE) as pool:
            running = {pool.submit(work, wiki): wiki.host for wiki in wikis}
            try:
                for done in tqdm(as_completed(running), label, len(running), disable=None, leave=False):
                    try:
                        results[running[done]] = done.result()
                    except WikiError as error:
                        results[running[done]] = error
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
        return {wiki.host: results[wiki.host] for wiki in wikis}


def largest_first(shares: Mapping[str, Sized]) -> list[str]:
    """Return the hosts in the order of how much each is to be asked: begun last, the largest ends alone."""
    return sorted(shares, key=lambda host: (-len(shares[host]), host))


def connect() -> Farm:
    """Return the farm seen from the wiki of the user configuration (or of `-site`)."""
    return Farm(wiki.home())
