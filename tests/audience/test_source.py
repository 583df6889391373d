"""Questions about global accounts are dealt out among wikis, and none is lost with a wiki that fails."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar, cast

import pytest
from outreach.audience.source import ApiSource
from outreach.farm import Answers, Farm
from outreach.problems import WikiError

Result = TypeVar('Result')
NAMES = [f'P{number:03}' for number in range(170)]


class Stub:
    """A wiki that knows all global accounts, takes so many a request and notes how many it was asked for."""

    def __init__(self, host: str, limit: int = 50) -> None:
        self.host, self.limit, self.dead = host, limit, False
        self.asked: list[int] = []

    def query_each(self, name: str, values: Iterable[str], **parameters: object) -> Iterator[dict[str, Any]]:
        waiting = list(values)
        for at in range(0, len(waiting), self.limit):
            batch = waiting[at : at + self.limit]
            self.asked.append(len(batch))
            if self.dead:
                raise WikiError(self.host, 'is dead')
            yield {
                'globalusers': [
                    {'name': n, 'centralid': 1, 'editcount': 1, 'locked': False, 'groups': []} for n in batch
                ]
            }

    def query(self, **parameters: object) -> Iterator[dict[str, Any]]:
        for _ in self.query_each('guiuser', [str(parameters['guiuser'])]):
            yield {
                'globaluserinfo': {
                    'id': 1,
                    'name': parameters['guiuser'],
                    'home': '',
                    'editcount': 1,
                    'groups': [],
                }
            }


class World:
    """A farm of four wikis besides the one at home."""

    def __init__(self, home: Stub) -> None:
        self.home = home
        self.wikis = {host: Stub(host) for host in 'abcd'} | {home.host: home}
        self.by_dbname: dict[str, object] = {}

    def wiki(self, host: str) -> Stub:
        return self.wikis[host]

    def each(
        self, hosts: Iterable[str], work: Callable[[Any], Result], label: str, requests: Mapping[str, int]
    ) -> Answers[Result]:
        found: dict[str, Result] = {}
        failed: dict[str, WikiError] = {}
        for host in hosts:
            try:
                found[host] = work(self.wikis[host])
            except WikiError as error:
                failed[host] = error
        return Answers(found, failed)

    def asked(self) -> dict[str, list[int]]:
        return {host: wiki.asked for host, wiki in self.wikis.items() if wiki.asked}


def source(world: World, hosts: Iterable[str] = 'abcd') -> ApiSource:
    return ApiSource(cast(Farm, world), list(hosts))


def test_whole_batches_go_to_three_wikis() -> None:
    world = World(Stub('home'))
    found = source(world).global_accounts(NAMES)
    assert sorted(found or ()) == NAMES
    assert world.asked() == {'a': [50, 20], 'b': [50], 'c': [50]}


def test_a_wiki_that_takes_more_a_request_is_asked_alone() -> None:
    world = World(Stub('home', 500))
    assert len(source(world).global_accounts(NAMES) or ()) == len(NAMES)
    assert world.asked() == {'home': [170]}
    assert len(source(world).whole_people(NAMES[:4])) == 4
    assert sorted(world.asked()) == ['a', 'b', 'c', 'home']


def test_home_is_asked_what_a_dead_wiki_was_to_be_asked_and_the_wiki_not_again() -> None:
    world = World(Stub('home'))
    world.wikis['b'].dead = True
    asking = source(world)
    assert sorted(asking.global_accounts(NAMES) or ()) == NAMES
    assert world.asked() == {'a': [50, 20], 'b': [50], 'c': [50], 'home': [50]}
    assert sorted(asking.whole_people(NAMES)) == NAMES
    assert world.wikis['b'].asked == [50]


def test_nobody_is_left_out_where_home_fails() -> None:
    world = World(Stub('home'))
    world.home.dead = True
    with pytest.raises(WikiError):
        source(world, ['home']).whole_people(NAMES)
