"""What becomes of sends on real MediaWiki: states, results, answers, second tries."""

from __future__ import annotations

import re

from outreach.sends import sendpage
from outreach.sends.results import Reaction, State

from sandbox.farm import Farm
from sandbox.worlds.medicine import ADMIN
from tests.sandbox.tools.kill_points import Spoiler, spoiling_proxy
from tests.sandbox.tools.spoilt_sends import run_spoilt
from tests.sandbox.tools.stage import CAMPAIGN, CHECK, DE, EN, LEAVE, READERS, SEND, SV, TEXT, Stage

TH = 'th.wikipedia.test'


def opt_out(farm: Farm, host: str, name: str) -> None:
    """Let somebody opt out as their wiki names the category."""
    reply = farm.api(
        host, action='query', meta='allmessages', ammessages='massmessage-optout-category', uselang='content',
        amenableparser=True,
    )  # fmt: skip
    category = reply['query']['allmessages'][0]['content']
    session = farm.login(ADMIN, host)
    title = f'User talk:{name}'
    session.edit(title, f'{session.text(title) or ""}\n[[Category:{category}]]')


def test_every_kind_of_target_ends_in_its_own_state(stage: Stage) -> None:
    opt_out(stage.farm, SV, 'Åsa Öberg')
    kinds = {
        ('User talk:Grace Abara', EN): State.DELIVERED,
        ("User talk:O'Brien d'Arcy", EN): State.DELIVERED,
        ('User talk:E=mc2 Nurse', EN): State.DELIVERED,
        ('User talk:سامي النجار', 'ar.wikipedia.test'): State.DELIVERED,
        ('User talk:Nora Oldname', SV): State.DELIVERED,
        ('Wikipedia:A pump', EN): State.DELIVERED,
        ('Wikipedia:Ein Brett', DE): State.DELIVERED,
        ('User talk:Åsa Öberg', SV): State.OPTED_OUT,
        ('User talk:Nobody of that name', EN): State.NO_SUCH_USER,
        ('User talk:192.0.2.7', EN): State.NO_SUCH_USER,
        ('An article', EN): State.WRONG_NAMESPACE,
        ('User talk:Petra Protected', 'fr.wikipedia.test'): State.FAILED,
    }
    others = [('User talk:Ivan Blocked', 'ru.wikipedia.test'), ('User talk:Ada', 'it.wikipedia.test')]
    stage.organizer.edit(f'{CAMPAIGN}/Not here', '* it.wikipedia.test asked us not to')
    # MediaWiki names the section in its summary without the markup of the subject (cases, K11)
    message = TEXT.replace('Hello', "'''Feminism''' & [[Folklore|lore]]", 1)
    stage.prepare(*kinds, *others, message=message, exclude=f'{CAMPAIGN}/Not here')
    assert '-accept:message-lint' in stage.run(SEND, code=3)
    sent = stage.run(SEND, '-accept:message-lint')
    assert '1 withheld (it.wikipedia.test is excluded: asked us not to): User talk:Ada' in sent
    assert '1 withheld (blocked there for good): User talk:Ivan Blocked@ru.wikipedia.test' in sent
    said = stage.run(CHECK, code=1)
    assert f'{len(kinds)} unknown' in said
    stage.farm.run_jobs()
    spoiler = Spoiler('nothing', 0)
    with spoiling_proxy(stage.farm.proxy, spoiler) as proxy:
        stage.farm.pwb(*CHECK, proxy=proxy.url)
    found = stage.results()
    got = {(one.target.page, one.target.host): one.state for one in found.values()}
    assert got == {
        (page.replace('Wikipedia:', 'Project:'), host): state for (page, host), state in kinds.items()
    }
    assert found['User talk:Petra Protected'].detail == 'protectedpage'
    assert found['User talk:Nora Oldname'].detail.endswith(':Nora Newname')
    asked = [one for one in spoiler.seen if 'usercontribs' in one or 'revids=' in one or 'redirects=' in one]
    assert len(asked) <= 3 * len({host for _page, host in kinds}), asked
    assert 'Nothing to write' in stage.run(CHECK, code=1)
    stage.run(('log_promotion', f'-campaign:{CAMPAIGN}', '-always'))
    delivered = sum(state is State.DELIVERED for state in kinds.values())
    log = stage.organizer.text(f'{CAMPAIGN}/Log') or ''
    assert f'{delivered}<br /><small>of {len(kinds)} recipients' in log


