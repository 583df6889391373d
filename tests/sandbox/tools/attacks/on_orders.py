"""Attack A7 and section 2: whoever edits campaign page, list, message, exclude or stop pages gives orders."""

from __future__ import annotations

from itertools import product

from outreach.sends.inputs import PUT_BACK

from sandbox.worlds.medicine import ADMIN, OPERATOR, ORGANIZER, WITHOUT_RIGHT
from tests.sandbox.tools.attacks import arena
from tests.sandbox.tools.attacks.arena import (
    APPROVALS,
    LISTED,
    SPAM,
    STRANGERS,
    Arena,
    Attack,
    Step,
    lines_of,
    not_sent,
)  # fmt: skip
from tests.sandbox.tools.stage import CAMPAIGN, EN, LEAVE, READERS

NO = f'{CAMPAIGN}/No'
STOP = f'{CAMPAIGN}/stop'
COOLDOWN = '| cooldown = 0\n'
SIGNUPS = f'{CAMPAIGN}/Sign-ups'
# where no page of ours is, though our account may edit there
ELSEWHERE = (
    'Main Page', f'User:{OPERATOR}/common.js', f'User:{ORGANIZER}', 'Template:Foo', 'Talk:Main Page',
    f'User:{OPERATOR}/stop', STOP, CAMPAIGN, f'User:{OPERATOR}/No messages',
)  # fmt: skip
WRITERS = {'list': 'collect_signups', 'promotionlog': 'log_promotion', 'pattern': 'update_pattern'}
WRITTEN = 'was written:'


def with_settings(**settings: str) -> Step:
    """Return a beginning: the campaign with these settings of its organizer."""
    return lambda scene: scene.readers(**settings)


def setting(old: str, new: str) -> Step:
    """Return an attack that changes something on the campaign page."""
    return lambda scene: scene.mallory.change(CAMPAIGN, (old, new))


def list_and_message_of_ones_own(scene: Arena) -> None:
    scene.mallory.edit(f'User:{WITHOUT_RIGHT}/L', lines_of(*STRANGERS))
    scene.mallory.edit(f'User:{WITHOUT_RIGHT}/M', f'== {SPAM} ==\nNow. [[m:{CAMPAIGN}]] {LEAVE}')
    own = f'| list = User:{WITHOUT_RIGHT}/L\n| message = User:{WITHOUT_RIGHT}/M\n| dailycap = 1000000\n'
    scene.mallory.change(CAMPAIGN, (COOLDOWN, own))


def added_and_approved_by_the_same(scene: Arena) -> None:
    scene.mallory.append(LISTED, lines_of(STRANGERS[0]))
    scene.go()
    scene.mallory.edit(APPROVALS, f'* {scene.page().plan} ~~~~')


def text_changed(scene: Arena) -> None:
    scene.mallory.edit(f'{CAMPAIGN}/Message', f'== {SPAM} ==\nNow. {LEAVE}')


def a_translation_of_ones_own(scene: Arena) -> None:
    scene.mallory.edit(f'{CAMPAIGN}/Message/en', f'== {SPAM} ==\nNow. {LEAVE}')


def more_than_two(scene: Arena) -> str:
    return 'more went out than the cap allows' if sum(scene.got().values()) > 2 else ''


def excluding(scene: Arena) -> None:
    """Let an exclude page name somebody on the list."""
    scene.organizer.edit(NO, f'* [[User:{READERS[0]}]]')
    scene.readers(exclude=NO)


def on_the_exclude_page(text: str) -> Step:
    """Return an attack that makes something else of the exclude page."""
    return lambda scene: scene.mallory.edit(NO, text)


def exclude_page_moved(scene: Arena) -> None:
    scene.mallory.move(NO, f'User:{WITHOUT_RIGHT}/No')
    scene.mallory.edit(f'User:{WITHOUT_RIGHT}/No', 'Nobody.')


def moved(page: str, anew: str) -> Step:
    """Return an attack that moves a page away and writes over the redirect: a new history begins."""

    def attack(scene: Arena) -> None:
        scene.mallory.move(page, f'User:{WITHOUT_RIGHT}/Moved')
        scene.mallory.edit(page, anew)

    return attack


