"""People leave, join and move by saving a form, and every script that lists or sends heeds it."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, urlsplit

from outreach.editlinks import join, leave, move

from sandbox.worlds.medicine import ADMIN, ORGANIZER, SECOND_OPERATOR, WITHOUT_RIGHT
from tests.sandbox.tools.stage import CAMPAIGN, EN, META, SEND, SV, Stage

REQUESTS = f'{CAMPAIGN}/Requests'
BOX = re.compile(r'<textarea[^>]* name="wpTextbox1"[^>]*>(.*?)</textarea>', re.DOTALL)


def save_form(stage: Stage, user: str, link: str) -> None:
    """Open the edit form of a link as a person, and save what stands in it."""
    session = stage.farm.login(user)
    address = urlsplit(link)
    form = BOX.search(session.get(f'{address.path}?{address.query}').text)
    assert form
    text = html.unescape(form[1]).strip()
    assert text.endswith('~~~~'), text
    title = parse_qs(address.query)['title'][0]
    session.call(action='edit', title=title, section='new', text=text, token=session.token())


def test_what_people_ask_for_by_a_form_holds_in_every_script(stage: Stage) -> None:
    base = f'http://{META}'
    people = (WITHOUT_RIGHT, SECOND_OPERATOR, ORGANIZER, 'Meredith Vale')
    stage.prepare(*((f'User talk:{name}', EN) for name in people), waves='rest')
    stage.farm.login(SECOND_OPERATOR, SV)  # which makes the account there
    save_form(stage, WITHOUT_RIGHT, leave(REQUESTS, base))
    save_form(stage, SECOND_OPERATOR, move(REQUESTS, SV, base))
    save_form(stage, ADMIN, join(REQUESTS, EN, base))
    save_form(stage, ORGANIZER, leave('User:Outreach-bot/No messages', base))
    text = stage.organizer.text(REQUESTS) or ''
    stage.organizer.edit(REQUESTS, f'{text}\n* leave [[User:Meredith Vale]] ~~~~')

    said = stage.run(SEND)
    assert '2 withheld (asked to leave)' in said
    assert '1 withheld (asked for sv.wikipedia.test instead)' in said
    assert 'is about Meredith Vale and was saved by Organizer, so it is not done' in said
    assert [one.page for one in stage.page().targets] == ['User talk:Meredith Vale']

    stage.organizer.edit('Outreach/Joining', f'== Participants ==\n# [[User:{WITHOUT_RIGHT}]]')
    collect = ('collect_signups', f'-campaign:{CAMPAIGN}', '-signups:Outreach/Joining', '-always')
    stage.run(collect, '-accept:shrinks')
    listed = stage.organizer.text(f'{CAMPAIGN}/Targets') or ''
    assert WITHOUT_RIGHT not in listed
    assert f'User talk:{ORGANIZER}' not in listed
    assert f'User talk:{ADMIN}|{EN}' in listed

    check = ('check_targets', f'-campaign:{CAMPAIGN}', '-fix:left,elsewhere', '-always')
    stage.run(check)
    listed = stage.organizer.text(f'{CAMPAIGN}/Targets') or ''
    assert f'User talk:{SECOND_OPERATOR}|{SV}' in listed

    build = ('build_targets', f'-campaign:{CAMPAIGN}', f'-source:{EN}', '-banner:WikiProject Medicine')
    stage.run((*build, f'-wikis:{EN}', f'-list:{CAMPAIGN}/Built', '-always'))
    built = stage.organizer.text(f'{CAMPAIGN}/Built') or ''
    assert ADMIN in built
    assert WITHOUT_RIGHT not in built
    assert 'Meredith Vale' in built
