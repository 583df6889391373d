"""What is not asked of an Action API: routes of CampaignEvents, and tools. A changed answer is no answer."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any, cast

import pytest
from outreach import campaignevents, restroutes, tools
from outreach.audience.topic import Reader, Sources
from outreach.problems import BadInput, CannotTell
from outreach.wiki import Wiki

from tests.samples.cannedwiki import canned, nothing
from tests.samples.recorded import Recorded, every

ROUTES, TOOLS = every('routes'), every('tools')
# rows of a query name their variables: one without a value has no cell (SPARQL 1.1 Query Results JSON)
VARIABLES = {'item', 'label'}
SOURCES = {
    'petscan': Sources(petscan=[7]),
    'pagepile': Sources(pagepile=[7]),
    'sparql': Sources(sparql=['x']),
    'sparql-scholarly': Sources(sparql=['x'], graph='scholarly'),
}


def spoiled(told: Any) -> Iterator[tuple[str, Any]]:
    """Return an answer once for each key that is anywhere in it, gone or called otherwise."""
    places = list(_places(told))
    for place in places:
        for rename in (False, True):
            reply = copy.deepcopy(told)
            inside = reply
            for step in place[:-1]:
                inside = inside[step]
            value = inside.pop(place[-1])
            if rename:
                inside[f'{place[-1]}x'] = value
            yield str(place[-1]), reply


def _places(told: Any) -> Iterator[tuple[Any, ...]]:
    if isinstance(told, Mapping):
        for key, value in told.items():
            if key not in VARIABLES:
                yield (key,)
            yield from ((key, *rest) for rest in _places(value))
    elif isinstance(told, list):
        for number, value in enumerate(told):
            yield from ((number, *rest) for rest in _places(value))


def read_route(monkeypatch: pytest.MonkeyPatch, route: str, told: Any) -> object:
    """Return what the reader of a route makes of its answer."""

    def ask(_wiki: object, _path: str, **asked: str) -> Any:
        return [] if any(name.startswith('last_') for name in asked) else told

    monkeypatch.setattr(restroutes, 'ask', ask)
    wiki = cast(Wiki, SimpleNamespace(host='meta.wikimedia.org'))
    if route == campaignevents.DETAILS:
        found = campaignevents.details(wiki, 501) or {}
        return {name: found.get(name) for name in (key.name for key in campaignevents.SHAPES[route].keys)}
    read = campaignevents.organizers if route == campaignevents.ORGANIZERS else campaignevents.registered
    return read(wiki, 501)


def read_tool(tool: str, told: Any) -> object:
    """Return what the reader of a tool makes of its answer."""
    try:
        return Reader(canned(nothing), lambda _address: told).read(SOURCES[tool])
    except BadInput as error:
        return str(error)


def test_all_of_them_are_on_file() -> None:
    assert {one.request['route'] for one in ROUTES} == campaignevents.SHAPES.keys()
    assert {one.request['tool'] for one in TOOLS} == tools.SHAPES.keys() == tools.ADDRESSES.keys()


@pytest.mark.parametrize('one', [*ROUTES, *TOOLS], ids=str)
def test_what_production_answers_has_the_shape(one: Recorded) -> None:
    known = campaignevents if 'route' in one.request else tools
    assert known.lacking(one.request.get('route') or one.request['tool'], one.reply) == ''


@pytest.mark.parametrize('one', ROUTES, ids=str)
def test_a_changed_answer_of_a_route_is_minded_or_tells_the_same(
    monkeypatch: pytest.MonkeyPatch, one: Recorded
) -> None:
    route, minded = one.request['route'], set()
    may_be_absent = {key.name for key in campaignevents.SHAPES[route].keys if key.absent}
    whole = read_route(monkeypatch, route, one.reply)
    for key, told in spoiled(one.reply):
        try:
            found = read_route(monkeypatch, route, told)
        except CannotTell as error:
            assert key in str(error) or key in ('hidden', 'not_found')
            minded.add(key)
        else:
            assert found == whole or key in may_be_absent, key
    needed = {key.name for key in campaignevents.SHAPES[route].keys} - may_be_absent
    assert needed <= minded


@pytest.mark.parametrize('one', TOOLS, ids=str)
def test_a_changed_answer_of_a_tool_is_minded_or_tells_the_same(one: Recorded) -> None:
    tool = one.request['tool']
    whole, minded = read_tool(tool, one.reply), set()
    for key, told in spoiled(one.reply):
        found = read_tool(tool, told)
        if found != whole:
            assert isinstance(found, str), key
            assert key in found
            minded.add(key)
    assert {'wiki', 'pages'} <= minded or {'results', 'bindings'} <= minded
    assert {'page_title', 'page_namespace'} <= minded or tool != 'petscan'
    assert 'value' in minded or tool != 'sparql'