def moved_and_deleted_there(page: str, anew: str) -> Step:
    """Return an attack that moves a page away, has an administrator delete it there, and writes another."""

    def attack(scene: Arena) -> None:
        scene.mallory.move(page, f'User:{WITHOUT_RIGHT}/Moved')
        admin = scene.farm.login(ADMIN)
        admin.call(action='delete', title=f'User:{WITHOUT_RIGHT}/Moved', token=admin.token())
        scene.mallory.edit(page, anew)

    return attack


def list_of_ours_moved_in(scene: Arena) -> None:
    """Move a list that our account wrote for another campaign to where a part of this one is."""
    scene.farm.login(OPERATOR).edit('Other/Targets', lines_of(*STRANGERS))
    scene.mallory.move('Other/Targets', f'{LISTED}/sv')


def testers_of_ones_own(scene: Arena) -> None:
    scene.mallory.edit(f'User:{WITHOUT_RIGHT}/T', lines_of(*STRANGERS))
    scene.mallory.change(CAMPAIGN, (f'| testers = {LISTED}\n', f'| testers = User:{WITHOUT_RIGHT}/T\n'))
    scene.mallory.edit(f'{CAMPAIGN}/Message', f'== {SPAM} ==\nNow. {LEAVE}')


def send_test(scene: Arena) -> None:
    """Send to the testers."""
    scene.go('send_message', f'-campaign:{CAMPAIGN}', '-test', '-always')


def approved_and_taken_back(scene: Arena) -> None:
    """Let a plan be approved, and the approval be taken back."""
    arena.approved(scene)
    scene.organizer.edit(APPROVALS, 'None.')


def approvals_moved_and_put_back(scene: Arena) -> None:
    """Begin the history of the approvals anew with the line that its author took out."""
    line = f'* {scene.page().plan} [[User:{ORGANIZER}]] 12:00, 1 May 2026 (UTC)'
    moved(APPROVALS, line)(scene)


def left_out_and_the_others_written_to(scene: Arena) -> str:
    got = scene.got()
    if got[f'User talk:{READERS[0].replace(" ", "_")}']:
        return 'who is excluded was written to'
    if not got:
        return 'a line halted everything'
    return '' if scene.code == 1 and NO in scene.last else 'the page is not named'


def only_left_out(scene: Arena) -> str:
    return (
        'who is excluded was written to' if scene.got()[f'User talk:{READERS[0].replace(" ", "_")}'] else ''
    )


def stopped(scene: Arena) -> None:
    scene.readers()
    scene.organizer.edit(STOP, 'Please wait.')


def stop_blanked(scene: Arena) -> None:
    scene.mallory.edit(STOP, '')


def stop_written_over_and_blanked(scene: Arena) -> None:
    scene.mallory.edit(STOP, 'Go on!')
    scene.mallory.edit(STOP, '')


def still_stopped(scene: Arena) -> str:
    if scene.sends() or scene.code != 3:
        return 'the stop does not stand'
    scene.organizer.edit(STOP, 'x')
    scene.organizer.edit(STOP, '')
    scene.go()
    return '' if scene.sends() else 'who stopped it cannot take it back'


def settings_that_write_elsewhere(scene: Arena) -> None:
    """Let a page parameter name each of those pages, and run each of the scripts that write to one."""
    scene.organizer.edit(SIGNUPS, '# [[User:Grace Abara]] 12:00, 1 May 2026 (UTC)')
    for page in ('Main Page', f'User:{ORGANIZER}', 'Template:Foo', 'Talk:Main Page'):
        scene.organizer.edit(page, 'As it was.')
    for page, (name, script) in product(ELSEWHERE, WRITERS.items()):
        given = f'| cooldown = 0\n| {name} = {page}\n| signups = {SIGNUPS}\n'
        scene.mallory.edit(CAMPAIGN, f'{{{{Outreach campaign\n{given}}}}}')
        before = scene.text(page)
        scene.go(script, f'-campaign:{CAMPAIGN}', '-always')
        if scene.text(page) != before or page not in scene.last:
            scene.said.append((0, f'{WRITTEN} {page} by {script}'))


def nothing_written(scene: Arena) -> str:
    return '; '.join(said for _, said in scene.said if said.startswith(WRITTEN))


def audience_of_ones_own(scene: Arena) -> None:
    """Let a setting of somebody's own choose whom build_targets puts on the list, and remove it again."""
    more = '| source = en.wikipedia.test\n| page = Asthma\n| minedits = 1\n'
    scene.mallory.change(CAMPAIGN, (COOLDOWN, f'{COOLDOWN}{more}'))
    scene.go('build_targets', f'-campaign:{CAMPAIGN}', '-always')
    scene.mallory.change(CAMPAIGN, (more, ''))
    listed = {line for line in scene.text(LISTED).split('\n') if line.startswith('* {{')}
    assert len(listed) > len(READERS), scene.last


