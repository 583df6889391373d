"""Whose words count, and who put what on a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from outreach.revisions import Edit
from outreach.trust import PageAct, Trust, author, authorship, not_vouched, read_authorship
from outreach.wiki import Wiki

from tests.samples.cannedwiki import Canned, nothing
from tests.samples.sendwiki import BOT, SendWiki, as_wiki, trust


def on(*names: str) -> frozenset[str]:
    return frozenset(names)


def test_who_put_what_is_told_by_the_history() -> None:
    known = authorship(
        [
            ('Ann', on('Ann', 'Bo')),
            ('Bo', on('Ann', 'Bo', 'Cy')),
            ('Eve', on('Ann')),
            ('Dan', on('Ann', 'Bo')),
            ('', on('Ann', 'Bo', 'Hid')),
        ]
    )
    assert known.put == {'Ann': 'Ann', 'Bo': 'Dan', 'Hid': ''}
    assert known.acts['Bo'] == (PageAct('Ann', put=True), PageAct('Eve', put=False), PageAct('Dan', put=True))
    assert known.off == {'Cy': 'Eve'}
    history = [('Ann', on('Ann', 'Bo')), ('Eve', on('Ann')), ('Dan', on('Ann', 'Bo'))]
    assert authorship(history, (3, 5, 8)).since == {'Ann': 3, 'Bo': 8}


def test_what_a_hidden_revision_brought_is_not_the_next_ones() -> None:
    known = authorship([('Bot', on('Ann')), ('Eve', None), ('Bot', on('Ann', 'Eve'))])
    assert known.put == {'Ann': 'Bot', 'Eve': ''}


def test_what_neither_we_nor_its_owner_put_there_is_told_apart() -> None:
    known = authorship(
        [('Bot', on('Ann')), ('Bo', on('Ann', 'Bo')), ('Eve', on('Ann', 'Bo', 'Cy')), ('Eve', on('Bo', 'Cy'))]
    )
    ours = Trust(as_wiki(SendWiki()), frozenset({'Bot'}))
    assert known.by_others(ours, lambda name: name) == {'Cy': 'Eve'}
    # who vandalizes and is undone does not make others' names theirs
    back = authorship([('Bo', on('Bo')), ('Eve', on()), ('Dan', on('Bo'))])
    assert back.by_others(ours, lambda name: name) == {}


def test_the_latest_act_of_the_owner_or_of_a_trusted_account_decides() -> None:
    ours = Trust(as_wiki(SendWiki()), frozenset({'Bot', 'Organizer'}))

    def others(*acts: tuple[str, bool]) -> set[str]:
        history = [(user, on('Bo') if put else on()) for user, put in acts]
        return set(authorship(history).by_others(ours, lambda name: name))

    assert others(('Bot', True), ('Organizer', False), ('Eve', True)) == {'Bo'}
    assert others(('Bo', True), ('Bo', False), ('Eve', True)) == {'Bo'}
    assert others(('Bot', True), ('Bo', False), ('Eve', True), ('Dan', False), ('Eve', True)) == {'Bo'}
    assert others(('Bo', True), ('', False), ('Eve', True)) == {'Bo'}  # it may have been Bo
    assert others(('Bo', True), ('Eve', False), ('Dan', True)) == set()
    assert others(('Bo', True), ('Bo', False), ('Organizer', True)) == set()
    assert others(('Eve', True), ('Bo', False), ('Bo', True)) == set()


def test_only_edits_of_others_and_what_they_changed_are_read() -> None:
    wiki = SendWiki()
    for number, (user, text) in enumerate(
        [
            ('Outreach-bot', 'Ann'),
            ('Outreach-bot', 'Ann Bo'),
            ('Eve', 'Ann Bo Cy'),
            ('Outreach-bot', 'Ann Bo Cy Di'),
        ]
    ):
        assert wiki.edit('L', text, user) == number + 1
    wiki.texts_read = 0
    known = read_authorship(as_wiki(wiki), 'L', lambda one: frozenset((one.text or '').split()), trust(wiki))
    assert known.put == {'Ann': 'Outreach-bot', 'Bo': 'Outreach-bot', 'Cy': 'Eve', 'Di': 'Outreach-bot'}
    assert wiki.texts_read - len(wiki.rows) == 3  # the first one is not read


def test_a_save_of_ours_that_vouches_for_nothing_is_nobodys() -> None:
    wiki = SendWiki()
    wiki.edit('L', 'Ann', 'Outreach-bot', 'Build the list')
    wiki.edit('L', 'Ann Bo', 'Outreach-bot', not_vouched('Build ' * 200))
    wiki.edit('L', 'Ann Bo Cy', 'Outreach-bot', 'Check the list')
    wiki.edit('L', 'Ann Bo Cy Di', 'Eve', 'I vouch')
    known = read_authorship(as_wiki(wiki), 'L', lambda one: frozenset((one.text or '').split()), trust(wiki))
    assert known.by_others(trust(wiki)) == {'Bo': 'Outreach-bot #unvouched', 'Di': 'Eve'}
    assert len(wiki.rows[1].comment) < 500
    hidden = author(Edit(1, 'Outreach-bot', None), trust(wiki))
    assert hidden not in trust(wiki)
    assert author(Edit(1, 'Eve', 'x #unvouched'), trust(wiki)) == 'Eve'


def test_who_may_approve_is_trusted_or_holds_the_right() -> None:
    wiki = SendWiki()
    wiki.holders = frozenset({'Admin'})
    assert trust(wiki, 'Organizer').may_approve({'Organizer', 'Admin', 'Eve', ''}) == {'Organizer', 'Admin'}


def test_who_may_approve_is_seen_by_a_log_in_that_may_not_send() -> None:
    """A wiki tells of others' rights only those that the grants of our own log-in let through."""
    rights = {'*': ['read'], 'sysop': ['massmessage'], 'bot': ['bot']}
    groups = {'Admin': ['*', 'sysop'], 'Eve': ['*', 'bot'], 'Global': ['*']}

    class Home(Canned):
        def call(self, **asked: Any) -> Mapping[str, Any]:
            assert (asked['usprop'], asked['siprop']) == ('rights|groups', 'usergroups')
            told = {name: ['read', 'massmessage'] if name == 'Global' else ['read'] for name in groups}
            users = [
                {'name': name, 'groups': groups[name], 'rights': told[name]} for name in asked['ususers']
            ]
            given = [{'name': name, 'rights': some} for name, some in rights.items()]
            return {'query': {'users': users, 'usergroups': given}}

    ours = Trust(cast('Wiki', Home(nothing)), frozenset({'Organizer'}))
    assert ours.may_approve({'Organizer', 'Admin', 'Eve', 'Global', ''}) == {'Organizer', 'Admin', 'Global'}


