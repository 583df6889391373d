"""A list that somebody was handed, in all its forms: the same people, and the rest is said."""

from __future__ import annotations

import codecs
import json
from itertools import permutations, product
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outreach.audience.handed import HandedList
from outreach.audience.peoplefile import (
    ADDRESS,
    BAD_NAME,
    GONE,
    NO_ACCOUNT,
    NO_NAME,
    NO_PERSON,
    NO_WIKI,
    UNREGISTERED,
    FileName,
    PeopleFile,
    Unread,
    decoded,
    read,
    read_file,
    read_pages,
)

from tests.samples import naming
from tests.samples.wikis import RESOLVER

PEOPLE = ['Anna Ek@de', 'Bo@sv', 'Ced']
FORMS = {
    'names, and wikis behind a comma': 'Anna Ek, de.wikipedia.org\nBo,svwiki\nCed,\n',
    'name@host': 'Anna Ek@de.wikipedia.org\nBo@sv.m.wikipedia.org\nCed\n',
    'csv with a header': """Real name,Username,Wiki,E-mail
"Ek, A.",Anna Ek,dewiki,a@b.org
B,Bo,sv,b@b.org
,Ced,,
""",
    'semicolons': '\ufeffBenutzer;Username;Home wiki\n1;Anna Ek;de\n2;Bo;sv.wikipedia.org\n3;Ced;\n',
    'tabs, database names, no header': """User talk:Anna Ek\tdewiki
Benutzer:Anna Ek\tdewiki
User talk:Bo\tsvwiki
User:Ced\t
""",
    'addresses': """https://de.wikipedia.org/wiki/Benutzerin:Anna_Ek
https://sv.m.wikipedia.org/wiki/Anv%C3%A4ndardiskussion:Bo
//meta.wikimedia.org/wiki/User:Ced/sub
""",
    'links': '* [[:de:BD:Anna Ek|x]]\n# [[:sv:User:Bo]]\n1. [[User:Ced]]\n',
    'a list of EdwardsBot': """== List ==
Introduction
* {{target | user = Anna Ek | site = de.wikipedia.org }}
* {{target | page = User talk:Bo | site = sv.wikipedia.org}}
* {{target | user = Ced }}
""",
    'the parser function': """{{#target:User talk:Anna Ek|de.wikipedia.org}}
{{#target:User:Bo|sv.wikipedia.org}}
{{#target:User talk:Ced}}""",
    'a list of another wiki as JSON': json.dumps(
        {
            'description': '',
            'targets': [
                {'title': 'Benutzer Diskussion:Anna Ek', 'site': 'de.wikipedia.org'},
                {'title': 'User talk:Bo', 'site': 'sv.wikipedia.org'},
                {'title': 'User talk:Ced'},
            ],
        }
    ),
    'names as JSON': '["Anna Ek@de.wikipedia.org", "Bo@sv.wikipedia.org", "Ced"]',
}


def shown(text: str) -> list[str]:
    """Return who is named, with the wiki where it is another one than this."""
    hosts = ((one.name, one.host.partition('.')[0]) for one in read(text, RESOLVER).people)
    return [f'{name}@{host}' if host not in ('', 'meta') else name for name, host in hosts]


@pytest.mark.parametrize('form', FORMS)
def test_every_form_gives_the_same_people(form: str) -> None:
    assert shown(FORMS[form]) == PEOPLE
    assert not [one for one in read(FORMS[form], RESOLVER).unread if one.text != 'Introduction']
    assert shown(FORMS[form].replace('\n', '\r\n')) == PEOPLE


UNRESOLVED = [
    ('Anna@xx.wikipedia.org', NO_WIKI),
    ('Anna@sv.wikipedia.og', NO_WIKI),
    ('anna@mail.example', ADDRESS),
    ('anna@mail.example, Anna', ADDRESS),
    ('https://example.org/wiki/User:Anna', NO_WIKI),
    ('https://de.wikipedia.org/wiki/Wikipedia:Kurier', NO_PERSON),
    ('192.0.2.7', UNREGISTERED),
    ('[[User:~2026-12345-6]]', UNREGISTERED),
    ('Renamed user 8f3a2c1b', GONE),
    ('a|b', BAD_NAME),
    ('*', NO_NAME),
    ('[[Benutzer:Cem', BAD_NAME),
]


