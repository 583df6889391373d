"""Sends and what becomes of them on real MediaWiki: states, waves, tests, approvals, requests, replies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from outreach.sends import delivery, sendpage
from outreach.sends.delivery import Reaction, Result, State
from outreach.sends.sendpage import SendPage, SendState

from sandbox.farm import Farm
from sandbox.worlds.medicine import ADMIN, OPERATOR, ORGANIZER, WITHOUT_RIGHT
from tests.sandbox.fault_cases import run_spoilt
from tests.sandbox.spoiling_proxy import Spoiler, spoiling_proxy

META, EN, SV, DE = 'meta.wikimedia.test', *(f'{code}.wikipedia.test' for code in ('en', 'sv', 'de'))
CAMPAIGN = 'Outreach/Delivery'
SEND = ('send_message', f'-campaign:{CAMPAIGN}', '-always')
CHECK = ('check_delivery', f'-campaign:{CAMPAIGN}', '-always')
LEAVE = '[[m:Outreach/Delivery/Targets]] 12:00, 1 May 2026 (UTC)'
TEXT = f'== Hello ==\nText of the message. {LEAVE}'
READERS = ('Grace Abara', 'Hollis Grant', 'Meredith Vale', 'Mira Main')


class Stage:
    """A campaign on the farm, set up by its organizer."""

    def __init__(self, farm: Farm) -> None:
        self.farm = farm
        self.organizer = farm.login(ORGANIZER)

    def prepare(self, *targets: tuple[str, str], message: str = TEXT, **settings: str) -> None:
        """Write list, message and campaign page."""
        lines = [f'* {{{{#target:{page}|{host}}}}}' for page, host in targets]
        self.organizer.edit(f'{CAMPAIGN}/Targets', '\n'.join(lines))
        self.organizer.edit(f'{CAMPAIGN}/Message', message)
        given = ''.join(f'| {name} = {value}\n' for name, value in {'cooldown': '0', **settings}.items())
        self.organizer.edit(CAMPAIGN, f'{{{{Outreach campaign\n{given}}}}}')

    def readers(self, **settings: str) -> None:
        """Prepare a campaign for some people on one wiki, each of whom has a talk page already."""
        admin = self.farm.login(ADMIN, EN)
        for name in READERS:
            admin.edit(f'User talk:{name}', '== Welcome ==\nHello.')
        self.prepare(*((f'User talk:{name}', EN) for name in READERS), **settings)

    def run(self, command: tuple[str, ...], *more: str, code: int = 0, user: str = OPERATOR) -> str:
        """Run a script that must end with this code; give what it said."""
        done = self.farm.pwb(*command, *more, user=user)
        assert done.returncode == code, done.stdout
        return done.stdout

    def page(self, wave: str = '1', language: str = 'en') -> SendPage:
        title = sendpage.send_title(CAMPAIGN, wave, language)
        return sendpage.parse(self.organizer.text(title) or '', title)

    def results(self, wave: str = '1', language: str = 'en') -> dict[str, Result]:
        title = sendpage.results_title(sendpage.send_title(CAMPAIGN, wave, language))
        return {one.target.page: one for one in delivery.parse_results(self.organizer.text(title) or '')}

    def sends(self) -> list[str]:
        reply = self.organizer.call(
            action='query', list='logevents', leaction='massmessage/send', lelimit='max', leprop='title'
        )
        return [one['title'] for one in reply['query']['logevents']]


@pytest.fixture
def stage(wiki_state: Farm) -> Iterator[Stage]:
    yield Stage(wiki_state)


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
        ('User talk:Åsa Öberg', SV): State.OPTED_OUT,
        ('User talk:Nobody of that name', EN): State.NO_SUCH_USER,
        ('User talk:192.0.2.7', EN): State.NO_SUCH_USER,
        ('An article', EN): State.WRONG_NAMESPACE,
        ('User talk:Petra Protected', 'fr.wikipedia.test'): State.FAILED,
    }
    others = [('User talk:Ivan Blocked', 'ru.wikipedia.test'), ('User talk:Ada', 'it.wikipedia.test')]
    stage.organizer.edit(f'{CAMPAIGN}/Not here', '* it.wikipedia.test asked us not to')
    stage.prepare(*kinds, *others, exclude=f'{CAMPAIGN}/Not here')
    sent = stage.run(SEND)
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


def test_waves_wait_for_the_check_of_the_last_one_and_for_a_good_end(stage: Stage) -> None:
    stage.readers(waves='2, 1, rest')
    assert 'nothing goes out before 2099-01-31' in stage.run(SEND, '-notbefore:2099-01-31', code=2)
    assert '2 are left for later' in stage.run(SEND)
    assert 'nobody has checked' in stage.run(SEND, code=2)
    stage.run(CHECK, code=1)
    assert '2 unknown' in stage.run(SEND, code=2)
    stage.farm.run_jobs()
    stage.run(CHECK)
    assert 'the wave before went out at' in stage.run(SEND, '-delay:1', code=2)
    stage.run(SEND)
    stage.farm.run_jobs()
    stage.run(CHECK)
    first, second = stage.page('1'), stage.page('2')
    assert (len(first.targets), len(second.targets)) == (2, 1)
    reverted = stage.farm.login(ADMIN, EN)
    revision = stage.results('2')[second.targets[0].page].revision
    reverted.call(action='edit', title=second.targets[0].page, undo=revision, token=reverted.token())
    said = stage.run(SEND, code=2)  # sees for itself what nobody has looked for since
    assert '1 complaints' in said
    assert f'one person said no to earlier messages: {second.targets[0]}' in said
    again = stage.run(SEND, '-complaints:1', code=2)
    assert 'said no' not in again
    assert '1 complaints' in again
    stage.run(SEND, '-complaints:1', '-faillimit:100')
    assert stage.sends() == [stage.page('3').title, second.title, first.title]


def test_nothing_is_sent_before_its_test_was_delivered_and_seen(stage: Stage) -> None:
    stage.readers(testers='Outreach/Delivery/Testers')
    stage.organizer.edit('Outreach/Delivery/Testers', '{{#target:User talk:Organizer}}')
    assert 'run with -test' in stage.run(SEND, code=2)
    stage.run(SEND, '-test')
    assert 'run check_delivery' in stage.run(SEND, code=2)
    stage.farm.run_jobs()
    stage.run(CHECK)
    assert 'nobody has said' in stage.run(SEND, code=2)
    stage.run(SEND, '-approve', user=ORGANIZER)
    stage.run(SEND)
    assert stage.sends() == [f'{CAMPAIGN}/Send/1/en', f'{CAMPAIGN}/Send/test/en']


def test_an_approval_is_somebody_elses_and_of_exactly_this_plan(stage: Stage) -> None:
    stage.readers(approval='yes')
    assert 'waits for approval' in stage.run(SEND)
    plan = stage.page().plan
    assert 'somebody else must approve' in stage.run(SEND, '-approve', code=1)
    operator = stage.farm.login(OPERATOR)
    title = stage.page().title
    forged = f'{operator.text(title)}\n* {plan} [[User:{ORGANIZER}]] 12:00, 1 May 2026 (UTC)'
    operator.edit(title, forged)
    assert 'waits for approval' in stage.run(SEND)
    stage.organizer.edit(title, f'{stage.organizer.text(title)}\n* {plan} ~~~~')
    assert stage.sends() == []
    assert 'sent to 4 targets' in stage.run(SEND)
    assert stage.page().state is SendState.SENT


def test_who_must_not_be_asked_since_the_plan_was_made_is_not(stage: Stage) -> None:
    stage.readers(approval='yes', exclude='Outreach/No')
    stage.organizer.edit('Outreach/No', 'Nobody yet.')
    assert 'waits for approval' in stage.run(SEND)
    said = stage.run(SEND, '-approve', user=ORGANIZER)
    assert f'{stage.page().title}: 4 targets' in said
    stage.organizer.edit('Outreach/No', '* [[User:Mira Main]]')
    said = stage.run(SEND, code=2)
    assert f'1 target must not be asked (excluded): User talk:Mira Main@{EN}' in said
    assert stage.sends() == []
    assert 'waits for approval' in stage.run(SEND, '-replan')
    stage.run(SEND, '-approve', user=ORGANIZER)
    stage.run(SEND)
    assert [one.page for one in stage.page('1.2').targets] == [f'User talk:{name}' for name in READERS[:3]]
    assert stage.sends() == [stage.page('1.2').title]
    assert 'Nothing waits for approval' in stage.run(SEND, '-approve', user=ORGANIZER)


def test_the_daily_cap_holds_for_what_was_planned_before_others_sent(stage: Stage) -> None:
    stage.readers(approval='yes', dailycap='5')
    stage.run(SEND)
    stage.run(SEND, '-approve', user=ORGANIZER)
    second = 'Outreach/Second'
    settings = '| cooldown = 0\n| list = Outreach/Delivery/Targets\n| dailycap = 5\n'
    stage.organizer.edit(second, f'{{{{Outreach campaign\n{settings}}}}}')
    stage.organizer.edit(f'{second}/Message', f'{TEXT} Of another campaign.')
    stage.run(('send_message', f'-campaign:{second}', '-always', '-dailycap:9'))
    said = stage.run(SEND)
    assert f'{stage.page().title}: 4 targets, left for later; 1 more may go out today' in said
    assert 'Nothing to send' in said
    assert stage.page().state is SendState.PLANNED
    stage.run(SEND, '-dailycap:8')
    assert stage.page().state is SendState.SENT


def test_without_the_right_somebody_else_is_asked(stage: Stage) -> None:
    stage.readers()
    assert '-request' in stage.run(SEND, code=2, user=WITHOUT_RIGHT)
    assert stage.organizer.text(f'{CAMPAIGN}/Send/1/en') is None
    said = stage.run(SEND, '-request', user=WITHOUT_RIGHT)
    assert '== Please send a message: Hello ==' in said
    assert 'Text of the message.' in said
    admin = stage.farm.login(OPERATOR)
    page = stage.page()
    body = said[said.index('Text of the message.') :].partition('\n')[0]
    admin.call(action='massmessage', spamlist=page.title, subject='Hello', message=body, token=admin.token())
    assert 'send_message -recheck settles it' in stage.run(CHECK, user=WITHOUT_RIGHT)
    stage.run(SEND, '-recheck', user=WITHOUT_RIGHT)
    assert stage.page().state is SendState.SENT
    stage.farm.run_jobs()
    stage.run(CHECK)
    assert {one.state for one in stage.results().values()} == {State.DELIVERED}


def test_results_that_somebody_broke_are_named_and_nothing_is_lost(stage: Stage) -> None:
    stage.readers(waves='2, rest')
    stage.run(SEND)
    stage.farm.run_jobs()
    stage.run(CHECK)
    title = sendpage.results_title(stage.page().title)
    whole = stage.organizer.text(title) or ''
    for broken in (
        whole.replace('|| delivered', '|| arrived', 1),
        whole.replace('end results', 'end of results'),
    ):
        assert broken != whole
        stage.organizer.edit(title, broken)
        for command in (CHECK, SEND):
            said = stage.run(command, code=2)
            assert f'{title}: ' in said
            assert 'undo the edit that broke it' in said
        assert stage.organizer.text(title) == broken
    stage.organizer.edit(title, f'{whole}\n\nMira wrote by mail.')
    stage.run(SEND)
    stage.farm.run_jobs()
    stage.run(CHECK)
    assert len(stage.sends()) == 2
    assert (stage.organizer.text(title) or '').endswith('Mira wrote by mail.')


def test_what_was_sent_cannot_be_sent_again_by_naming_it(stage: Stage) -> None:
    stage.readers()
    stage.run(SEND)
    assert 'is sent' in stage.run(SEND, f'-resend:{CAMPAIGN}/Send/1/en', code=2)
    assert 'is no send page' in stage.run(SEND, '-resend:Outreach/Nothing', code=2)
    assert 'go one at a time' in stage.run(SEND, '-test', '-recheck', code=2)
    assert len(stage.sends()) == 1


def test_a_text_that_another_campaign_sent_lately_is_called_so(stage: Stage) -> None:
    stage.readers()
    stage.run(SEND)
    second = 'Outreach/Second'
    stage.organizer.edit(
        second, '{{Outreach campaign\n| cooldown = 0\n| list = Outreach/Delivery/Targets\n}}'
    )
    simulate = ('send_message', f'-campaign:{second}', '-simulate')
    for text, warned in ((TEXT, True), (f'{TEXT} Number 2.', False)):
        stage.organizer.edit(f'{second}/Message', text)
        said = stage.run(simulate)
        assert (f'this very text was sent from {CAMPAIGN}/Send/1/en lately' in said) is warned
        assert ('lately' in said) is warned


def test_people_who_answer_thank_revert_blank_or_leave_are_listed_with_links(stage: Stage) -> None:
    # MassMessage leaves no hidden comment on German wikis
    silent, danke = ('Project talk:Nobody says a thing', 'Project talk:Somebody says thanks')
    people = [(f'User talk:{name}', EN) for name in (*READERS, "O'Brien d'Arcy")]
    stage.readers()
    stage.prepare(*people, (silent, DE), (danke, DE))
    stage.run(SEND)
    stage.farm.run_jobs()
    stage.run(CHECK)
    answer, undo, blank, leave, thank = (title for title, _ in people)
    admin, german = stage.farm.login(ADMIN, EN), stage.farm.login(ADMIN, DE)
    admin.edit(answer, f'{admin.text(answer)}\n:Thanks! When does it begin? ~~~~\n\n== Else ==\nx')
    admin.edit(thank, f'{admin.text(thank)}\n:Thank you for the message! ~~~~')
    german.edit(silent, f'{german.text(silent)}\n\n== Etwas anderes ==\nText')
    german.edit(danke, f'{german.text(danke)}\n:Vielen Dank.')
    admin.call(action='edit', title=undo, undo=stage.results()[undo].revision, token=admin.token())
    admin.edit(blank, '')
    opt_out(stage.farm, EN, READERS[3])
    said = stage.run(CHECK, '-replies')
    did = {title: one.reaction for title, one in stage.results().items()}
    assert did == {
        answer: Reaction.ANSWERED,
        thank: Reaction.THANKED,
        undo: Reaction.REVERTED,
        blank: Reaction.BLANKED,
        leave: Reaction.OPTED_OUT,
        silent: Reaction.NONE,
        danke: Reaction.THANKED,
    }
    assert '2 thanked' in said
    digest = stage.organizer.text(f'{CAMPAIGN}/Replies') or ''
    assert 'answered: 1 · ' in digest
    assert f'[//{EN}/wiki/User_talk:Grace_Abara#Hello User talk:Grace Abara] · answered' in digest
    assert len(re.findall(r'^\* ', digest, re.MULTILINE)) == 6
    assert 'Nothing to write' in stage.run(CHECK, '-replies')


def an_hour_later(stage: Stage) -> None:
    """Let the first send have been two hours ago, by its page."""
    page, sender = stage.page(), stage.farm.login(OPERATOR)
    ago = f'{datetime.now(UTC) - timedelta(hours=2):%Y-%m-%dT%H:%M:%SZ}'
    sender.edit(page.title, (sender.text(page.title) or '').replace(page.sent.split()[0], ago))


def test_a_failure_that_passes_is_sent_again_to_those_only_who_got_nothing(stage: Stage) -> None:
    stage.prepare(*((f'User talk:{name}', EN) for name in READERS), ('User talk:Åsa Öberg', SV))
    stage.run(SEND)
    with stage.farm.busy('enwiki'):
        stage.farm.run_jobs()
    said = stage.run(CHECK, '-again', code=1)
    assert '4 failed' in said
    assert '(ratelimited)' in said
    assert 'no failure now' in said, 'the queue of the wiki may still try by itself'
    an_hour_later(stage)
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
    an_hour_later(stage)
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


def test_a_preview_is_written_in_the_direction_of_its_language(stage: Stage, tmp_path: Path) -> None:
    stage.prepare(('User talk:سامي النجار', 'ar.wikipedia.test'), ('User talk:Grace Abara', EN))
    stage.organizer.edit(f'{CAMPAIGN}/Message/ar', f'== مرحبا ==\nنص الرسالة. {LEAVE}')
    stage.run(SEND, f'-preview:{tmp_path}')
    pages = {code: (tmp_path / f'{code}.html').read_text(encoding='utf-8') for code in ('ar', 'en')}
    assert '<html lang="ar" dir="rtl">' in pages['ar']
    assert 'نص الرسالة' in pages['ar']
    assert '<html lang="en" dir="ltr">' in pages['en']
    assert stage.sends() == []


SOURCE = f"""<languages/>
<translate>
== Hello == <!--T:1-->

