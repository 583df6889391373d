"""write_letters on real MediaWiki: drafts, the wiki's mail, a mail server, opt-outs, two machines, leaks."""

from __future__ import annotations

import signal
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from outreach.letters.ledger import Ledger
from outreach.letters.ledgerfile import NAME

from sandbox import pwb_folder
from sandbox.worlds.medicine import ADMIN, OPERATOR, ORGANIZER, SECOND_OPERATOR
from sandbox.worlds.medicine_meta import NO_MAIL
from tests.sandbox.tools import canaries
from tests.sandbox.tools.letterdesk import LETTER, PAGE, TEXT, LetterDesk, client, everybody
from tests.sandbox.tools.mailservers import PASSWORD, USER, Authority, honest_server
from tests.sandbox.tools.network_faults import Fault, faulty_proxy, on_action
from tests.sandbox.tools.stage import CAMPAIGN, Stage

BY_WIKI = ('-by:wiki',)


@pytest.fixture
def desk(stage: Stage) -> LetterDesk:
    return LetterDesk(stage)


def text(desk: LetterDesk, title: str) -> str:
    return desk.stage.organizer.text(title) or ''


# letters: C1, C2, C3, C34, C35, C44
def test_drafts_in_two_languages_and_a_second_run_makes_none(desk: LetterDesk) -> None:
    desk.clients(
        client(1, email=canaries.address(0)), client(2, email=canaries.address(1), name='', language='kn sv')
    )
    said = desk.write()
    assert 'language gap: 1 would rather read kn, and get sv' in said
    assert [(one['To'].addresses[0].addr_spec, str(one['Subject'])) for one in desk.drafts()] == [
        (canaries.address(0), 'An invitation'), (canaries.address(1), 'Inbjudan'),
    ]  # fmt: skip
    assert 'Hej alla,' in desk.drafts()[1].get_content()
    assert (desk.states(), '* ledger: ' in text(desk, PAGE)) == (['drafted', 'drafted'], True)
    before = text(desk, PAGE)
    desk.clients(
        client(2, email=canaries.address(1)),
        client(3, email=canaries.address(2)),
        client(1, email=canaries.address(0)),
    )
    desk.write()
    assert len(desk.drafts()) == 3, 'lines sorted, one added: only the new person is new'
    assert text(desk, PAGE) != before, 'each run that writes leaves a token'
    before = text(desk, PAGE)
    assert 'No letters to write' in desk.write()
    assert text(desk, PAGE) == before


# letters: C3, C12, C33
def test_what_the_organizer_found_out_and_the_numbers_for_the_log(desk: LetterDesk) -> None:
    desk.clients(
        client(1, email=canaries.address(0)), client(2, email=canaries.address(1)),
        client(3, user=ORGANIZER, email=canaries.address(2)),
    )  # fmt: skip
    desk.write()
    before = canaries.local_files(desk.folder)
    looked = desk.run('-settle:drafts=sent', '-report', '-forget:campaign', '-simulate')
    assert '3 drafted by drafts, en' in looked
    assert canaries.local_files(desk.folder) == before
    desk.run('-settle:drafts=sent', '-report')
    (path,) = desk.private.glob('mailings-*.csv')
    assert path.read_text().splitlines()[1].endswith(',email,affiliate contacts,en,Europe,3')
    done = desk.farm.pwb('log_promotion', f'-campaign:{CAMPAIGN}', f'-mailing:{path}', '-always')
    assert done.returncode == 0, done.stdout
    assert '| email' in text(desk, f'{CAMPAIGN}/Log')
    assert 'cannot become' in desk.run('-settle:1=notsent', code=2)
    assert 'there is no letter of this number' in desk.run('-settle:99=sent', code=2)
    assert 'is no letter of this campaign' in desk.run('-forget:99', f'-forget:{ADMIN}', code=2)
    assert '1 letter forgotten' in desk.run(f'-forget:{ORGANIZER}')
    assert '1 letter forgotten' in desk.run('-forget:2')
    assert [str(one['To'].addresses[0].addr_spec) for one in desk.drafts()] == [canaries.address(0)]
    assert [(one.label, one.language) for one in desk.entries()] == [('G1', 'en'), ('', ''), ('', '')]
    desk.run('-forget:campaign')
    assert desk.drafts() == []
    assert 'No letters to write' in desk.write()