@pytest.mark.parametrize(('line', 'reason'), UNRESOLVED)
def test_what_cannot_be_told_is_given_back_with_its_line(line: str, reason: str) -> None:
    found = read(f'Anna\n{line}\nBo\n', RESOLVER)
    assert [one.name for one in found.people] == ['Anna', 'Bo']
    assert [(one.line, one.reason) for one in found.unread] == [(2, reason)]


def test_who_is_named_twice_is_one_and_the_wiki_that_is_given_counts() -> None:
    found = read('anna\nAnna@de.wikipedia.org\nUser:Anna\n', RESOLVER)
    assert [(one.name, one.host, one.line) for one in found.people] == [('Anna', 'de.wikipedia.org', 1)]
    assert found.again == 2
    assert found.stated == {'Anna': 'de.wikipedia.org'}


def test_a_comma_may_belong_to_a_name() -> None:
    assert [one.name for one in read('Smith, Bo\nAnna\nCed\n', RESOLVER).people] == [
        'Smith, Bo',
        'Anna',
        'Ced',
    ]


TABLE = 'Username,Country,Topic\nAnna,Sweden,Maps\nBo,Norway,Maps\nCed,sweden,Film\n'


def test_segments_cut_by_the_columns_of_the_file() -> None:
    found = read(TABLE, RESOLVER, [('country', 'sweden'), ('topic', 'maps')])
    assert [one.name for one in found.people] == ['Anna']
    assert found.left_out == 2
    either = read(TABLE, RESOLVER, [('country', 'sweden'), ('country', 'norway')])
    assert len(either.people) == 3
    with pytest.raises(ValueError, match="no column 'region'"):
        read(TABLE, RESOLVER, [('region', 'x')])


def test_files_as_spreadsheets_save_them(tmp_path: Path) -> None:
    path = tmp_path / 'list.csv'
    for raw in (codecs.BOM_UTF8 + b'Anna\n', 'Anna\r\n'.encode('utf-16'), b'Anna'):
        path.write_bytes(raw)
        assert [one.name for one in read_file(path, RESOLVER).people] == ['Anna']
    with pytest.raises(ValueError, match=r'not saved as UTF-8 \(byte 3\)'):
        decoded('AnÅna'.encode('latin-1'))
    with pytest.raises(ValueError, match='no text'):
        decoded(b'PK\0\0')


HEADED = """== Sweden ==
* [[:sv:User:Anna]]
== Norway ==
* [[User:Bo]]
* [[User:Ced]]
"""


def test_a_list_is_cut_by_its_headings_too() -> None:
    entries = HEADED.replace('* [[User:Bo]]', '* {{target|user=Bo|site=sv.wikipedia.org}}')
    for text in (HEADED, entries):
        found = read(text, RESOLVER, [('section', 'norway')])
        assert [one.name for one in found.people] == ['Bo', 'Ced']
        assert (found.left_out, found.unread) == (1, ())
    parts = read_pages(
        {'L': HEADED, 'L/sv': entries.replace('Sweden', 'Norway')}, RESOLVER, [('section', 'norway')]
    )
    assert [one.name for one in parts.people] == ['Bo', 'Ced', 'Anna']


@pytest.mark.parametrize(
    'heading', ['sv.wikipedia.org', 'sv.wikipedia.org (svenska)', 'Wikis with few people']
)
def test_a_wiki_is_a_section_under_whatever_heading_its_entries_stand(heading: str) -> None:
    entries = (
        f'== de.wikipedia.org (Deutsch) ==\n* {{{{target|user=Cem|site=de.wikipedia.org}}}}\n'
        f'== {heading} ==\n* {{{{target|user=Anna|site=sv.wikipedia.org}}}}\n'
    )
    found = read(entries, RESOLVER, [('section', 'sv.wikipedia.org')])
    assert ([one.name for one in found.people], found.left_out) == (['Anna'], 1)
    moved = entries.replace('site=de', 'site=sv')  # under the heading of another wiki
    assert [one.name for one in read(moved, RESOLVER, [('section', 'sv.wikipedia.org')]).people] == ['Anna']


