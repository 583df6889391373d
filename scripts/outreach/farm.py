"""The farm: all wikis that belong together, and work done on many of them at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sized
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from tqdm import tqdm

from outreach import sitematrix, wiki
from outreach.problems import WikiError
from outreach.sitematrix import WikiInfo
from outreach.wiki import Wiki

Result = TypeVar('Result')

# https://www.mediawiki.org/wiki/API:Etiquette asks for few requests at a time
WIKIS_AT_ONCE = 3


@dataclass(frozen=True)
class Answers(Generic[Result]):
    """What many wikis answered, and the error of each that failed; by host, in the order asked."""

    found: Mapping[str, Result]
    failed: Mapping[str, WikiError]


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

    def each(self, hosts: Iterable[str], work: Callable[[Wiki], Result], label: str) -> Answers[Result]:
        """Do some work on many wikis, three at a time, and return what came of it by host.

        A wiki that fails is named with its error; the others go on. Progress is shown on a terminal.
        The order is that of the hosts, whatever came back first.
        """
        wikis = [self.wiki(host) for host in dict.fromkeys(hosts)]
        found: dict[str, Result] = {}
        failed: dict[str, WikiError] = {}
        with ThreadPoolExecutor(WIKIS_AT_ONCE) as pool:
            running = {pool.submit(work, wiki): wiki.host for wiki in wikis}
            try:
                for done in tqdm(as_completed(running), label, len(running), disable=None, leave=False):
                    try:
                        found[running[done]] = done.result()
                    except WikiError as error:
                        failed[running[done]] = error
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
        hosts = [wiki.host for wiki in wikis]
        return Answers(
            {host: found[host] for host in hosts if host in found},
            {host: failed[host] for host in hosts if host in failed},
        )


def largest_first(shares: Mapping[str, Sized]) -> list[str]:
    """Return the hosts in the order of how much each is to be asked: begun last, the largest ends alone."""
    return sorted(shares, key=lambda host: (-len(shares[host]), host))


def connect() -> Farm:
    """Return the farm seen from the wiki of the user configuration (or of `-site`)."""
    return Farm(wiki.home())