# letters: C6, C8, C9, C10, C38, T8
def test_the_wiki_sends_each_letter_once_after_a_test_and_an_approval(desk: LetterDesk) -> None:
    desk.clients(*everybody())
    assert 'no test letter of these texts went out yet' in desk.write(*BY_WIKI, code=2)
    approve = desk.approved(*BY_WIKI)
    assert 'Nothing is sent before 2099-01-31' in desk.write(
        *BY_WIKI, approve, '-notbefore:2099-01-31', code=3
    )
    assert (desk.got(), desk.states()) == ([], [])
    desk.write(*BY_WIKI, approve)
    assert desk.got() == sorted([ORGANIZER, SECOND_OPERATOR, ADMIN])
    assert len(list(desk.mail.glob('*.eml'))) == 7, 'a test, three letters and a copy of each'
    assert 'No letters to write' in desk.write(*BY_WIKI)
    desk.stage.organizer.edit(LETTER, TEXT.replace('see', 'please see'))
    assert 'No letters to write' in desk.write(*BY_WIKI)
    assert len(desk.got()) == 3


# letters: C9, T7, T8
def test_what_was_changed_or_added_after_the_approval_waits(desk: LetterDesk) -> None:
    desk.clients(*everybody([ORGANIZER, ADMIN]))
    approve = desk.approved(*BY_WIKI)
    desk.clients(*reversed(everybody([ORGANIZER, ADMIN, SECOND_OPERATOR])))
    assert '1 letter waits for an approval' in desk.write(*BY_WIKI, approve, code=1)
    assert desk.got() == sorted([ORGANIZER, ADMIN])
    desk.stage.organizer.edit(LETTER, TEXT.replace('see', 'please see'))
    desk.write(*BY_WIKI, '-testto:me')
    assert 'Nothing was sent' in desk.write(*BY_WIKI, code=3)
    assert 'was never shown here' in desk.write(*BY_WIKI, approve, code=2)


# letters: C6, C7, T2
def test_the_cap_is_below_the_limit_and_the_next_slot_is_said(desk: LetterDesk) -> None:
    desk.clients(*everybody())
    approve = desk.approved(*BY_WIKI)
    said = desk.write(*BY_WIKI, approve, '-perday:2', code=1)
    assert '2 letters went out by wiki within a day; next from' in said
    assert '2 letters wait' in said, 'the test letter counted'
    assert len(desk.got()) == 1
    (desk.mail / f'count-{account(desk, OPERATOR)}').write_text('.' * 20)
    said = desk.write(*BY_WIKI, code=1)
    assert 'later (ratelimited)' in said
    assert len(desk.got()) == 1
    (desk.mail / f'count-{account(desk, OPERATOR)}').unlink()
    desk.write(*BY_WIKI)
    assert desk.got() == sorted([ORGANIZER, SECOND_OPERATOR, ADMIN])


def account(desk: LetterDesk, name: str) -> int:
    return int(desk.farm.sql('metawiki', 'SELECT user_id FROM user WHERE user_name = ?', name)[0][0])


# letters: C30, C31, C38, C44, T1
@pytest.mark.parametrize('fault', [Fault.LOST_BEFORE, Fault.LOST_AFTER, Fault.HTML_502, Fault.HTML_200])
def test_a_lost_answer_is_unknown_and_never_sent_again(desk: LetterDesk, fault: Fault) -> None:
    desk.clients(*everybody())
    approve = desk.approved(*BY_WIKI)
    with faulty_proxy(desk.farm.proxy, on_action('emailuser', fault)) as proxy:
        desk.write(*BY_WIKI, approve, code=1, proxy=proxy.url)
    assert desk.states() == ['unknown']
    desk.write(*BY_WIKI, code=1)
    assert sorted(desk.states()) == ['sent', 'sent', 'unknown']
    got = desk.got()
    assert len(got) == len(set(got)) == (3 if fault is Fault.LOST_AFTER else 2)
    said = desk.run('-report', code=1)
    assert '-settle:1=sent or =notsent' in said
    if fault is not Fault.LOST_AFTER:
        desk.run('-settle:1=notsent')
        desk.write(*BY_WIKI)
        assert len(desk.got()) == 3
    assert len(desk.got()) == len(set(desk.got()))