def test_objects_of_a_json_list_have_columns() -> None:
    text = json.dumps([{'name': 'Anna', 'Country': 'Sweden'}, {'name': 'Bo', 'Country': 'Norway'}])
    assert [one.name for one in read(text, RESOLVER, [('country', 'norway')]).people] == ['Bo']


@pytest.mark.parametrize(
    'text', ['Anna\nBo\n', '{{target|user=Anna}}\n', '["Anna"]', 'Anna@sv.wikipedia.org\n']
)
def test_a_segment_that_nothing_tells_is_refused_in_every_form(text: str) -> None:
    """Else everybody would be invited."""
    with pytest.raises(ValueError, match="no column 'country'"):
        read(text, RESOLVER, [('country', 'sweden')])


def test_a_language_is_that_of_the_wiki_unless_a_column_gives_it() -> None:
    assert read('Anna\n', RESOLVER, [('language', 'sv')]).languages == {'sv'}
    found = read('User,Language\nAnna,sv\nBo,de\n', RESOLVER, [('language', 'sv')])
    assert ([one.name for one in found.people], found.languages) == (['Anna'], frozenset())


WRITTEN = (
    '{}', '* {}', '"{}"', '{}@de.wikipedia.org', '{}, dewiki', 'User:{}', '[[:de:Benutzer:{}]]',
    '{{{{u|{}}}}}', 'https://sv.wikipedia.org/wiki/User_talk:{}', '{}@nowhere.example', 'https://example.org/{}',
    '[[Talk:{}]]',
)  # fmt: skip


@given(st.lists(st.sampled_from(WRITTEN), min_size=1, max_size=8))
@settings(max_examples=200, deadline=None)
def test_everybody_is_read_or_the_line_is_given_back(forms: list[str]) -> None:
    names = [f'Person{number}' for number in range(len(forms))]
    text = '\n'.join(form.format(name) for form, name in zip(forms, names, strict=True))
    found = read(text, RESOLVER)
    told = ' '.join(one.text for one in found.unread)
    for name in names:
        assert {name, f'"{name}"'} & {one.name for one in found.people} or name in told


NAMING = (*naming.READ, '{}', *naming.UNREAD[:1])


@pytest.mark.parametrize('between', [', ', ' and ', '; ', ' & ', '<br />'])
def test_of_two_people_in_one_row_each_is_read_or_the_row_is_given_back(between: str) -> None:
    for one, other in product(NAMING, NAMING):
        if between == '<br />' and '{}' in (one, other):
            continue
        cell = f'{one.format("Ada")}{between}{other.format("Bo")}'
        found = read(f'* {cell}\n', RESOLVER)
        told = ' '.join(row.text for row in found.unread)
        names = ' '.join(person.name for person in found.people)
        for name in ('Ada', 'Bo'):
            assert name in names or name in told, cell


def test_every_pair_of_forms_in_one_file_gives_everybody_or_gives_them_back() -> None:
    for one, other in product((*WRITTEN, *naming.READ), repeat=2):
        text = f'{one.format("Ada")}\n{other.format("Bo")}\n{one.format("Cem")}'
        found = read(text, RESOLVER)
        told = ' '.join(row.text for row in found.unread)
        names = ' '.join(person.name for person in found.people)
        for name in ('Ada', 'Bo', 'Cem'):
            assert name in names or name in told, text


