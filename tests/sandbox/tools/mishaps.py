"""What goes wrong around a send: rights, stop page, edits between plan and send, two operators, jobs."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from urllib.parse import unquote_plus

from sandbox.worlds.medicine import ADMIN, OPERATOR, ORGANIZER, SECOND_OPERATOR
from tests.sandbox.tools.kill_points import Spoiler, spoiling_proxy
from tests.sandbox.tools.network_faults import Fault, faulty_proxy
from tests.sandbox.tools.spoilt_sends import CAMPAIGN, META, TARGETS, Count, Scene, run_spoilt

MESSAGE = 'Outreach/Medicine/Message'
CHECK = ('check_delivery', f'-campaign:{CAMPAIGN}', '-always')


def lost_rights(scene: Scene) -> Count:
    """Take the right away right before the second send, and give it back later."""
    scene.put_back()
    who = '(SELECT user_id FROM user WHERE user_name = ?)'

    def change(query: str) -> None:
        scene.farm.sql('metawiki', query, OPERATOR)

    take = f"DELETE FROM user_groups WHERE ug_group = 'massmessage-sender' AND ug_user = {who}"
    give = f"INSERT INTO user_groups (ug_user, ug_group) VALUES ({who}, 'massmessage-sender')"
    said = run_spoilt(scene.farm, Spoiler('nothing', 2, 'massmessage', lambda: change(take)))
    after = scene.accepted()
    change(give)
    runs, note = scene.go_on()
    if 'permissiondenied' not in said or not 0 < len(after) < len(scene.targets):
        note = f'did not stop half-way: {said[-300:]}'
    return scene.count('the right is lost half-way', runs + 1, note=note)


def stop_page(scene: Scene) -> Count:
    """Write on the stop page right before the second send, and clear it later."""
    scene.put_back()
    admin = scene.farm.login(ADMIN)
    stop = f'{CAMPAIGN}/stop'
    said = run_spoilt(
        scene.farm, Spoiler('nothing', 2, 'massmessage', lambda: _set(scene, stop, 'Please wait.'))
    )
    again = scene.send()
    admin.edit(stop, '')
    runs, note = scene.go_on()
    if 'says stop' not in said or again.returncode != 3:
        note = f'did not stop: {said[-300:]} {again.stdout[-300:]}'
    return scene.count('the stop page is set half-way', runs + 2, note=note)


def _set(scene: Scene, title: str, text: str) -> None:
    scene.farm.login(ORGANIZER).edit(title, text)


def _edited(scene: Scene, name: str, edit: Callable[[], None], sent: int) -> Count:
    """Edit a page after the first send page was written; a new plan must then reach everybody."""
    scene.put_back()
    said = run_spoilt(scene.farm, Spoiler('nothing', 2, 'edit', edit))
    refused = scene.send()
    after = scene.accepted()
    scene.farm.run_jobs()
    scene.farm.pwb(*CHECK)
    replanned = scene.send('-replan')
    runs, note = scene.go_on()
    if len(after) != sent or 'planned before somebody changed' not in said or refused.returncode != 2:
        note = f'sent although it was edited: {said[-400:]} {refused.stdout[-300:]}'
    if replanned.returncode:
        note = replanned.stdout[-400:]
    return scene.count(name, runs + 3, note=note)


def edited_list(scene: Scene) -> Count:
    """Let a person edit the delivery list between plan and send: who is still on it gets the message."""
    scene.put_back()
    text = scene.farm.client(META).text(TARGETS) or ''
    edit = lambda: _set(scene, TARGETS, f'Names.\n{text}')  # noqa: E731  # one use, beside its text
    said = run_spoilt(scene.farm, Spoiler('nothing', 2, 'edit', edit))
    runs, note = scene.go_on()
    if 'sent to' not in said:
        note = f'was not sent: {said[-400:]}'
    return scene.count('the list is edited', runs + 1, note=note)


def edited_message(scene: Scene) -> Count:
    """Let a person edit the Swedish message between plan and send: the other languages still go."""
    title = f'{MESSAGE}/sv'
    text = scene.farm.client(META).text(title) or ''
    swedish = sum(host.startswith('sv.') for host, _name in scene.targets)
    edit = lambda: _set(scene, title, f'{text}\n\nHej!')  # noqa: E731  # one use, beside its text
    return _edited(scene, 'the message is edited', edit, len(scene.targets) - swedish)


def two_operators(scene: Scene) -> Count:
    """Let two operators send the same campaign: they meet at the moment when both claim the first page."""
    scene.put_back()
    meeting = threading.Barrier(2, timeout=60)
    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(lambda user: _send_and_meet(scene, user, meeting), (OPERATOR, SECOND_OPERATOR)))
    note = next((text[-400:] for text in said if 'Traceback' in text), '')
    runs, more = scene.go_on()
    if meeting.broken:
        note = f'they did not meet: {said}'
    return scene.count('two operators claim at the same moment', runs + 2, note=note or more)


def _send_and_meet(scene: Scene, user: str, meeting: threading.Barrier) -> str:
    """Send as an operator, but wait for the other one before the first claim reaches the wiki."""
    met = False

    def wait(_url: str, body: str) -> Fault | None:
        nonlocal met
        if not met and '; state : claimed' in unquote_plus(body):
            met = True
            with suppress(threading.BrokenBarrierError):
                meeting.wait()
        return None

    with faulty_proxy(scene.farm.proxy, wait) as proxy:
        return scene.send(proxy=proxy.url, user=user).stdout


def stuck_jobs(scene: Scene) -> Count:
    """Check before the job queue has run: nothing is known, nothing is sent again."""
    scene.put_back()
    scene.send()
    early = scene.farm.pwb(*CHECK)
    second = scene.send()
    scene.farm.run_jobs()
    late = scene.farm.pwb(*CHECK)
    note = ''
    if (
        early.returncode != 1
        or f'{len(scene.targets)} unknown' in late.stdout
        or 'unknown' not in early.stdout
    ):
        note = f'the check is wrong: {early.stdout[-300:]}'
    if 'Nothing to send' not in second.stdout or late.returncode != 0:
        note = f'{second.stdout[-300:]} {late.stdout[-300:]}'
    return scene.count('the job queue is stuck', 2, note=note)


def _late(scene: Scene, name: str, meets: int) -> Count:
    """Let a send reach the wiki after it was given up: right before send number `meets` of those who go on.

    With 0 it comes when all is done.
    """
    scene.put_back()
    answers: list[str] = []
    with spoiling_proxy(scene.farm.proxy, Spoiler('late', 2, 'massmessage')) as proxy:
        said = scene.send(proxy=proxy.url).stdout
        arrives = Spoiler('nothing', meets, 'massmessage', lambda: answers.extend(proxy.deliver_late()))
        with spoiling_proxy(scene.farm.proxy, arrives) as later:
            runs, note = scene.go_on(proxy=later.url)
        answers += proxy.deliver_late()
    again, more = scene.go_on()
    if 'is unknown' not in said or len(answers) != 1 or bool(meets) is not bool(arrives.hit):
        note = f'the request was not late: {said[-300:]} {answers}'
    return scene.count(name, runs + again + 1, note=note or more)


def late_for_the_others(scene: Scene) -> Count:
    """Let a request arrive while the run after it sends the pages that were not tried."""
    return _late(scene, 'a request arrives late, while others are sent', 1)


def late_for_the_second_try(scene: Scene) -> Count:
    """Let a request arrive while the page that took its targets up is sent."""
    return _late(scene, 'a request arrives late, while its targets are sent to again', 3)


def late_for_all(scene: Scene) -> Count:
    """Let a request arrive when everybody has got the message."""
    return _late(scene, 'a request arrives when all is done', 0)


SCENES = (
    lost_rights,
    stop_page,
    edited_list,
    edited_message,
    two_operators,
    stuck_jobs,
    late_for_the_others,
    late_for_the_second_try,
    late_for_all,
)