# letters: C22, C24, C45
def test_opt_outs_of_all_kinds(desk: LetterDesk) -> None:
    meta = desk.farm.sql
    desk.clients(
        *everybody(), client(4, user='Nobody at all'), client(5, email=canaries.address(0)),
        client(6, user=OPERATOR),
    )  # fmt: skip
    # by the words of another wiki; who may not remove a name removes nothing
    desk.stage.organizer.edit('Outreach/Out', '* [[:sv:Användare:Organizer]]\n* [[Wikimedia Group 5]]')
    desk.farm.login(ADMIN).edit('Outreach/Out', '* [[Wikimedia Group 5]]')
    desk.farm.login(SECOND_OPERATOR).edit(f'{CAMPAIGN}/Requests', '* leave')
    meta(
        'metawiki',
        'INSERT INTO user_properties VALUES (?, ?, ?)',
        account(desk, OPERATOR),
        'disablemail',
        '1',
    )
    desk.stage.organizer.edit(f'User talk:{ADMIN}', '{{Nobots}}')
    said = desk.write('-by:wiki,drafts', '-exclude:Outreach/Out', code=1)
    for words in (
        '1 name was removed by somebody else', '2 left out: asked on a page not to be written to',
        '1 left out: speaks for a group that asked',
        '1 left out: takes no e-mail by the wiki', '1 left out: refuses messages on the talk page',
        '1 left out: has no account of that name', 'No letters to write',
    ):  # fmt: skip
        assert words in said, said


# letters: C24
def test_who_muted_us_is_refused_by_the_wiki_and_that_is_kept(desk: LetterDesk) -> None:
    desk.clients(*everybody([ORGANIZER, ADMIN]))
    approve = desk.approved(*BY_WIKI)
    (central,) = desk.farm.sql(
        'centralauth', 'SELECT gu_id FROM globaluser WHERE CAST(gu_name AS TEXT) = ?', OPERATOR
    )
    muted = (account(desk, ORGANIZER), 'email-blacklist', str(central[0]))
    desk.farm.sql('metawiki', 'INSERT INTO user_properties VALUES (?, ?, ?)', *muted)
    assert 'refused (nowikiemail' in desk.write(*BY_WIKI, approve, code=1)
    assert desk.got() == [ADMIN]
    assert sorted(desk.states()) == ['refused', 'sent']


# letters: C26, C45
def test_who_asks_at_the_last_moment_and_a_stop_page_are_heard(desk: LetterDesk) -> None:
    desk.clients(*everybody())
    desk.stage.organizer.edit('Outreach/Out', '* [[User:Nobody]]')
    out = ('-exclude:Outreach/Out', *BY_WIKI)
    approve = desk.approved(*out)
    spoilt: list[str] = []

    def edit_first(_url: str, body: str) -> Fault | None:
        if 'action=emailuser' in body and not spoilt:
            spoilt.append(body)
            desk.stage.organizer.edit('Outreach/Out', f'* [[:sv:Användare:{SECOND_OPERATOR}]]')
            desk.farm.login(ADMIN).edit(f'{CAMPAIGN}/Requests', '* leave')
        return None

    with faulty_proxy(desk.farm.proxy, edit_first) as proxy:
        assert '2 left off at the last moment' in desk.write(*out, approve, proxy=proxy.url)
    assert desk.got() == [ORGANIZER]
    desk.stage.organizer.edit(f'{CAMPAIGN}/stop', 'Wait.')
    desk.clients(client(9, email=canaries.address(0)))
    assert 'Wait.' in desk.write(code=3)
    desk.stage.organizer.edit(f'{CAMPAIGN}/stop', '')
    desk.stage.organizer.edit(f'{CAMPAIGN}/Closed', 'All is done.')
    assert 'closed by Organizer since' in desk.write(code=3)
    assert 'closed by Organizer since' in desk.write('-simulate', code=3)
    assert desk.drafts() == []
    desk.run('-report')


# letters: C26, T7
def test_a_text_that_is_edited_while_letters_go_out_stops_them(desk: LetterDesk) -> None:
    desk.clients(*everybody([ORGANIZER, ADMIN]))
    approve = desk.approved(*BY_WIKI)

    def edit_then(_url: str, body: str) -> Fault | None:
        if 'action=emailuser' in body:
            desk.stage.organizer.edit(LETTER, TEXT.replace('see', 'please see'))
        return None

    with faulty_proxy(desk.farm.proxy, edit_then) as proxy:
        said = desk.write(*BY_WIKI, approve, code=1, proxy=proxy.url)
    assert f'{LETTER} was edited since the letters were approved' in said
    assert '1 letter waits' in said
    assert (desk.got(), desk.states()) == ([ORGANIZER], ['sent'])