def nobody_was_listed_in_our_name(scene: Arena) -> str:
    told = 'put on the list by Outreach-bot #unvouched' in scene.last
    return not_sent(scene) or ('' if told else 'the doubt is not told')


def put_back_who_was_taken_off(scene: Arena) -> None:
    before = scene.text(LISTED)
    kept = [line for line in before.split('\n') if READERS[0] not in line]
    scene.organizer.edit(LISTED, '\n'.join(kept))
    scene.mallory.edit(LISTED, before)


def taken_off_after_the_plan_and_put_back(scene: Arena) -> None:
    """Let the organizer remove somebody and a line of words come, and somebody else put them back."""
    before = scene.text(LISTED)
    put_back_who_was_taken_off(scene)
    assert scene.text(LISTED) == before


def they_alone_were_left_off(scene: Arena) -> str:
    got = scene.got()
    if got[f'User talk:{READERS[0].replace(" ", "_")}']:
        return 'who was removed was written to'
    told = f'User talk:{READERS[0]}@{EN} ({PUT_BACK})' in scene.last
    return '' if told and len(got) == len(READERS) - 1 else f'not told, or others lost: {scene.last[-300:]}'


def setting_taken_off_after_the_plan_and_put_back(scene: Arena) -> None:
    before = scene.text(CAMPAIGN)
    scene.organizer.edit(CAMPAIGN, before.replace(COOLDOWN, ''))
    scene.mallory.edit(CAMPAIGN, before)


def setting_is_theirs(scene: Arena) -> str:
    told = f'settings by {WITHOUT_RIGHT}: cooldown' in scene.last
    return not_sent(scene) or ('' if told else f'it is not told: {scene.last[-300:]}')


def deletion_is_told(scene: Arena) -> str:
    told = (
        f'User:{WITHOUT_RIGHT}/Moved was deleted by {ADMIN}' in scene.last and '[deleted-page]' in scene.last
    )
    return not_sent(scene) or ('' if told and scene.code == 3 else f'it is not told: {scene.last[-300:]}')


def list_that_brings_people_by_a_template(scene: Arena) -> None:
    """Let somebody who may send do so by a list whose people stand on another page."""
    scene.mallory.edit(f'User:{WITHOUT_RIGHT}/x', lines_of(*READERS))
    scene.send_other_list(f'{{{{User:{WITHOUT_RIGHT}/x}}}}')


def not_sent_by_us(scene: Arena) -> str:
    return '' if len(scene.sends()) == 1 else 'who was asked lately was asked again'


def signed_for_somebody_else(scene: Arena) -> None:
    scene.organizer.edit(SIGNUPS, 'Sign here:')
    scene.mallory.append(SIGNUPS, '# [[User:Tobias Finch]] 12:00, 1 May 2026 (UTC)')
    scene.mallory.append(SIGNUPS, '# ~~~~')
    scene.go('collect_signups', f'-campaign:{CAMPAIGN}', '-always')


def only_oneself_is_listed(scene: Arena) -> str:
    listed, said = scene.text(LISTED), scene.last
    if 'Tobias Finch' in listed:
        return 'who did not sign is on the list'
    if WITHOUT_RIGHT not in listed:
        return 'who signed is not on the list'
    told = 'Tobias Finch was signed up by somebody else' in said and scene.code == 1
    return '' if told else 'it is not told'