ODD = [
    ('Username,Country\nAnna,AR\nCy,CA', ['Anna', 'Cy']),
    ('Username,Vegetarian\nAnna,no\nCy,yes\nBo,no', ['Anna', 'Cy', 'Bo']),
    ('User,Home wiki\nAnna,sv\nCy,de', ['Anna@sv', 'Cy@de']),
    ('[{"name": "Anna Ek", "username": "Bo"}]', ['Bo']),
    ('{{target|user=A|site=sv.wikipedia.org}}\nBo\nThis is where it ends.', ['A@sv', 'Bo']),
    ('Super User;de\nAnna;sv', ['Super User@de', 'Anna@sv']),
    ('"Anna"\n"Bo Ek"\n', ['Anna', 'Bo Ek']),
    ('Nombre;Apellidos;Usuario\nAna;Ruiz;Anita\nEva;Gil;Evita', ['Anita', 'Evita']),
    ('ilker, trwiki', ['İlker@tr']),
    ('Anna@dewiki\nBo@svwiki', ['Anna@de', 'Bo@sv']),
    ('"Anna the ""first""",dewiki\nBo,dewiki', ['Anna the "first"@de', 'Bo@de']),
    ('[[User:Ada]]; [[User:Bo]]', ['Ada', 'Bo']),
    ('Anna;Bo;Cem', ['Anna; Bo; Cem']),
    ('{{User|ilker|w|tr}}', ['İlker@tr']),
    (
        'Anna (svwiki)\nBo — de.wikipedia.org\nCem (WMF)\nDan - x',
        ['Anna@sv', 'Bo@de', 'Cem (WMF)', 'Dan - x'],
    ),
    ('\u200eAnna\u200e', ['Anna']),
    ('User,Note\n"Anna\nBo",x\nCem<br>Dan,y', ['Anna', 'Bo', 'Cem', 'Dan']),
    (
        '{|\n! User !! Wiki\n|-\n| [[User:Anna]] || svwiki\n|-\n| Bo\n| dewiki\n|}\n* [[User:Cem]]',
        ['Anna@sv', 'Bo@de', 'Cem'],
    ),
    ('| User | Wiki |\n|------|:----:|\n| Anna | svwiki |', ['Anna@sv']),
    ('| Anna | svwiki |\n| Bo | dewiki |', ['Anna@sv', 'Bo@de']),
    ('{"Anna": "svwiki", "Bo": "dewiki"}', ['Anna@sv', 'Bo@de']),
    ('[["Anna", "svwiki"], ["Bo", "dewiki"]]', ['Anna@sv', 'Bo@de']),
    (
        '{"meta": {}, "headers": ["id", "user_name"], "rows": [[1, "Anna"], [2, "Bo"], [3, null]]}',
        ['Anna', 'Bo'],
    ),
    ('svwiki,Anna\ndewiki,Bo', ['Anna@sv', 'Bo@de']),
    ('sv,Anna\nde,Bo', ['Anna@sv', 'Bo@de']),
    ('sv.wikipedia.org,"Ek, Anna"\nde.wikipedia.org,Bo', ['Ek, Anna@sv', 'Bo@de']),
    ('svwiki,Anna,Sweden\ndewiki,Bo,Germany', ['Anna@sv', 'Bo@de']),
    ('Sweden,Anna,svwiki\nSweden,Bo,svwiki\nNorway,Cem,nowiki', ['Anna@sv', 'Bo@sv', 'Cem@no']),
    (
        'Anna,https://sv.wikipedia.org/wiki/User_talk:Anna\nBo,https://de.wikipedia.org/wiki/BD:Bo',
        ['Anna@sv', 'Bo@de'],
    ),
    (
        'svwiki,A Ek,https://sv.wikipedia.org/wiki/User_talk:Anna\ndewiki,B,https://de.wikipedia.org/wiki/BD:Bo',
        ['Anna@sv', 'Bo@de'],
    ),
    ('1,Anna\n2,Bo', ['Anna', 'Bo']),
    ('Anna,2026-01-02\nBo,2026-01-03', ['Anna', 'Bo']),
    ('a@x.example,Anna\nb@x.example,Bo', ['Anna', 'Bo']),
    ('Anna,\nBo,\nCem,', ['Anna', 'Bo', 'Cem']),
    ('Anna,svwiki\nBo,dewiki\nEk, Cem,dewiki', ['Anna@sv', 'Bo@de', 'Ek, Cem,dewiki']),
    ('User 1,User 2\nAnna,Bo\nCem,', ['Anna', 'Bo', 'Cem']),
    ('User,Wiki,User,Wiki\nAnna,svwiki,Bo,dewiki\nCem,huwiki,,', ['Anna@sv', 'Bo@de', 'Cem@hu']),
    ('اسم المستخدم\tويكي\nAnna\tarwiki', ['Anna@ar']),
    ('利用者名,ウィキ\n利用者:Anna,jawiki\nBo,svwiki', ['Anna@ja', 'Bo@sv']),
]


