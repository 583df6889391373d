"""A name or a title that was asked for has an entry in the reply, or nobody can tell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from outreach.askedfor import untold
from outreach.replies import asked_in


def said(asked: Mapping[str, Any], **query: Any) -> str:
    return untold(asked_in(asked), {'query': query})


def named(*names: str) -> list[dict[str, str]]:
    return [{'name': name} for name in names]


def titled(*titles: str) -> list[dict[str, str]]:
    return [{'title': title} for title in titles]


def moved(**titles: str) -> list[dict[str, str]]:
    return [{'from': before, 'to': after} for before, after in titles.items()]


@pytest.mark.parametrize(('parameter', 'key'), [('ususers', 'users'), ('gususers', 'globalusers')])
def test_each_name_has_an_entry(parameter: str, key: str) -> None:
    asked = {parameter: ['Ada', 'Bo']}
    assert said(asked, **{key: named('Bo', 'Ada')}) == ''
    assert said(asked, **{key: []}) == f'{key}: nothing about Ada'
    assert said(asked, **{key: named('Ada')}) == f'{key}: nothing about Bo'
    # what is continued comes later, and what was whole is not given again
    rest = {'query': {key: named('Ada')}, 'continue': {parameter: 'Bo', 'continue': '-||'}}
    assert untold(asked_in(asked), rest) == ''
    assert untold(asked_in({**asked, 'continue': '-||'}), {'query': {}}) == ''


def test_names_are_compared_as_wikis_write_them() -> None:
    # doubles are told once
    assert said({'ususers': ['ada_b', 'Ada b', 'Bo']}, users=named('Ada b', 'Bo')) == ''
    assert said({'ususers': 'A\u0308nne|Bo'}, users=named('Änne', 'Bo')) == ''
    # a capital letter that Python does not know: there are as many entries as names
    assert said({'ususers': ['ilker', 'Bo']}, users=named('İlker', 'Bo')) == ''
    assert said({'ususers': ['ilker', 'Bo']}, users=named('İlker')) == 'users: nothing about Bo'


def test_each_title_has_a_page_where_it_leads() -> None:
    asked = {'titles': ['a b', 'Old', 'Gone']}
    told = {'normalized': moved(**{'a b': 'A b'}), 'redirects': moved(Old='New')}
    assert said(asked, **told, pages=titled('A b', 'New', 'Gone')) == ''
    assert said(asked, **told, pages=titled('A b', 'Gone')) == 'pages: nothing about Old'
    assert said(asked, pages=[]) == 'pages: nothing about Gone'
    # two that lead to one page
    assert said({'titles': ['Old', 'New']}, redirects=moved(Old='New'), pages=titled('New')) == ''


def test_titles_of_other_wikis_and_circles_have_no_page() -> None:
    assert said({'titles': 'sv:Ada'}, interwiki=titled('sv:Ada')) == ''
    across = [{'from': 'Old', 'to': 'sv:Ada', 'tointerwiki': 'sv'}]
    assert said({'titles': 'Old'}, redirects=across, pages=[]) == ''
    assert said({'titles': 'A'}, redirects=moved(A='B', B='A'), pages=[]) == ''


def test_an_encoded_title_is_decoded() -> None:
    told = [{'from': 'A%CC%88', 'to': 'Ä', 'fromencoded': True}]
    assert said({'titles': 'Ä'}, normalized=told, pages=titled('Ä')) == ''


def test_pages_of_a_generator_are_others() -> None:
    assert said({'titles': 'A', 'generator': 'links'}, pages=titled('B')) == ''


def test_items_are_asked_for_by_titles_too() -> None:
    assert untold(asked_in({'action': 'wbgetentities', 'titles': 'A'}), {'entities': {}}) == ''