ATTACKS = (
    Attack('A7', 'list and message of their own', arena.ready, list_and_message_of_ones_own),
    Attack('A7', 'a name added and approved by the same', with_settings(approval='yes'),
           added_and_approved_by_the_same),
    Attack('A7', 'the approval removed from the campaign page', with_settings(approval='yes'),
           setting('| approval = yes\n', ''), arena.send, not_sent),
    Attack('A7', 'an audience of their own', arena.ready, audience_of_ones_own, arena.send,
           nobody_was_listed_in_our_name),
    Attack('A7', 'who was removed put back', arena.ready, put_back_who_was_taken_off, arena.send, not_sent),
    Attack('A7', 'the text of the message changed', arena.ready, text_changed, arena.send, not_sent),
    Attack('A7', 'a translation of their own', arena.ready, a_translation_of_ones_own, arena.send, not_sent),
    Attack('A7', 'who was removed after the plan put back', arena.approved,
           taken_off_after_the_plan_and_put_back, arena.send, they_alone_were_left_off),
    Attack('A7', 'a setting removed after the plan put back', arena.approved,
           setting_taken_off_after_the_plan_and_put_back, arena.send, setting_is_theirs),
    Attack('new', 'the cool-down, and a list that brings its people by a template',
           with_settings(cooldown='30'), list_that_brings_people_by_a_template, arena.send, not_sent_by_us),
    Attack('2', 'the daily cap made looser', with_settings(dailycap='2'),
           setting('dailycap = 2', 'dailycap = 1000000'), arena.send_twice, more_than_two),
    Attack('2', 'the daily cap removed', with_settings(dailycap='2'), setting('| dailycap = 2\n', ''),
           arena.send_twice, more_than_two),
    Attack('2', 'the testers removed', with_settings(testers=LISTED),
           setting(f'| testers = {LISTED}\n', ''), arena.send, not_sent),
    Attack('2', 'the first day of sending removed', with_settings(notbefore='2099-01-31'),
           setting('| notbefore = 2099-01-31\n', ''), arena.send, not_sent),
    Attack('2', 'the exclude page removed', excluding, setting(f'| exclude = {NO}\n', ''), arena.send,
           only_left_out),
    Attack('B6', 'an exclude page spoilt by a line', excluding,
           on_the_exclude_page(f'* [[User:{READERS[0]}]]\n* whoever'), arena.send,
           left_out_and_the_others_written_to),
    Attack('B6', 'an exclude page blanked', excluding, on_the_exclude_page(''), arena.send,
           left_out_and_the_others_written_to),
    Attack('B6', 'an exclude page replaced by prose', excluding, on_the_exclude_page('Nobody any more.'),
           arena.send, left_out_and_the_others_written_to),
    Attack('B6', 'an exclude page made a redirect', excluding, on_the_exclude_page('#REDIRECT [[Main Page]]'),
           arena.send, left_out_and_the_others_written_to),
    Attack('B6', 'an exclude page moved and emptied', excluding, exclude_page_moved, arena.send,
           left_out_and_the_others_written_to),
    Attack('A7', 'the campaign page moved and its redirect written over', with_settings(approval='yes'),
           moved(CAMPAIGN, '{{Outreach campaign\n| cooldown = 0\n}}'), arena.send, not_sent),
    Attack('A7', 'a list of ours moved to where this one is read', arena.ready, list_of_ours_moved_in,
           arena.send, not_sent),
    Attack('2', 'the testers replaced by others', with_settings(testers=LISTED), testers_of_ones_own,
           send_test),
    Attack('B6', 'an exclude page moved and its redirect written over', excluding,
           moved(NO, '* [[User:Tobias Finch]]'), arena.send, left_out_and_the_others_written_to),
    Attack('A7', 'an approval that was taken back, on a new page of approvals', approved_and_taken_back,
           approvals_moved_and_put_back, arena.send, not_sent),
    Attack('B6', 'an exclude page moved, written over and unreadable', excluding, moved(NO, '* whoever'),
           arena.send, left_out_and_the_others_written_to),
    Attack('B6', 'an exclude page moved, deleted there and written anew', excluding,
           moved_and_deleted_there(NO, '* [[User:Tobias Finch]]'), arena.send, deletion_is_told),
    Attack('C8', 'a stop moved, deleted there, and its redirect blanked', stopped,
           moved_and_deleted_there(STOP, ''), arena.send, still_stopped),
    Attack('C8', 'a stop moved and its redirect blanked', stopped, moved(STOP, ''), arena.send,
           still_stopped),
    Attack('B6', 'a sign-up signed for somebody else', with_settings(signups=SIGNUPS),
           signed_for_somebody_else, arena.nothing, only_oneself_is_listed),
    Attack('C8', 'a stop blanked', stopped, stop_blanked, arena.send, still_stopped),
    Attack('C8', 'a stop written over and blanked', stopped, stop_written_over_and_blanked, arena.send,
           still_stopped),
    Attack('B1', 'page parameters that lead elsewhere', arena.nothing, settings_that_write_elsewhere,
           arena.nothing, nothing_written),
)  # fmt: skip
