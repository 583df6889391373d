"""Sources of pages with canned replies: what a real wiki will not answer on demand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import pytest
from outreach.audience.topic import ListedTitle, Reader, Sources, Topic, chosen_wikis, sitelinks
from outreach.problems import BadInput
from outreach.sitematrix import WikiInfo
from outreach.wiki import Wiki

from tests.samples.cannedwiki import EN, SV, Answer, Canned, canned, farm_of, nothing

MATRIX = [
    WikiInfo('svwiki', 'sv.wikipedia.org', 'sv'),
    WikiInfo('enwiki', 'en.wikipedia.org', 'en'),
    WikiInfo('aawiki', 'aa.wikipedia.org', 'aa', closed=True),
    WikiInfo('svwikivoyage', 'sv.wikivoyage.org', 'sv'),
    WikiInfo('officewiki', 'office.wikimedia.org', 'en', private=True),
    WikiInfo('foundationwiki', 'foundation.wikimedia.org', 'en', fishbowl=True),
]


@pytest.mark.parametrize(
    ('patterns', 'expected'),
    [
        (['*.wikipedia.org'], {'svwiki', 'enwiki'}),
        (['sv.wikipedia.org', '*.wikivoyage.org'], {'svwiki', 'svwikivoyage'}),
        ([], {'svwiki', 'enwiki', 'svwikivoyage'}),
    ],
)
def test_only_open_wikis_take_part(patterns: list[str], expected: set[str]) -> None:
    assert set(chosen_wikis(MATRIX, patterns)) == expected


def test_patterns_that_fit_no_open_wiki_are_all_named() -> None:
    with pytest.raises(BadInput) as error:
        chosen_wikis(
            MATRIX, ['aa.wikipedia.org', '*.wikipediaXorg', 'office.wikimedia.org', '*.wikipedia.org']
        )
    assert len(error.value.problems) == 3
    with pytest.raises(BadInput, match=r'; did you mean sv\.wikipedia\.org\?'):
        chosen_wikis(MATRIX, ['sv.wikipeda.org'])


def read(sources: Sources, reply: object = None, answer: Answer = nothing) -> Topic:
    return Reader(canned(answer), lambda address: reply).read(sources)


def test_a_file_of_names_of_people_is_led_to_the_option_that_reads_it() -> None:
    with pytest.raises(BadInput, match=r'gives no article on en\.w\.test; .* into -people:…'):
        read(Sources(titles=[ListedTitle('Ann Example', 'f, line 1')]))


PETSCAN = {'wiki': 'enwiki', 'namespaces': {}, 'status': 'OK', 'pagecount': 3, 'pages': [
    {'page_id': 1, 'page_namespace': 0, 'page_title': 'Yellow_fever', 'page_len': 9},
    {'page_id': 2, 'page_namespace': 1, 'page_title': 'Asthma', 'page_len': 9},
    {'page_id': 3, 'page_namespace': 10, 'page_title': 'Stub', 'page_len': 9},
]}  # fmt: skip
ITEMS = {'wiki': 'wikidatawiki', 'pages': [{'page_id': 4, 'page_namespace': 0, 'page_title': 'Q35869'}]}


def test_petscan_about_wikidata_gives_items() -> None:
    found = read(Sources(petscan=[7]), ITEMS)
    assert (found.titles, found.items) == ((), ('Q35869',))


def test_petscan_gives_articles() -> None:
    assert read(Sources(petscan=[7]), PETSCAN).titles == ('Asthma', 'Yellow fever')


@pytest.mark.parametrize(
    ('source', 'reply', 'text'),
    [
        (Sources(petscan=[7]), {'error': 'No such query'}, r'no list of pages \(No such query\)'),
        (Sources(petscan=[7]), {'pages': []}, 'no list of pages'),
        (Sources(petscan=[7]), {'wiki': 'enwiki', 'pages': [{'page_title': 'A'}]}, 'no list of pages'),
        (Sources(petscan=[7]), {**PETSCAN, 'wiki': 'dewiki'}, 'is a query about dewiki, not enwiki'),
        (Sources(petscan=[7]), [], 'no list of pages'),
        (Sources(petscan=[7]), {'wiki': 'enwiki', 'pages': []}, '-petscan:7: gives no article'),
        (Sources(pagepile=[7]), {'error': 'bad id'}, 'PagePile gave no list of pages'),
        (Sources(pagepile=[7]), {'pages': ['A'], 'wiki': 'svwiki'}, 'pile of svwiki, not of enwiki'),
        (Sources(pagepile=[7]), {'pages': ['A']}, r'PagePile gave no list of pages \(wiki: is absent\)'),
        (Sources(sparql=['SELECT']), {'results': {}}, 'gave no result'),
        (Sources(sparql=['SELECT']), {'results': {'bindings': [{'item': {'v': 'x'}}]}}, 'value: is absent'),
        (Sources(sparql=['SELECT']), {'results': {'bindings': []}}, 'gives no article'),
    ],
)
def test_a_tool_that_gives_nothing_is_never_silently_nobody(
    source: Sources, reply: object, text: str
) -> None:
    with pytest.raises(BadInput, match=text):
        read(source, reply)


def test_all_bad_sources_are_named_together() -> None:
    with pytest.raises(BadInput) as error:
        read(Sources(petscan=[1, 2], pagepile=[3], sparql=['x']), {})
    assert len(error.value.problems) == 4


def existing(asked: Mapping[str, Any]) -> Mapping[str, Any]:
    """Answer that of all pages only Malaria exists, as a wiki writes titles."""
    if asked.get('list') == 'allpages':
        return {'query': {'allpages': [{'ns': 0, 'title': 'Malaria'}]}}
    titles = {title: title[0].upper() + title[1:] for title in asked['titles']}
    moved = [{'from': title, 'to': known} for title, known in titles.items() if title != known]
    pages = [{'title': known, 'missing': known != 'Malaria'} for known in titles.values()]
    return {'query': {'normalized': moved, 'pages': pages}}


def test_a_red_link_in_a_file_is_a_doubt_that_says_where() -> None:
    listed = [
        ListedTitle('Malaria', 'f, line 1'),
        ListedTitle('astma', 'f, line 2'),
        ListedTitle('astma', 'f, line 9'),
    ]
    topic = read(Sources(titles=listed), answer=existing)
    assert topic.titles == ('Malaria',)
    assert [(one.code, one.place) for one in topic.doubts] == [
        ('red-link', 'f, line 2'),
        ('red-link', 'f, line 9'),
    ]


def test_a_page_that_is_named_and_missing_is_a_problem_as_is_a_file_of_red_links() -> None:
    sources = Sources(page=['Malari', 'User:Ann'], titles=[ListedTitle('Nowhere', 'f, line 1')])
    with pytest.raises(BadInput, match=r'there is no page Malari on .*; did you mean Malaria') as error:
        read(sources, answer=existing)
    assert [one.place for one in error.value.problems] == ['-page:User:Ann', '-page:Malari', '-file']


def test_pagepile_and_sparql() -> None:
    pile = {'pages': ['Yellow_fever', 'Talk:Asthma', 'User:Ada'], 'wiki': 'enwiki'}
    assert read(Sources(pagepile=[7]), pile).titles == ('Asthma', 'Yellow fever')
    row = {'item': {'value': 'http://www.wikidata.org/entity/Q35869'}, 'label': {'value': 'asthma'}}
    assert read(Sources(sparql=['SELECT']), {'results': {'bindings': [row]}}).items == ('Q35869',)


def test_categories_that_hold_each_other_are_asked_once() -> None:
    members = {
        'Category:A': [{'ns': 14, 'title': 'Category:B'}, {'ns': 0, 'title': 'One'}],
        'Category:B': [{'ns': 14, 'title': 'Category:A'}, {'ns': 1, 'title': 'Talk:Two'}],
    }
    wiki = Canned(lambda asked: {'query': {'categorymembers': members[asked['cmtitle']]}})
    topic = Reader(cast(Wiki, wiki), lambda address: None).read(Sources(category=['A'], depth=9))
    assert topic.titles == ('One', 'Two')
    assert len(wiki.asked) == 2


def test_without_the_project_the_banner_is_followed_by_its_template() -> None:
    def answer(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        if asked.get('list') == 'projectpages':
            return {'query': {}, 'warnings': {}}
        if asked.get('list') == 'embeddedin':
            assert asked['eititle'] == 'Template:WikiProject X'
            return {'query': {'embeddedin': [{'ns': 1, 'title': 'Talk:A: b'}, {'ns': 0, 'title': 'C'}]}}
        return {'query': {'pages': [{'title': 'Template:WikiProject X', 'ns': 10}]}}

    assert read(Sources(banner=['X']), answer=answer).titles == ('A: b', 'C')


def test_without_a_repository_language_links_are_followed() -> None:
    link = {'lang': 'sv', 'url': 'https://sv.w.test/wiki/Astma', 'title': 'Astma'}
    other = {'lang': 'xx', 'url': 'https://xx.w.test/wiki/X', 'title': 'X'}
    pages = {'query': {'pages': [{'title': 'Asthma', 'langlinks': [link, other]}]}}
    source = Canned(lambda asked: pages)
    found = sitelinks(farm_of(source), cast(Wiki, source), Topic(('Asthma',)), {'enwiki': EN, 'svwiki': SV})
    assert found == {'en.w.test': {'Asthma'}, 'sv.w.test': {'Astma'}}


def test_sitelinks_are_asked_for_fifty_at_a_time() -> None:
    def answer(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        names = asked.get('titles') or asked['ids']
        links = {
            name: {'sitelinks': {'svwiki': {'title': f'sv {name}'}, 'xxwiki': {'title': 'X'}}}
            for name in names
        }
        return {'entities': links | {'-1': {'missing': ''}}}

    source = Canned(nothing)
    repository = Canned(answer, WikiInfo('wikidatawiki', 'wd.w.test', 'en'))
    titles = tuple(f'T{n}' for n in range(120))
    farm: Any = farm_of(source, repository)
    found = sitelinks(farm, cast(Wiki, source), Topic(titles, ('Q1',)), {'svwiki': SV})
    assert found['sv.w.test'] == {f'sv {name}' for name in (*titles, 'Q1')}
    assert len(repository.asked) == 4
    # a log-in there may be worth it
    assert farm.told == [('wd.w.test', 3)]