<!--T:2-->
Text with <tvar name="1">a name</tvar>. {LEAVE}
</translate>
"""
# what the Translate extension makes of that page: the source, a translation that is out of date and one
# of which the heading is not translated
TRANSLATIONS = {
    'en': f'<languages/>\n== Hello ==\n\nText with a name. {LEAVE}',
    'sv': f'<languages/>\n<div class="mw-translate-fuzzy">\n== Hej ==\n</div>\n\nText med a name. {LEAVE}',
    'de': '<languages/>\n<div lang="en" dir="ltr" class="mw-content-ltr">\n== Hello ==\n</div>\n\n'
    f'Text mit a name. {LEAVE}',
}


def test_pages_of_the_translate_extension_are_read_without_their_markup(stage: Stage) -> None:
    targets = {code: f'Project talk:Read in {code}' for code in ('en', 'sv', 'de')}
    stage.prepare(*((page, f'{code}.wikipedia.test') for code, page in targets.items()), message=SOURCE)
    for code, text in TRANSLATIONS.items():
        stage.organizer.edit(f'{CAMPAIGN}/Message/{code}', text)
    said = stage.run(SEND)
    assert 'Message/sv: parts translated from a text that was changed since: 1' in said
    assert 'Message/de: parts not translated yet: 1' in said
    assert 'was changed' not in said.replace('that was changed since', '')
    stage.farm.run_jobs()
    for code, words in {'en': 'Text with a', 'sv': 'Text med a', 'de': 'Text mit a'}.items():
        heading = '== Hej ==' if code == 'sv' else '== Hello =='
        arrived = (stage.farm.client(f'{code}.wikipedia.test').text(targets[code]) or '').partition('<!--')[0]
        assert re.sub(r'\n+', '\n', arrived).strip() == f'{heading}\n{words} name. {LEAVE}'


HOSTILE = [
    ("''Odd'' 'quotes' & <b", 'never sent: the subject has a tag'),
    (
        'A = B == {{int:Hello}} می\u200cخواهم',
        '{{subst:ROOTPAGENAME}}, 1 < 2 &amp; x|y\n\n== No subject ==\n\tx',
    ),
]


@pytest.mark.parametrize(('subject', 'body'), HOSTILE)
def test_what_arrives_is_what_the_preview_shows(
    stage: Stage, tmp_path: Path, subject: str, body: str
) -> None:
    stage.prepare(('User talk:Grace Abara', EN), message=f'== {subject} ==\n{body}\n{LEAVE}')
    bad = '<' in subject
    stage.run(SEND, f'-preview:{tmp_path}')
    shown = (tmp_path / 'en.wikitext').read_text(encoding='utf-8').strip()
    assert (tmp_path / 'en.html').exists()
    stage.run(SEND, code=2 if bad else 0)
    stage.farm.run_jobs()
    talk = stage.farm.client(EN).text('User talk:Grace Abara') or ''
    if bad:
        assert stage.sends() == []
        return
    section = talk[talk.index(f'== {subject} ==') :]
    arrived, comment, _ = section.rpartition('<!--')
    assert comment
    assert arrived.strip() == shown.replace('{{subst:ROOTPAGENAME}}', 'Grace Abara')
