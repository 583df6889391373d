"""The tools that list pages for a topic, and where: PetScan, PagePile, Wikidata's query service."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from outreach import wiki
from outreach.problems import BadInput, Problem
from outreach.replies import Many, NamedEntries, Shape, fault, need

PLACE = '_outreach_tools in user-config.py'
PETSCAN, PAGEPILE = 'petscan', 'pagepile'
# Since May 2025 each holds a part of Wikidata: articles of scholarship are in a graph of their own
# (https://www.wikidata.org/wiki/Wikidata:SPARQL_query_service/WDQS_graph_split).
GRAPHS = {'main': 'sparql', 'scholarly': 'sparql-scholarly'}
# `{}` stands for the number of a query or a pile, or for the query itself, percent-encoded.
ADDRESSES = {
    PETSCAN: 'https://petscan.wmcloud.org/'
    '?psid={}&format=json&doit=1&output_compatability=quick-intersection&sparse=',
    PAGEPILE: 'https://pagepile.toolforge.org/api.php?action=get_data&doit&format=json&id={}',
    GRAPHS['main']: 'https://query.wikidata.org/sparql?query={}',
    GRAPHS['scholarly']: 'https://query-scholarly.wikidata.org/sparql?query={}',
}
# What each answers. Sources: petscan_rs src/render/json.rs (`quick-intersection`) and
# src/datasource/pagepile.rs; https://www.w3.org/TR/sparql11-results-json/ (a row has a cell for each of its
# variables that has a value).
CELL = Shape((need('value', str),))
RESULT = Shape((need('results', Shape((need('bindings', Many(NamedEntries(CELL))),))),))
SHAPES = {
    PETSCAN: Shape((
        need('wiki', str),
        need('pages', Many(Shape((need('page_namespace', (int, str)), need('page_title', str))))),
    )),
    PAGEPILE: Shape((need('wiki', str), need('pages', list))),
    **dict.fromkeys(GRAPHS.values(), RESULT),
}  # fmt: skip
# PetScan's other form names no wiki (`output_compatability=catscan`, petscan_rs src/render/json.rs).
ROW = Shape((need('title', str),))
WITHOUT_WIKI = Shape((need('*', Many(Shape((need('a', Shape((need('*', Many(ROW)),))),)))),))
QID = re.compile(r'Q[1-9]\d*')


def lacking(name: str, told: Any) -> str:
    """Return what the answer of a tool lacks, with its key; '' where it has the shape that we know."""
    return fault(SHAPES[name], told, {}) if isinstance(told, Mapping) else f'is {type(told).__name__}'


def items_alone(told: Any) -> bool:
    """Return whether PetScan's answer in the form that names no wiki has nothing but items of Wikidata."""
    if not isinstance(told, Mapping) or fault(WITHOUT_WIKI, told, {}):
        return False
    titles = [row['title'] for part in told['*'] for row in part['a']['*']]
    return bool(titles) and all(QID.fullmatch(title) for title in titles)


def addresses() -> Mapping[str, str]:
    """Return the address of each tool, those in `_outreach_tools` of user-config.py before ours.

    Raises BadInput where the setting names another tool or an address without a `{}` for what is asked.
    """
    return {**ADDRESSES, **read(wiki.configured('tools'))}


def read(given: Any) -> Mapping[str, str]:
    """Return the addresses of a setting, a table of name to address; raise BadInput naming each fault."""
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise BadInput([Problem(PLACE, "must be a table: {'petscan': 'https://…{}…'}")])
    problems = []
    for name, address in given.items():
        if name not in ADDRESSES:
            problems.append(Problem(PLACE, f'{name!r} is no tool; there are {", ".join(ADDRESSES)}'))
        elif not isinstance(address, str) or address.count('{}') != 1 or not address.startswith('http'):
            problems.append(Problem(PLACE, f'the address of {name} needs one {{}} for what is asked'))
    if problems:
        raise BadInput(problems)
    return given