# letters: C34
def test_nobody_else_sets_or_clears_the_claim_and_another_ledger_refuses(desk: LetterDesk) -> None:
    desk.clients(client(1, email=canaries.address(0)))
    desk.write()
    old = (desk.private / NAME).read_bytes()
    desk.stage.organizer.edit(PAGE, '* ledger: 0123456789abcdef\n* run: 0123456789abcdef')
    desk.clients(client(2, email=canaries.address(1)))
    desk.write()
    assert '0123456789abcdef' not in text(desk, PAGE)
    new = (desk.private / NAME).read_bytes()
    desk.clients(client(3, email=canaries.address(2)))
    (desk.private / NAME).write_bytes(old)
    assert 'this file is a copy, or an old one' in desk.write(code=2)
    (desk.private / NAME).unlink()
    assert 'are in another ledger' in desk.write(code=2)
    (desk.private / NAME).touch(mode=0o600)
    (desk.private / NAME).write_bytes(new)
    admin = desk.farm.login(ADMIN)
    admin.call(action='delete', title=PAGE, token=admin.token())
    assert 'was moved, deleted or hidden' in desk.write(code=2)
    assert len(desk.drafts()) == 2


BAD: Sequence[tuple[Mapping[str, str], tuple[str, ...], str]] = [
    ({NO_MAIL: 'Nobody yet.'}, (), 'names nobody that can be read'),
    ({NO_MAIL: '#REDIRECT [[X]]'}, (), 'is a redirect'),
    ({NO_MAIL: '* [[User:X]]\n* [[Benutzer:Y]]'}, (), f'{NO_MAIL}, line 2: gives neither a person'),
    ({}, ('-nomail:Outreach/Nothing',), 'there is no such page'),
    ({}, ('-exclude:Outreach/Nothing',), 'there is no such page'),
    ({LETTER: '== Hi ==\nDear {{{nam}}}'}, (), "there is no field 'nam'"),
    ({LETTER: '== Hi ==\nDear {{{name}}},\n{{{why}}}\n{{{optout}}}'}, (), 'name is empty'),
    ({}, ('-letter:Outreach/Nothing',), 'there is no message in the default language'),
    ({}, ('-by:pigeon', '-until:25:00', '-settle:x'), 'must be a time such as 18:00'),
    ({}, ('-by:smtp',), "needs 'host' and 'address' in _outreach_mail"),
    ({}, ('-testto:somebody@x.example', *BY_WIKI), 'must not be an address'),
    ({}, ('-testto:Nobody', *BY_WIKI), 'must be "me", or an account that you trust'),
    ({}, ('-people:Outreach/Out',), 'give one of them'),
    ({}, ('-letter:./nothing',), 'there is no such folder of letters'),
]


# letters: C5, C11, C12, C14, C16, C22, C44
@pytest.mark.parametrize(('pages', 'options', 'words'), BAD, ids=lambda value: str(value)[:40])
def test_bad_input_is_refused_before_anything_is_written(
    desk: LetterDesk, pages: Mapping[str, str], options: Sequence[str], words: str
) -> None:
    for title, content in pages.items():
        desk.stage.organizer.edit(title, content)
    desk.clients(client(1, email=canaries.address(0), name=''))
    said = desk.write(*options, code=2)
    assert words in said
    assert (desk.drafts(), text(desk, PAGE)) == ([], '')


# letters: C21
def test_a_client_list_that_others_may_read_or_that_is_old_is_not_taken(desk: LetterDesk) -> None:
    desk.clients(client(1, email=canaries.address(0)))
    path = desk.private / canaries.CLIENTS
    path.chmod(0o644)
    desk.write('-simulate')
    assert path.stat().st_mode & 0o777 == 0o600  # every run closes what lies in its own folder
    path.write_text(path.read_text().replace('checked 20', 'checked 19'))
    assert '[clients-old]' in desk.write(code=3)
    desk.stage.organizer.edit('Registry', 'First.')
    told = desk.farm.api('meta.wikimedia.test', action='query', titles='Registry', prop='info')
    desk.clients(client(1, email=canaries.address(0)), registry=told['query']['pages'][0]['lastrevid'])
    assert 'clients-old' not in desk.write('-simulate')
    desk.stage.organizer.edit('Registry', 'Second.')
    assert 'is from a registry that was changed' in desk.write(code=3)
    assert desk.drafts() == []
    desk.write('-accept:clients-old')
    assert len(desk.drafts()) == 1