def test_what_trusted_accounts_saved_is_read_through_moves() -> None:
    wiki = SendWiki()
    wiki.edit('X', 'One', BOT)
    wiki.edit('X', 'Two', BOT)
    until = wiki._time(2)
    wiki.move('X', 'User:Mallory/X')
    wiki.edit('X', 'Mine')
    assert list(trust(wiki).saved('X')) == ['Two', 'One']
    assert list(trust(wiki).saved('X', before=until)) == ['Two', 'One']
    assert list(trust(wiki).saved('X', before=wiki._time(1))) == ['One']
    wiki.edit('X', 'Three', BOT)
    assert list(trust(wiki).saved('X')) == ['Three', 'Two', 'One']
    assert list(trust(wiki).saved('X', before=until)) == ['Two', 'One']


def test_a_save_vouches_for_what_it_changed_only() -> None:
    def first_line(text: str) -> str | None:
        return text.split('\n')[0] if text.startswith('figure') else None

    wiki = SendWiki()
    wiki.edit('X', 'figure 1\nWords', BOT)
    assert list(trust(wiki).put('X', first_line)) == ['figure 1']
    wiki.edit('X', 'figure 9\nWords')
    wiki.edit('X', 'figure 9\nBetter words', 'Organizer')  # who tidies up
    ours = trust(wiki, 'Organizer')
    assert list(ours.put('X', first_line)) == ['figure 1']
    wiki.edit('X', 'figure 9\nWords', BOT)
    assert list(ours.put('X', first_line)) == ['figure 1']
    wiki.edit('X', 'figure 2\nWords', BOT)
    wiki.edit('X', 'figure 2\nBetter words', BOT)
    assert list(ours.put('X', first_line)) == ['figure 2', 'figure 1']
    wiki.edit('X', 'Nothing')
    wiki.edit('X', 'Nothing at all', BOT)
    assert list(ours.put('X', first_line)) == ['figure 2', 'figure 1']


def test_what_somebody_moved_onto_a_title_was_not_saved_there_by_whom_we_trust() -> None:
    wiki = SendWiki()
    wiki.edit('Other', 'Figures of another campaign', BOT)
    wiki.move('Other', 'X')
    assert list(trust(wiki).saved('X')) == []
    wiki.edit('X', 'Ours', BOT)
    assert list(trust(wiki).saved('X')) == ['Ours']
    ours = SendWiki()
    ours.edit('Other', 'Figures', BOT)
    ours.move('Other', 'X', BOT)
    assert list(trust(ours).saved('X')) == ['Figures', 'Figures']
