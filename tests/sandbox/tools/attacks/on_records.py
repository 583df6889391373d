"""Attacks B2 to B7, C1 and C7: words under other names, results, the public log, and the queue itself."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from outreach.audience import funnel
from outreach.audience.funnel import Funnel, FunnelStep, render_wikitext
from outreach.sends.results import REGION, State, parse_results, render_results
from outreach.wikitext import put_region

from sandbox.worlds.medicine import ADMIN, OPERATOR, WITHOUT_RIGHT
from tests.sandbox.tools.attacks import arena
from tests.sandbox.tools.attacks.arena import (
    APPROVALS,
    LISTED,
    OLD,
    SPAM,
    Arena,
    Attack,
    next_wave_held,
    not_sent,
    title,
)  # fmt: skip
from tests.sandbox.tools.stage import CAMPAIGN, CHECK, EN, LEAVE, READERS, SEND

RESULTS = f'{title()}/Results'
FUNNEL = f'{CAMPAIGN}/Funnel'


def words_in_the_plan_line(scene: Arena) -> None:
    plan = scene.page().plan
    evil = f'; plan : {plan} ok&#10;&#10;== I resign ==&#10;[[Category:Evil]]'
    scene.mallory.change(title(), (f'; plan : {plan}', evil))


def words_of_the_approver(scene: Arena) -> str:
    return 'words stand under the name of the approver' if 'resign' in scene.text(APPROVALS) else ''


def forged_page(scene: Arena) -> None:
    page = scene.mallory.send_page(title=title('9'), wave='9')
    planner = 'X&#93;&#93;&#10;&#124;&#125;&#10;<div>HACKED</div>'
    text = page.render().replace('; planned by : Outreach-bot', f'; planned by : {planner}')
    scene.mallory.edit(page.title, text)


def log(scene: Arena) -> None:
    scene.go('log_promotion', f'-campaign:{CAMPAIGN}', '-always')


def in_the_public_log(scene: Arena) -> str:
    log_ = scene.text(f'{CAMPAIGN}/Log')
    return 'the public log holds it' if 'HACKED' in log_ or '/Send/9/' in log_ or not log_ else ''


def funnel_of_our_own(scene: Arena) -> None:
    """Let the campaign have a funnel, as build_targets saves it."""
    scene.readers()
    steps = (FunnelStep('editors', 412), FunnelStep('list', 80))
    table = render_wikitext(Funnel(steps), lambda key, **_: key)
    scene.farm.login(OPERATOR).edit(FUNNEL, put_region('', funnel.REGION, table))


def figures_of_ones_own(scene: Arena) -> None:
    scene.mallory.change(FUNNEL, ('data-left="412"', 'data-left="987654"'))


def pattern(scene: Arena) -> None:
    scene.go('update_pattern', f'-campaign:{CAMPAIGN}', '-always')


def our_figures_were_published(scene: Arena) -> str:
    text = scene.text(f'{CAMPAIGN}/Pattern')
    if '987654' in text or '987,654' in text:
        return 'the pattern holds the figures of somebody else'
    told = f'{FUNNEL}: the figures that stand there are not' in scene.last
    return '' if told and '412' in text else f'not told, or not published: {scene.last[-300:]}'


def sent_and_not_arrived(scene: Arena) -> None:
    """Send the campaign, and check before anything has arrived."""
    scene.readers()
    scene.go()
    scene.go(*CHECK)


def results_forged(scene: Arena) -> None:
    known = parse_results(scene.text(RESULTS))
    forged = [replace(one, state=State.DELIVERED, revision=1) for one in known]
    scene.mallory.edit(RESULTS, put_region(scene.text(RESULTS), REGION, render_results(forged)))


def results_forged_as_failures(scene: Arena) -> None:
    """Say that all messages failed, long enough ago for another try."""
    known = parse_results(scene.text(RESULTS))
    ago = datetime.now(UTC) - timedelta(hours=5)
    failed: dict[str, Any] = {'state': State.FAILED, 'revision': 0, 'detail': 'readonly', 'failed_at': ago}
    forged = [replace(one, **failed) for one in known]
    scene.mallory.edit(RESULTS, put_region(scene.text(RESULTS), REGION, render_results(forged)))
    scene.hours_later('enwiki')
    scene.go(*CHECK, '-again')


def all_delivered(scene: Arena) -> str:
    return 'the check believes it' if '4 delivered' in scene.last else ''


def comment_planted(scene: Arena) -> None:
    """Plant the hidden comment of a delivery, lose the messages, and let somebody else write to the page."""
    revision = scene.page().sent
    assert revision
    where = f'//x?title=x&oldid={revision.revision}'
    mark = f'<!-- Message sent by User:{OPERATOR}@metawiki using the list at {where} -->'
    page = f'User talk:{READERS[0]}'
    talk = scene.farm.login(WITHOUT_RIGHT, EN)
    talk.edit(page, f'{talk.text(page)}\n{mark}')
    scene.farm.sql('metawiki', 'DELETE FROM job')  # our messages are lost
    scene.farm.sql('enwiki', 'DELETE FROM job')
    scene.send_other_list(f'{{{{#target:{page}|{EN}}}}}')


def one_delivered(scene: Arena) -> str:
    return 'the check counts it' if '1 delivered' in scene.last else ''


def sent_line_spoilt(scene: Arena) -> None:
    for new in ('', '; sent : yesterday', '; sent : 2001-01-15T00:00:00Z Outreach-bot'):
        scene.mallory.edit(title(), re.sub(r'; sent : [^\n]*', new, scene.text(title())))
        scene.go(*CHECK)


def failure_taken_up_again(scene: Arena) -> None:
    """Let a message fail on a wiki that leaves no comment in it, and be sent again when that is due."""
    scene.go()
    with scene.farm.busy('dewiki'):
        scene.farm.run_jobs()
    scene.go(*CHECK)
    scene.hours_later('dewiki')
    scene.go(*CHECK, '-again')
    scene.go()
    scene.farm.run_jobs()


def once_by_the_check(scene: Arena) -> str:
    if scene.code or 'more than once' in scene.last:
        return 'the check says that it came twice'
    return '' if '1 delivered' in scene.last else 'the check does not find it'


def job_run_twice(scene: Arena) -> None:
    """Let the queue run each job twice, as that of a wiki may.

    MediaWiki 1.41 and later drops the second copy, unless five edits came in between.
    """
    kept = scene.farm.sql('metawiki', 'SELECT * FROM job')
    scene.farm.run_jobs()
    talk, page = scene.farm.login(ADMIN, EN), f'User talk:{READERS[0]}'
    for number in range(5):
        talk.edit(page, f'{talk.text(page)}\nAnswer {number}')
    marks = ', '.join('?' * len(kept[0]))
    for row in kept:
        scene.farm.sql('metawiki', f'INSERT INTO job VALUES ({marks})', *row)


def doubles_are_told(scene: Arena) -> str:
    doubled = [name for name, count in scene.got().items() if count > 1]
    said = scene.go(*CHECK)
    if not doubled:
        return 'nothing was doubled: this shows nothing'
    if scene.code != 1:
        return 'the check calls it a success'
    unnamed = [name for name in doubled if f'more than once: {name.replace("_", " ")}' not in said]
    return f'not named: {unnamed}' if unnamed else next_wave_held(scene, 'got it more than once')


def sent_only(scene: Arena) -> None:
    """Send the campaign."""
    scene.readers()
    scene.go()


def mark_of_a_wrong_send(scene: Arena) -> None:
    scene.mallory.change(title(), ('; campaign :', '; wrong : says somebody\n; campaign :'))
    scene.organizer.edit(LISTED, f'{scene.text(LISTED)}\n* {{{{#target:User talk:Organizer}}}}')


def not_halted(scene: Arena) -> str:
    if 'says somebody' in scene.last:
        return 'a mark by anybody counts'
    return '' if len(scene.sends()) == 2 else 'it halted the campaign'


def a_correction_of_ones_own(scene: Arena) -> None:
    scene.go(*SEND, '-wrong:1', '-reason:A wrong link')
    scene.mallory.edit(f'{CAMPAIGN}/Correction', f'== {SPAM} ==\nNow. {LEAVE}')
    scene.go(*SEND, '-correction')


def one_send(scene: Arena) -> str:
    return '' if len(scene.sends()) == 1 else 'the correction of a stranger was sent'


def sent_by_0_1(scene: Arena) -> None:
    """Let version 0.1 have sent the campaign to two of the four."""
    scene.readers()
    operator = scene.farm.login(OPERATOR)
    operator.edit(title(), (OLD / 'claimed.wikitext').read_text())
    asked = {'spamlist': title(), 'subject': 'Hello', 'message': 'Text.', 'token': operator.token()}
    operator.call(action='massmessage', **asked)
    operator.edit(title(), (OLD / 'sent.wikitext').read_text())


def its_page_edited(scene: Arena) -> None:
    scene.mallory.change(title(), ('* {{#target:User talk:Grace Abara', '*{{#target:User talk:Grace Abara'))


def send_check_and_send(scene: Arena) -> None:
    again = (*SEND, '-waves:2,rest')  # as it was planned: else that would be asked about
    scene.go(*again)
    scene.farm.run_jobs()
    scene.go(*CHECK)
    scene.go(*again)


def each_once(scene: Arena) -> str:
    got = scene.got()
    return '' if sum(got.values()) == len(READERS) else f'not each once: {dict(got)}'


def planned_by_0_1(scene: Arena) -> None:
    scene.farm.login(OPERATOR).edit(title(), (OLD / 'approved.wikitext').read_text())


def refused(scene: Arena) -> str:
    return not_sent(scene) or ('' if '-replan' in scene.last else 'it is not said what to do')


ATTACKS = (
    Attack('B2', 'words in the line of the plan', arena.planned, words_in_the_plan_line,
           arena.approve_and_send, words_of_the_approver),
    Attack('B3', 'a forged page in the public log', arena.sent, forged_page, log, in_the_public_log),
    Attack('new', 'a funnel with figures of their own', funnel_of_our_own, figures_of_ones_own, pattern,
           our_figures_were_published),
    Attack('B5', 'results forged', sent_and_not_arrived, results_forged, arena.check, all_delivered),
    Attack('B5', 'results forged as failures, and another try', arena.sent, results_forged_as_failures,
           arena.send),
    Attack('B5', 'a hidden comment planted', sent_only, comment_planted, arena.check, one_delivered),
    Attack('B7', 'the time of the send spoilt', arena.sent, sent_line_spoilt, arena.nothing),
    Attack('C1', 'a failure taken up again where no comment tells', arena.german, failure_taken_up_again,
           arena.check, once_by_the_check),
    Attack('C7', 'a job run twice by the queue', sent_only, job_run_twice, arena.nothing,
           doubles_are_told, 'told'),
    Attack('new', 'the mark of a wrong send set by anybody', arena.sent, mark_of_a_wrong_send,
           arena.send, not_halted),
    Attack('new', 'a correction of their own', arena.sent, a_correction_of_ones_own, arena.nothing, one_send),
    Attack('0.1', 'a page that version 0.1 sent, edited', sent_by_0_1, its_page_edited,
           send_check_and_send, each_once),
    Attack('0.1', 'a page that version 0.1 planned', arena.ready, planned_by_0_1, arena.send, refused),
)  # fmt: skip