def test_results_that_somebody_broke_are_put_right_and_nothing_is_lost(stage: Stage) -> None:
    stage.readers(waves='2, rest')
    stage.run(SEND)
    stage.farm.run_jobs()
    stage.run(CHECK)
    title = sendpage.results_title(stage.page().title)
    whole = stage.organizer.text(title) or ''
    broken = whole.replace('delivered', 'arrived', 1)
    assert broken != whole
    stage.organizer.edit(title, broken)
    stage.run(CHECK)
    assert stage.organizer.text(title) == whole
    markers = whole.replace('end results', 'end of results')
    stage.organizer.edit(title, markers)
    assert f'{title}' in stage.run(CHECK, code=2)
    assert stage.organizer.text(title) == markers
    stage.organizer.edit(title, f'{whole}\n\nMira wrote by mail.')
    stage.run(SEND)
    stage.farm.run_jobs()
    stage.run(CHECK)
    assert len(stage.sends()) == 2
    assert (stage.organizer.text(title) or '').endswith('Mira wrote by mail.')


def test_discussiontools_tells_replies_in_every_language(stage: Stage) -> None:
    """On the Thai wiki, which has it: months, years and words of its own in every signature."""
    pages = {
        'Project talk:Closed': ('\n{{จบ}}\n', Reaction.NONE),
        'Project talk:Answered': ('\n:{{ไม่}} [[User:Grace Abara]] ~~~~~\n', Reaction.ANSWERED),
        'Project talk:Added to': (f'\n:อีกเรื่องหนึ่ง [[User:{ADMIN}]] ~~~~~\n', Reaction.NONE),
        'Project talk:Added and asked': (
            f'\n:อีก [[User:{ADMIN}]] ~~~~~\n::เริ่มเมื่อไร [[ผู้ใช้:Grace Abara]] ~~~~~\n',
            Reaction.ANSWERED,
        ),
        'Project talk:Not signed': ('\n:เริ่มเมื่อไร\n', Reaction.ANSWERED),
    }
    message = f'== Hello ==\nText of the message. {LEAVE.replace("]] ", f"]] [[m:User:{ADMIN}]] ", 1)}'
    stage.prepare(*((title, TH) for title in pages), message=message)
    stage.run(SEND)
    stage.farm.run_jobs()
    stage.run(CHECK)
    somebody = stage.farm.login(ADMIN, TH)
    for title, (more, _) in pages.items():
        somebody.edit(title, f'{somebody.text(title)}{more}')
    extensions = stage.farm.api(TH, action='query', meta='siteinfo', siprop='extensions')['query'][
        'extensions'
    ]
    assert 'DiscussionTools' in {one['name'] for one in extensions}
    stage.run(CHECK, '-replies')
    found = {one.target.page: one.reaction for one in stage.results().values()}
    assert found == {title: reaction for title, (_, reaction) in pages.items()}