COLUMNS = {
    'wiki': ('{db}', '{code}', '{host}'),
    'person': ('{name}', 'User talk:{name}', 'https://{host}/wiki/User:{name}'),
    'more': (None, 'Sweden', '2026-01-02', 'a@x.example', '7'),
}


@pytest.mark.parametrize('delimiter', [',', ';', '\t'])
def test_columns_without_a_header_are_read_in_every_order(delimiter: str) -> None:
    people = [('Anna', 'svwiki', 'sv'), ('Bo Ek', 'dewiki', 'de'), ('Cem', 'frwiki', 'fr')]
    for forms in product(*COLUMNS.values()):
        for order in permutations([one for one in forms if one]):
            text = '\n'.join(
                delimiter.join(order).format(name=name, db=db, code=code, host=f'{code}.wikipedia.org')
                for name, db, code in people
            )
            text = text.replace('User:Bo Ek', 'User:Bo_Ek')
            assert shown(text) == ['Anna@sv', 'Bo Ek@de', 'Cem@fr'], text


@pytest.mark.parametrize(('text', 'people'), ODD)
def test_columns_and_lines_that_look_like_others(text: str, people: list[str]) -> None:
    assert shown(text) == people


@pytest.mark.parametrize(
    'header', ['First name,Last name,E-mail', 'Nombre,Apellidos,Correo', 'Vorname,Nachname,Ort']
)
def test_a_table_of_real_names_is_refused(header: str) -> None:
    with pytest.raises(ValueError, match='no column of user names'):
        read(f'{header}\nAnna,Ek,a@x.example\nBo,Alm,b@x.example', RESOLVER)


def test_how_many_were_named_again_is_said_where_anybody_was() -> None:
    for again, told in ((0, ['x.csv: 3 people.']), (2, ['x.csv: 3 people, 2 of them named again.'])):
        file = SimpleNamespace(people=('A', 'B', 'C'), again=again, left_out=0)
        assert HandedList.summary(cast('HandedList', SimpleNamespace(name='x.csv', file=file)), ()) == told


@pytest.mark.parametrize(
    ('named', 'unknown', 'impossible', 'said'),
    [
        (2000, 1941, 0, ['1,941 names of 2,000 have no account']),
        (12, 6, 0, []),
        (12, 7, 0, ['7 names of 12 have no account']),
        (4, 1, 6, ['7 names of 10 have no account']),
        (5, 5, 0, []),
    ],
)
def test_a_list_of_names_that_mostly_have_no_account_is_in_doubt(
    named: int, unknown: int, impossible: int, said: list[str]
) -> None:
    people = tuple(FileName(f'P {at}', '', at) for at in range(named))
    bad = tuple(Unread(named + at, 'a|b', BAD_NAME) for at in range(impossible))
    handed = HandedList('x.csv', Path('x.csv'), PeopleFile(people, bad))
    lost = [*bad, *(Unread(at, 'P', NO_ACCOUNT) for at in range(unknown))]
    assert [(one.code, one.text.partition(':')[0]) for one in handed.doubts(lost)] == [
        ('mostly-unknown', text) for text in said
    ]


@pytest.mark.parametrize('delimiter', ['\t', ';', ','])
def test_a_row_that_is_longer_than_its_header_is_given_back_with_the_reason(delimiter: str) -> None:
    rows = [
        ('Username', 'Home wiki'),
        ('Hollis Grant', 'svwiki', 'extra'),
        ('Bo', 'dewiki', ''),
        ('Cem', ''),
    ]
    found = read('\n'.join(delimiter.join(row) for row in rows), RESOLVER)
    assert [one.name for one in found.people] == ['Bo', 'Cem']
    assert [(one.line, one.reason) for one in found.unread] == [(2, 'has 3 cells where the header has 2')]
