"""Who asked to leave, to join or to move: by their own latest act, whoever edits the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from outreach.audience.subscriptions import (
    LEFT,
    SubscriptionAct,
    Subscriptions,
    Wish,
    on_list,
    on_page,
    standing,
)
from outreach.revisions import Revision

from tests.samples.wikis import HOME, RESOLVER

ROOT = Path(__file__).parents[2]
TITLE = 'Outreach/X/Requests'
SV = 'sv.wikipedia.org'


def signed(name: str) -> str:
    return f'[[User:{name}|{name}]] ([[User talk:{name}|talk]]) 10:00, 1 May 2026 (UTC)'


def history(*saves: tuple[str, str | None], title: str = TITLE) -> list[Revision]:
    """Return the revisions of a page: who saved what, a minute apart."""
    return [
        Revision(number, title, text, user=user, time=f'2026-05-01T10:{number:02}:00Z')
        for number, (user, text) in enumerate(saves, 1)
    ]


def lines(*some: str) -> str:
    return '\n\n'.join(some)


LEAVE = f'* leave ~ {signed("Ann")}'
JOIN = f'* join: {SV} {signed("Ann")}'
MOVE = f'* move: en.wikipedia.org {signed("Ann")}'
BY_BO = f'* leave {signed("Bo")}'

# what is saved, by whom; what holds for Ann in the end
TABLE: dict[str, tuple[Sequence[tuple[str, str | None]], tuple[Wish, str] | None]] = {
    'she leaves': ([('Ann', LEAVE)], (Wish.LEAVE, '')),
    'she joins and names a wiki': ([('Ann', JOIN)], (Wish.JOIN, SV)),
    'she joins and names none': ([('Ann', f'* join {signed("Ann")}')], (Wish.JOIN, '')),
    'she moves': ([('Ann', MOVE)], (Wish.MOVE, 'en.wikipedia.org')),
    'a database name is a wiki': ([('Ann', f'* move: svwiki {signed("Ann")}')], (Wish.MOVE, SV)),
    'a prefix is a wiki': ([('Ann', f'* Move: sv {signed("Ann")}')], (Wish.MOVE, SV)),
    'she leaves and joins again': (
        [('Ann', LEAVE), ('Ann', lines(LEAVE, JOIN))],
        (Wish.JOIN, SV),
    ),
    'she joins and leaves': ([('Ann', JOIN), ('Ann', lines(JOIN, LEAVE))], (Wish.LEAVE, '')),
    'the order on the page does not count': (
        [('Ann', JOIN), ('Ann', lines(LEAVE, JOIN))],
        (Wish.LEAVE, ''),
    ),
    'the same words again are another act': (
        [('Ann', 'leave'), ('Ann', 'leave\njoin'), ('Ann', 'leave\njoin\nleave')],
        (Wish.LEAVE, ''),
    ),
    'somebody takes her line out': ([('Ann', LEAVE), ('Eve', '')], (Wish.LEAVE, '')),
    'an organizer archives her line': (
        [('Ann', LEAVE), ('Organizer', 'Done.')],
        (Wish.LEAVE, ''),
    ),
    'she takes her leave back': ([('Ann', LEAVE), ('Ann', '')], (Wish.NOTHING, '')),
    'she strikes it out': ([('Ann', LEAVE), ('Ann', f'<s>{LEAVE}</s>')], (Wish.NOTHING, '')),
    'she takes her join back': ([('Ann', JOIN), ('Ann', '')], (Wish.LEAVE, '')),
    'she writes leave over join': ([('Ann', JOIN), ('Ann', LEAVE)], (Wish.LEAVE, '')),
    'somebody makes a join of her leave': ([('Ann', LEAVE), ('Eve', JOIN)], (Wish.LEAVE, '')),
    'somebody asks for her': ([('Eve', LEAVE)], None),
    'somebody joins her': ([('Eve', JOIN)], None),
    'somebody asks for her and signs': ([('Eve', f'* leave [[User:Ann]] {signed("Eve")}')], None),
    'somebody restores what was blanked': (
        [('Ann', LEAVE), ('Eve', ''), ('Bo', LEAVE), ('Bo', lines(LEAVE, BY_BO))],
        (Wish.LEAVE, ''),
    ),
    'no signature': ([('Ann', '* leave')], (Wish.LEAVE, '')),
    'bold words': ([('Ann', f"'''Leave:''' {signed('Ann')}")], (Wish.LEAVE, '')),
    'words of her own': ([('Ann', f'Please not me! {signed("Ann")}')], (Wish.LEAVE, '')),
    'prose without a signature': ([('Ann', 'Write below what you want.')], None),
    'leavers is another word': ([('Ann', '* leavers')], None),
    'a move to nowhere': (
        [('Ann', LEAVE), ('Ann', f'{LEAVE}\n* move: the moon')],
        (Wish.LEAVE, ''),
    ),
    'a heading': ([('Ann', '== leave ==')], None),
    'in a comment': ([('Ann', '<!--\n* leave\n-->')], None),
    'an address is nobody': ([('192.0.2.1', '* leave')], None),
    'a temporary account is nobody': ([('~2026-1', '* leave')], None),
    'hidden text is nobody': ([('Ann', None), ('Ann', 'leave')], None),
    'after it is seen her next line is hers': (
        [('Ann', None), ('Bo', 'x'), ('Ann', 'x\nleave')],
        (Wish.LEAVE, ''),
    ),
}


@pytest.mark.parametrize('case', TABLE)
def test_what_a_person_did_last_holds(case: str) -> None:
    saves, expected = TABLE[case]
    found = standing(on_page(history(*saves), RESOLVER, {'Organizer'}).acts)
    act = found.latest.get('Ann')
    assert (act and (act.wish, act.host)) == expected
    assert 'Eve' not in found.latest
    assert '' not in found.latest


def saved(form: str, name: str, host: str = '') -> str:
    """Return what stands on the page of requests after somebody saved a form."""
    text = (ROOT / f'onwiki/Template/Outreach campaign/{form}.wikitext').read_text(encoding='utf-8')
    text = text.rstrip().replace('<noinclude/>', '').replace('$1', host)
    return text.replace('~~~~', signed(name))


@pytest.mark.parametrize(
    ('form', 'host', 'expected'),
    [
        ('leave', '', (Wish.LEAVE, '')),
        ('join', '', (Wish.JOIN, '')),
        ('join', SV, (Wish.JOIN, SV)),
        ('move', SV, (Wish.MOVE, SV)),
    ],
)
def test_who_saved_a_form_is_done_and_the_page_says_for_whom(
    form: str, host: str, expected: tuple[Wish, str]
) -> None:
    line = saved(form, 'Ann', host)
    found = on_page(history(('Ann', line)), RESOLVER)
    act = standing(found.acts).latest['Ann']
    assert (act.wish, act.host) == expected
    assert not found.told
    assert f'{{{{Outreach campaign/saved|{form}}}}}' in line


@pytest.mark.parametrize('form', ['leave', 'join', 'move'])
@pytest.mark.parametrize('nobody', ['192.0.2.1', '~2026-1'])
def test_a_form_that_nobodys_account_saved_promises_nothing_and_is_told(form: str, nobody: str) -> None:
    line = saved(form, nobody, SV)
    found = on_page(history((nobody, line)), RESOLVER)
    assert not found.acts
    assert [one.place for one in found.told] == [f'{TITLE}, line 1']
    assert found.told[0].text.startswith('was saved by no account, so it is not done: ask whoever it was')
    assert f": '{form}: " in found.told[0].text
    assert not re.search('[{}<>]', found.told[0].text)
    assert f'{{{{Outreach campaign/saved|{form}}}}}' in line


def test_what_a_saved_form_says_is_said_in_each_language_for_each_form() -> None:
    words = (ROOT / 'onwiki/Template/Outreach campaign/saved.wikitext').read_text(encoding='utf-8')
    said = re.findall(r'[|]([a-z#]+)=<span lang="([a-z]+)" dir="(\w+)">[(]✓ (.*?)</span>', words)
    assert [one[:3] for one in said] == [
        ('ar', 'ar', 'rtl'), ('de', 'de', 'ltr'), ('es', 'es', 'ltr'), ('fr', 'fr', 'ltr'),
        ('sv', 'sv', 'ltr'), ('#default', 'en', 'ltr'),
    ]  # fmt: skip
    for *_, one in said:
        assert re.findall(r'[|](leave|join|move)=.', one) == ['leave', 'join', 'move']
    conditions = {'ar': 'إن ', 'de': 'Wenn ', 'es': 'Si ', 'fr': 'Si ', 'sv': 'Om ', 'en': 'If '}
    names_a_wiki = {
        'ar': 'السطر يسمي ويكي', 'de': 'diese Zeile ein Wiki nennt', 'es': 'esta línea nombra un wiki',
        'fr': 'cette ligne nomme un wiki', 'sv': 'raden nämner en wiki', 'en': 'this line names a wiki',
    }  # fmt: skip
    for _, language, _, one in said:
        texts = dict(re.findall(r'[|](leave|join|move)=([^|}]*)', one))
        assert all(text.startswith(conditions[language]) for text in texts.values())
        assert names_a_wiki[language] in re.split('[,،:]', texts['move'])[0]


def test_what_is_not_done_is_told_with_its_line_as_long_as_it_stands() -> None:
    saves = [('Eve', lines('Lead', LEAVE)), ('Ann', lines('Lead', LEAVE, f'no {signed("Ann")}'))]
    found = on_page(history(*saves), RESOLVER)
    first, second = found.told
    assert first.place == f'{TITLE}, line 3'
    assert 'about Ann and was saved by Eve' in first.text
    assert 'counts as leave' in second.text
    assert found.strangers == {'Ann'}
    assert not on_page(history(*saves, ('Eve', 'Lead')), RESOLVER).told


def test_who_is_trusted_writes_there_for_others() -> None:
    found = on_page(history(('Organizer', f'All done! {signed("Organizer")}')), RESOLVER, {'Organizer'})
    assert not found.acts


def test_a_signature_of_an_older_name_is_her_own() -> None:
    saves = history(('Ann Lee', LEAVE))
    assert not on_page(saves, RESOLVER).acts
    assert on_page(saves, RESOLVER, renamed={'Ann': 'Ann Lee'}).acts[0].name == 'Ann Lee'


def entry(name: str, host: str = SV) -> str:
    return f'* {{{{target | user = {name} | site = {host} }}}}'


def test_own_edits_of_a_list_are_acts_and_those_of_others_are_not() -> None:
    saves = history(
        ('Bot', lines(entry('Ann'), entry('Bo'))),
        ('Ann', entry('Bo')),
        ('Organizer', lines(entry('Ann'), entry('Bo'))),
        ('Bo', entry('Ann')),
        ('Bo', lines(entry('Ann'), entry('Bo', 'de.wikipedia.org'))),
        title='Outreach/X/Targets',
    )
    found = standing(on_list(saves, HOME))
    assert {name: act.wish for name, act in found.latest.items()} == {
        'Ann': Wish.LEAVE,
        'Bo': Wish.JOIN,
    }
    assert found.hosts == {}


def act(minute: int, wish: Wish, name: str = 'Ann', host: str = '') -> SubscriptionAct:
    return SubscriptionAct(f'2026-05-01T10:{minute:02}:00Z', minute, name, wish, host)


def test_of_a_list_and_all_pages_the_latest_act_holds() -> None:
    """A no to everything is older than a join of one campaign, or younger."""
    assert not standing([act(1, Wish.LEAVE), act(2, Wish.JOIN)]).left
    assert standing([act(3, Wish.LEAVE), act(2, Wish.JOIN)]).left == {'Ann'}


def test_what_follows_for_a_send() -> None:
    found = standing(
        [
            act(1, Wish.LEAVE, 'Ann'),
            act(1, Wish.MOVE, 'Bo', SV),
            act(1, Wish.JOIN, 'Cy'),
        ]
    )
    assert found.why_not(['Ann'], SV) == LEFT
    assert found.why_not(['Old name', 'Ann'], SV) == LEFT
    assert found.why_not(['Bo'], SV) == ''
    assert found.why_not(['Bo'], 'en.wikipedia.org') == 'asked for sv.wikipedia.org instead'
    assert found.why_not(['Cy', 'Di'], SV) == ''


def test_who_joins_after_somebody_took_them_off_is_back() -> None:
    found = standing([act(5, Wish.JOIN)])
    assert found.came_back('Ann', '2026-05-01T10:04:00Z')
    assert not found.came_back('Ann', '2026-05-01T10:06:00Z')
    assert not found.came_back('Bo', '')
    assert not Subscriptions().came_back(None, '')
