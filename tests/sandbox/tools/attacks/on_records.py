"""Attacks B2 to B7, C1 and C7: words under other names, results, the public log, and the queue itself."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

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
from tests.sandbox.tools.stage import CAMPAIGN, CHECK, EN, READERS, SEND

RESULTS = f'{title()}/Results'


def words_in_the_plan_line(ground: Arena) -> None:
    plan = ground.page().plan
    evil = f'; plan : {plan} ok&#10;&#10;== I resign ==&#10;[[Category:Evil]]'
    ground.mallory.change(title(), (f'; plan : {plan}', evil))


def words_of_the_approver(ground: Arena) -> str:
    return 'words stand under the name of the approver' if 'resign' in ground.text(APPROVALS) else ''


def forged_page(ground: Arena) -> None:
    page = ground.mallory.send_page(title=title('9'), wave='9')
    planner = 'X&#93;&#93;&#10;&#124;&#125;&#10;<div>HACKED</div>'
    text = page.render().replace('; planned by : Outreach-bot', f'; planned by : {planner}')
    ground.mallory.edit(page.title, text)


def log(ground: Arena) -> None:
    ground.go('log_promotion', f'-campaign:{CAMPAIGN}', '-always')


def in_the_public_log(ground: Arena) -> str:
    log_ = ground.text(f'{CAMPAIGN}/Log')
    return 'the public log holds it' if 'HACKED' in log_ or '/Send/9/' in log_ or not log_ else ''


def sent_and_not_arrived(ground: Arena) -> None:
    """Send the campaign, and check before anything has arrived."""
    ground.readers()
    ground.go()
    ground.go(*CHECK)


def results_forged(ground: Arena) -> None:
    known = parse_results(ground.text(RESULTS))
    forged = [replace(one, state=State.DELIVERED, revision=1) for one in known]
    ground.mallory.edit(RESULTS, put_region(ground.text(RESULTS), REGION, render_results(forged)))


def results_forged_as_failures(ground: Arena) -> None:
    """Say that all messages failed, long enough ago for another try."""
    known = parse_results(ground.text(RESULTS))
    ago = datetime.now(UTC) - timedelta(hours=5)
    failed: dict[str, Any] = {'state': State.FAILED, 'revision': 0, 'detail': 'readonly', 'failed_at': ago}
    forged = [replace(one, **failed) for one in known]
    ground.mallory.edit(RESULTS, put_region(ground.text(RESULTS), REGION, render_results(forged)))
    ground.hours_later('enwiki')
    ground.go(*CHECK, '-again')


def all_delivered(ground: Arena) -> str:
    return 'the check believes it' if '4 delivered' in ground.last else ''


def comment_planted(ground: Arena) -> None:
    """Plant the hidden comment of a delivery, lose the messages, and let somebody else write to the page."""
    revision = ground.page().sent
    assert revision
    where = f'//x?title=x&oldid={revision.revision}'
    mark = f'<!-- Message sent by User:{OPERATOR}@metawiki using the list at {where} -->'
    page = f'User talk:{READERS[0]}'
    talk = ground.farm.login(WITHOUT_RIGHT, EN)
    talk.edit(page, f'{talk.text(page)}\n{mark}')
    ground.farm.sql('metawiki', 'DELETE FROM job')  # our messages are lost
    ground.farm.sql('enwiki', 'DELETE FROM job')
    sender = ground.farm.login('Second operator')
    sender.edit('Other list', f'{{{{#target:{page}|{EN}}}}}')
    asked = {'spamlist': 'Other list', 'subject': 'News', 'message': 'News.', 'token': sender.token()}
    sender.call(action='massmessage', **asked)
    ground.farm.run_jobs()


def one_delivered(ground: Arena) -> str:
    return 'the check counts it' if '1 delivered' in ground.last else ''


def sent_line_spoilt(ground: Arena) -> None:
    for new in ('', '; sent : yesterday', '; sent : 2001-01-15T00:00:00Z Outreach-bot'):
        ground.mallory.edit(title(), re.sub(r'; sent : [^\n]*', new, ground.text(title())))
        ground.go(*CHECK)


def failure_taken_up_again(ground: Arena) -> None:
    """Let a message fail on a wiki that leaves no comment in it, and be sent again when that is due."""
    ground.go()
    with ground.farm.busy('dewiki'):
        ground.farm.run_jobs()
    ground.go(*CHECK)
    ground.hours_later('dewiki')
    ground.go(*CHECK, '-again')
    ground.go()
    ground.farm.run_jobs()


def once_by_the_check(ground: Arena) -> str:
    if ground.code or 'more than once' in ground.last:
        return 'the check says that it came twice'
    return '' if '1 delivered' in ground.last else 'the check does not find it'


def job_run_twice(ground: Arena) -> None:
    """Let the queue run each job twice, as that of a wiki may.

    MediaWiki 1.41 and later drops the second copy, unless five edits came in between.
    """
    kept = ground.farm.sql('metawiki', 'SELECT * FROM job')
    ground.farm.run_jobs()
    talk, page = ground.farm.login(ADMIN, EN), f'User talk:{READERS[0]}'
    for number in range(5):
        talk.edit(page, f'{talk.text(page)}\nAnswer {number}')
    marks = ', '.join('?' * len(kept[0]))
    for row in kept:
        ground.farm.sql('metawiki', f'INSERT INTO job VALUES ({marks})', *row)


def doubles_are_told(ground: Arena) -> str:
    doubled = [name for name, count in ground.got().items() if count > 1]
    said = ground.go(*CHECK)
    if not doubled:
        return 'nothing was doubled: this shows nothing'
    if ground.code != 1:
        return 'the check calls it a success'
    unnamed = [name for name in doubled if f'more than once: {name.replace("_", " ")}' not in said]
    return f'not named: {unnamed}' if unnamed else next_wave_held(ground, 'got it more than once')


def sent_only(ground: Arena) -> None:
    """Send the campaign."""
    ground.readers()
    ground.go()


def mark_of_a_wrong_send(ground: Arena) -> None:
    ground.mallory.change(title(), ('; campaign :', '; wrong : says somebody\n; campaign :'))
    ground.organizer.edit(LISTED, f'{ground.text(LISTED)}\n* {{{{#target:User talk:Organizer}}}}')


def not_halted(ground: Arena) -> str:
    if 'says somebody' in ground.last:
        return 'a mark by anybody counts'
    return '' if len(ground.sends()) == 2 else 'it halted the campaign'


def a_correction_of_ones_own(ground: Arena) -> None:
    ground.go(*SEND, '-wrong:1', '-reason:A wrong link')
    ground.mallory.edit(f'{CAMPAIGN}/Correction', f'== {SPAM} ==\nNow.')
    ground.go(*SEND, '-correction')


def one_send(ground: Arena) -> str:
    return '' if len(ground.sends()) == 1 else 'the correction of a stranger was sent'


def sent_by_0_1(ground: Arena) -> None:
    """Let version 0.1 have sent the campaign to two of the four."""
    ground.readers()
    operator = ground.farm.login(OPERATOR)
    operator.edit(title(), (OLD / 'claimed.wikitext').read_text())
    asked = {'spamlist': title(), 'subject': 'Hello', 'message': 'Text.', 'token': operator.token()}
    operator.call(action='massmessage', **asked)
    operator.edit(title(), (OLD / 'sent.wikitext').read_text())


def its_page_edited(ground: Arena) -> None:
    ground.mallory.change(title(), ('* {{#target:User talk:Grace Abara', '*{{#target:User talk:Grace Abara'))


def send_check_and_send(ground: Arena) -> None:
    ground.go()
    ground.farm.run_jobs()
    ground.go(*CHECK)
    ground.go()


def each_once(ground: Arena) -> str:
    got = ground.got()
    return '' if sum(got.values()) == len(READERS) else f'not each once: {dict(got)}'


def planned_by_0_1(ground: Arena) -> None:
    ground.farm.login(OPERATOR).edit(title(), (OLD / 'approved.wikitext').read_text())


def refused(ground: Arena) -> str:
    return not_sent(ground) or ('' if '-replan' in ground.last else 'it is not said what to do')


ATTACKS = (
    Attack('B2', 'words in the line of the plan', arena.planned, words_in_the_plan_line,
           arena.approve_and_send, words_of_the_approver),
    Attack('B3', 'a forged page in the public log', arena.sent, forged_page, log, in_the_public_log),
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