def test_people_who_answer_thank_revert_blank_or_leave_are_listed_with_links(stage: Stage) -> None:
    # MassMessage leaves no hidden comment on German wikis
    silent, danke = ('Project talk:Nobody says a thing', 'Project talk:Somebody says thanks')
    people = [(f'User talk:{name}', EN) for name in (*READERS, "O'Brien d'Arcy", 'Tobias Finch')]
    before = '== Welcome ==\nHello.'
    stage.farm.login(ADMIN, EN).edit('User talk:Tobias Finch', before)
    stage.readers()
    stage.prepare(*people, (silent, DE), (danke, DE))
    stage.run(SEND)
    stage.farm.run_jobs()
    stage.run(CHECK)
    answer, undo, blank, leave, thank, bot = (title for title, _ in people)
    admin, german = stage.farm.login(ADMIN, EN), stage.farm.login(ADMIN, DE)
    admin.edit(answer, f'{admin.text(answer)}\n:Thanks! When does it begin? ~~~~\n\n== Else ==\nx')
    admin.edit(thank, f'{admin.text(thank)}\n:Thank you for the message! ~~~~')
    german.edit(silent, f'{german.text(silent)}\n\n== Etwas anderes ==\nText')
    german.edit(danke, f'{german.text(danke)}\n:Vielen Dank.')
    admin.call(action='edit', title=undo, undo=stage.results()[undo].revision, token=admin.token())
    admin.edit(blank, '')
    admin.edit(bot, before, summary='Archiving 1 discussion')  # as it was: MediaWiki calls that a revert
    opt_out(stage.farm, EN, READERS[3])
    said = stage.run(CHECK, '-replies')
    did = {title: one.reaction for title, one in stage.results().items()}
    assert did == {
        answer: Reaction.ANSWERED,
        thank: Reaction.THANKED,
        undo: Reaction.REVERTED,
        blank: Reaction.BLANKED,
        bot: Reaction.REMOVED,
        leave: Reaction.OPTED_OUT,
        silent: Reaction.NONE,
        danke: Reaction.THANKED,
    }
    assert '2 thanked' in said
    digest = stage.organizer.text(f'{CAMPAIGN}/Replies') or ''
    assert 'answered: 1 · ' in digest
    assert f'[//{EN}/wiki/User_talk:Grace_Abara#Hello User talk:Grace Abara] · answered' in digest
    assert len(re.findall(r'^\* ', digest, re.MULTILINE)) == 7
    assert 'Nothing to write' in stage.run(CHECK, '-replies')

    # What was answered stays so when it is archived, and is found where the page has gone to.
    admin.edit(answer, before, summary='Archiving 1 discussion')
    moved = {'from': thank, 'to': 'User talk:Elsewhere', 'noredirect': True, 'token': admin.token()}
    admin.call(action='move', **moved)
    assert 'Nothing to write' in stage.run(CHECK, '-replies')


def test_a_failure_that_passes_is_sent_again_to_those_only_who_got_nothing(stage: Stage) -> None:
    stage.prepare(*((f'User talk:{name}', EN) for name in READERS), ('User talk:Åsa Öberg', SV))
    stage.run(SEND)
    with stage.farm.busy('enwiki'):
        stage.farm.run_jobs()
    said = stage.run(CHECK, '-again', code=1)
    assert '4 failed' in said
    assert '(ratelimited at ' in said
    assert 'no failure now' in said, 'the queue of the wiki may still try by itself'
    stage.hours_later('enwiki')
    assert 'Send/1.2/en: 4 targets of' in stage.run(CHECK, '-again', code=1)
    assert 'Send/1.2/en: sent to 4 targets' in stage.run(SEND)
    stage.farm.run_jobs()
    assert '4 targets got it by a later send' in stage.run(CHECK)
    assert {one.state for one in stage.results('1.2').values()} == {State.DELIVERED}
    assert 'no failure now' in stage.run(CHECK, '-again')
    assert 'Nothing to send' in stage.run(SEND)
    for host, names in ((EN, READERS), (SV, ('Åsa Öberg',))):
        for name in names:
            text = stage.farm.client(host).text(f'User talk:{name}') or ''
            assert text.count('== Hello ==') == 1, name


def test_a_check_that_is_killed_comes_to_the_same_when_it_is_run_again(stage: Stage) -> None:
    stage.prepare(*((f'User talk:{name}', EN) for name in READERS), ('User talk:Åsa Öberg', SV))
    stage.run(SEND)
    with stage.farm.busy('enwiki'):
        stage.farm.run_jobs()
    stage.hours_later('enwiki')
    swede = stage.farm.login(ADMIN, SV)
    swede.edit('User talk:Åsa Öberg', f'{swede.text("User talk:Åsa Öberg")}\n:När börjar det? ~~~~')
    check = (*CHECK, '-replies', '-again')
    titles = [f'{CAMPAIGN}/{name}' for name in ('Send/1/en/Results', 'Replies', 'Send/1.2/en')]

    def texts() -> list[str]:
        return [stage.organizer.text(title) or '' for title in titles]

    with stage.farm.undone():
        stage.run(check, code=1)
        wanted = texts()
    assert all(wanted)
    for how, number in (('kill before', 1), ('kill after', 1), ('kill after', 2), ('kill after', 3)):
        with stage.farm.undone():
            spoiler = Spoiler(how, number, 'edit')
            run_spoilt(stage.farm, spoiler, check)
            assert spoiler.hit
            assert (texts() == wanted) is (number == len(titles))
            stage.run(check, code=1)
            assert texts() == wanted