# letters: C4
def test_people_come_from_lists_sign_up_pages_and_files(desk: LetterDesk) -> None:
    edit = desk.stage.organizer.edit
    edit(
        'Outreach/List',
        f'* {{{{target|user={ORGANIZER}|site=sv.wikipedia.test}}}}\n* {{{{target|user={ADMIN}}}}}',
    )
    said = desk.run('-people:Outreach/List', *BY_WIKI, '-simulate')
    assert '1 in sv, by wiki' in said
    assert 'är' in said
    edit('Outreach/Sign up', f'== Participants ==\n* [[User:{ADMIN}|{ADMIN}]] 12:00, 1 May 2026 (UTC)')
    assert '1 in en, by wiki' in desk.run('-people:Outreach/Sign up', *BY_WIKI, '-simulate')
    edit('Outreach/Nobody', 'Nothing here.')
    assert 'names nobody' in desk.run('-people:Outreach/Nobody', *BY_WIKI, code=2)
    for content, words in (
        (f'{ORGANIZER}\n{ADMIN}\n', '2 in en, by wiki'),
        (f'name,email,language\nAnn,{canaries.address(0)},sv\n', '1 in sv, by drafts'),
    ):
        path = desk.private / canaries.CONTACTS
        path.touch(mode=0o600)
        path.write_text(content)
        assert words in desk.run(f'-people:{path}', '-by:wiki,drafts', '-simulate')
    assert (desk.states(), text(desk, PAGE)) == ([], '')


# letters: C2, C11, C39, C40, C43, T3
def test_a_mail_server_gets_the_letters(stage: Stage, tmp_path: Path) -> None:
    authority = Authority.of(tmp_path)
    with honest_server(authority) as (port, keeper):
        told = {
            'name': 'Olga, the organizer', 'address': 'olga@example.org', 'host': 'localhost', 'port': port,
            'security': 'starttls', 'user': USER, 'passwordfile': 'mail-password',
            'cafile': str(authority.cafile),
        }  # fmt: skip
        desk = LetterDesk(stage, f'_outreach_mail = {told!r}\n')
        secret = desk.folder / 'mail-password'
        secret.touch(mode=0o600)
        secret.write_text(PASSWORD)
        desk.clients(client(1, email=canaries.address(0)), client(2, user=ORGANIZER))
        approve = desk.approved('-by:smtp')
        assert '1 left out: has no address' in desk.write('-by:smtp', approve)
        assert [one.recipients for one in keeper.received] == [('olga@example.org',), (canaries.address(0),)]
        assert 'No letters' in desk.write('-by:smtp')
    desk.clients(client(3, email=canaries.address(1)))
    assert 'failed at connecting' in desk.write('-by:smtp', '-testto:me', code=3)
    assert desk.got() == []


@pytest.mark.parametrize(
    ('at', 'how'),
    [
        ('people,', signal.SIGKILL), ('letter 3 ', signal.SIGUSR1), ('letter 2 ', signal.SIGKILL),
        ('never', signal.SIGKILL),
    ],
)  # fmt: skip
# letters: C29, C30, C43
def test_no_address_gets_out_and_nobody_gets_two_also_where_a_run_is_killed_or_fails(
    stage: Stage, at: str, how: signal.Signals
) -> None:
    desk = LetterDesk(stage, canaries.CRASH)
    desk.clients(*everybody(), client(9, email=canaries.address(0)))
    both = ('-by:wiki,drafts',)
    approve = desk.approved(*both)
    arguments = (
        'write_letters',
        f'-campaign:{CAMPAIGN}',
        f'-clients:{canaries.CLIENTS}',
        '-always',
        '-pause:1',
        *both,
    )
    with pwb_folder.start(desk.folder, *arguments, approve, '-log', '-v') as process:
        output = canaries.watched(process, at, how)
    assert process.returncode == -how or how == signal.SIGUSR1 or at == 'never'
    assert ('ZeroDivisionError' in output) == (how == signal.SIGUSR1), output
    assert not canaries.holds(output.encode(), canaries.EVERY)
    done = desk.farm.pwb(*arguments, approve, more=desk.more)
    assert done.returncode in (0, 1), done.stdout
    got = desk.got()
    assert len(got) == len(set(got))
    states = desk.states()
    assert len(states) == 4, 'everybody is accounted for'
    assert set(states) <= {'sent', 'drafted', 'unknown'}
    assert states.count('sent') <= len(got) <= states.count('sent') + states.count('unknown')
    assert len(desk.drafts()) == 1
    assert list(canaries.leaks([desk.farm.directory])) == []


# letters: C27
def test_one_run_at_a_time(desk: LetterDesk) -> None:
    desk.clients(client(1, email=canaries.address(0)))
    book = Ledger.open(desk.private, CAMPAIGN, LETTER)
    try:
        assert 'Another run is writing letters' in desk.write(code=3)
    finally:
        book.close()
