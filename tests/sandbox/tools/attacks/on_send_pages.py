"""Attacks A1 to A6 of the review and others on send pages: at most once, and only the people on the list."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from outreach.lists.entries import Target

from sandbox.worlds.medicine import ADMIN, OPERATOR, ORGANIZER, WITHOUT_RIGHT
from tests.sandbox.tools.attacks import arena
from tests.sandbox.tools.attacks.arena import (
    APPROVALS,
    LISTED,
    SPAM,
    STRANGERS,
    Arena,
    Attack,
    lines_of,
    next_wave_held,
    title,
)  # fmt: skip
from tests.sandbox.tools.stage import CHECK, EN, READERS, SEND

OTHER_FIELDS = ('follows', 'successor', 'claim', 'sent', 'revision', 'log entry', 'note', 'wrong', 'doubt')
EVIL = f'{{{{User:{WITHOUT_RIGHT}/x}}}}'


def line_taken_off(scene: Arena) -> None:
    scene.mallory.change(title(), (lines_of(READERS[0]), ''))


def blank_left_out(scene: Arena) -> None:
    scene.mallory.edit(title(), scene.text(title()).replace('* {{#target:', '*{{#target:'))


def blanked(scene: Arena) -> None:
    scene.mallory.edit(title(), '')


def replaced_by_a_plan(scene: Arena) -> None:
    plan = re.sub('; (claim|sent|revision|log entry) : .*\n', '', scene.text(title()))
    scene.mallory.edit(title(), plan.replace('; state : sent', '; state : planned'))


def moved_away(scene: Arena) -> None:
    scene.mallory.move(title(), f'User:{WITHOUT_RIGHT}/gone')


def deleted_and_written_anew(ground: Arena) -> None:
    """Write a page anew that an administrator deleted as old."""
    admin = ground.farm.login(ADMIN)
    admin.call(action='delete', title=title(), token=admin.token())
    ground.mallory.edit(title(), 'Nothing to see here.')


def moved_and_deleted_there(ground: Arena) -> None:
    """Move a page away, where an administrator deletes it as rubbish, and write where it was."""
    moved_away(ground)
    admin = ground.farm.login(ADMIN)
    admin.call(action='delete', title=f'User:{WITHOUT_RIGHT}/gone', token=admin.token())
    ground.mallory.edit(title(), 'Nothing to see here.')


def deletion_is_told(ground: Arena) -> str:
    told = f'{title()}: was sent, says the log, but the revision that was sent is deleted' in ground.last
    return '' if told and ground.code == 2 else f'it is not told: {ground.last[-300:]}'


def names_of_the_sent_come_back(scene: Arena) -> None:
    """Let the same people stand on the list again under other titles."""
    more = lines_of(*(name[0].lower() + name[1:].replace(' ', '_') for name in READERS))
    scene.organizer.edit(LISTED, f'{scene.text(LISTED)}\n{more}')


def state_between_claim_and_request(scene: Arena) -> None:
    change = ('; state : claimed', '; state : planned')
    scene.go_with('massmessage', lambda: scene.mallory.change(title(), change))


def state_of_a_requested_page(scene: Arena) -> None:
    scene.go(*SEND, '-request', user=ORGANIZER)
    scene.mallory.change(title(), ('; state : requested', '; state : planned'))
    scene.send_by_hand(title())


def transclusion_at_the_end(scene: Arena) -> None:
    scene.mallory.edit(f'User:{WITHOUT_RIGHT}/x', lines_of(*STRANGERS))
    scene.mallory.append(title(), f':Fine! {EVIL}')


def transclusion_in_a_field(scene: Arena) -> None:
    scene.mallory.edit(f'User:{WITHOUT_RIGHT}/x', lines_of(STRANGERS[0]))
    scene.mallory.change(title(), ('; campaign :', f'; successor : {EVIL}\n; campaign :'))


def transclusion_in_every_field(scene: Arena) -> None:
    """Put it behind every field of a page, and into those that it has at other times."""
    scene.mallory.edit(f'User:{WITHOUT_RIGHT}/x', lines_of(*STRANGERS))
    text = re.sub(r'(?m)^(; [a-z ]+ : .*)$', rf'\1 {EVIL}', scene.text(title()))
    more = ''.join(f'; {name} : {EVIL}\n' for name in OTHER_FIELDS if f'; {name} : ' not in text)
    assert EVIL in text
    assert more
    scene.mallory.edit(title(), text.replace('; campaign : ', f'{more}; campaign : ', 1))


def targets_taken_out(scene: Arena) -> None:
    text = re.sub(r'(?m)^\* \{\{#target:.*\n', '', scene.text(title()))
    assert text != scene.text(title())
    scene.mallory.edit(title(), text)


def as_planned_all_the_same(scene: Arena) -> str:
    return '' if sum(scene.got().values()) == len(READERS) else f'not sent as planned: {scene.last[-300:]}'


def transclusion_at_the_moment_of_the_request(scene: Arena) -> None:
    scene.mallory.edit(f'User:{WITHOUT_RIGHT}/x', lines_of(*STRANGERS))
    scene.go_with('massmessage', lambda: scene.mallory.append(title(), EVIL))


def merged_into_the_claim(scene: Arena) -> None:
    line = (f'* {{{{#target:User talk:{READERS[0]}|', f'* {{{{#target:User talk:{STRANGERS[0]}|')
    scene.go_with('edit', lambda: scene.mallory.change(title(), line))


def a_page_of_ones_own(scene: Arena) -> None:
    scene.mallory.send_page()


def named(scene: Arena) -> str:
    known = 'was not written by an account that this run trusts' in scene.last
    return '' if known else 'the page was not named'


def one_with_an_approval(scene: Arena) -> None:
    page = scene.mallory.send_page()
    scene.mallory.edit(APPROVALS, f'* {page.plan} ~~~~')


def one_that_follows_another(scene: Arena) -> None:
    scene.mallory.send_page(title=title('1.2'), wave='1.2', follows=title())


def one_to_those_on_the_list(scene: Arena) -> None:
    scene.mallory.send_page(targets=tuple(Target(EN, f'User talk:{name}') for name in READERS))


def only_our_words_arrived(scene: Arena) -> str:
    scene.farm.run_jobs()
    reader = scene.farm.login(WITHOUT_RIGHT, EN)
    talks = [reader.text(f'User talk:{name}') or '' for name in READERS]
    return 'words of their own arrived' if any(SPAM in talk for talk in talks) else named(scene)


def one_in_place_of_the_next_wave(scene: Arena) -> None:
    scene.mallory.send_page(title=title('2'), wave='2')


def pins_changed_after_people_left(scene: Arena) -> None:
    left = [f'User talk:{name}' for name in READERS[:2]]
    kept = [line for line in scene.text(LISTED).split('\n') if not any(name in line for name in left)]
    scene.organizer.edit(LISTED, '\n'.join(kept))
    scene.mallory.edit(title(), re.sub(r'PermanentLink/\d+', 'PermanentLink/1', scene.text(title())))


def who_left_got_it(scene: Arena) -> str:
    got = scene.got()
    left = [f'User talk:{name.replace(" ", "_")}' for name in READERS[:2]]
    return 'who left was written to' if any(got[name] for name in left) else ''


def targets_after_the_last_look(scene: Arena) -> None:
    more = ('</div>', f'{lines_of(*STRANGERS)}</div>')
    scene.go_with('massmessage', lambda: scene.mallory.change(title(), more))


def strangers_are_told(scene: Arena) -> str:
    """Return which stranger the check does not name, whether it is no success, and whether a wave follows."""
    scene.farm.run_jobs()
    said = scene.go(*CHECK)
    if scene.code != 1:
        return 'the check calls it a success'
    missing = [name for name in STRANGERS if f'User talk:{name}@{EN} was on no plan' not in said]
    return f'not named: {missing}' if missing else next_wave_held(scene, 'was on no plan')


def blanked_while_it_is_sent(scene: Arena) -> None:
    scene.go_with('massmessage', partial(blanked, scene))
    scene.go(*SEND, '-recheck')


def an_approval_that_is_a_target(scene: Arena) -> None:
    line = lines_of(STRANGERS[0])
    scene.mallory.edit(APPROVALS, line)
    scene.mallory.append(title(), f'\n== Approval ==\n{line}')


def request_of_the_log(scene: Arena) -> None:
    """Give the operator's request to the sender, and let an editor swap the targets of the open page."""
    scene.go(*SEND, '-request', user=ORGANIZER)
    scene.mallory.change(title(), ('</div>', f'{lines_of(*STRANGERS)}</div>'))
    sender = scene.farm.login(OPERATOR)
    sender.call(
        action='massmessage', spamlist=title(), subject='Hello', message='Text.', token=sender.token()
    )


def targets_on_a_page_that_waits(scene: Arena) -> None:
    """Let somebody add targets to the open page, and a run of ours come before the sender does."""
    scene.go(*SEND, '-request', user=ORGANIZER)
    scene.mallory.change(title(), ('</div>', f'{lines_of(*STRANGERS)}</div>'))
    scene.go(*SEND, '-request', user=ORGANIZER)
    sender = scene.farm.login(OPERATOR)
    sender.call(
        action='massmessage', spamlist=title(), subject='Hello', message='Text.', token=sender.token()
    )


def taken_off_and_told(scene: Arena) -> str:
    said = ' '.join(text for _, text in scene.said)
    told = f'what {WITHOUT_RIGHT} wrote on it was removed' in said and 'Special:Diff/' in said
    return somebody_got_it(scene) or ('' if told else 'it is not told')


def asked_and_moved_away(scene: Arena) -> None:
    """Move a page away that somebody else is asked to send; MassMessage follows the redirect."""
    scene.go(*SEND, '-request', user=ORGANIZER)
    moved_away(scene)
    scene.send_by_hand(title())


def asked_moved_away_and_written_over(scene: Arena) -> None:
    """Move such a page away, and put strangers on it there, with nothing left that says what it was."""
    scene.go(*SEND, '-request', user=ORGANIZER)
    targets = lines_of(*READERS, *STRANGERS)
    moved_away(scene)
    scene.mallory.edit(f'User:{WITHOUT_RIGHT}/gone', targets)
    scene.send_by_hand(title())


def asked_moved_away_and_asked_again(scene: Arena) -> None:
    """Move such a page away, let a run of ours come by, and only then send what was asked for first."""
    scene.go(*SEND, '-request', user=ORGANIZER)
    moved_away(scene)
    scene.go()
    scene.send_by_hand(title())


def led_to(name: str) -> Callable[[Arena], None]:
    """Return an attack that makes the talk pages of all readers, but their own, lead to one person's."""

    def attack(scene: Arena) -> None:
        talk = scene.farm.login(WITHOUT_RIGHT, EN)
        for reader in READERS:
            if reader != name:
                talk.edit(f'User talk:{reader}', f'#REDIRECT [[User talk:{name}]]')

    return attack


def led_away_after_the_last_look(ground: Arena) -> None:
    talk = ground.farm.login(WITHOUT_RIGHT, EN)
    leads = f'#REDIRECT [[User talk:{STRANGERS[0]}]]'
    ground.go_with('massmessage', lambda: talk.edit(f'User talk:{READERS[0]}', leads))


def whose_message_it_was_is_told(ground: Arena) -> str:
    """Return whether the check does not name whose message came to somebody else, or a wave follows."""
    ground.farm.run_jobs()
    said = ground.go(*CHECK)
    came = f'came to somebody else: User talk:{READERS[0]}@{EN} (at User talk:{STRANGERS[0]})'
    if ground.code != 1 or came not in said:
        return f'the check does not name whose it was: {said[-300:]}'
    return next_wave_held(ground, f'(came to User talk:{STRANGERS[0]})')


def led_when_it_was_sent(scene: Arena) -> None:
    scene.go()
    led_to(STRANGERS[0])(scene)


def one_message_and_told(scene: Arena) -> str:
    got = scene.got()
    told = 'the talk page leads to somebody who gets the message anyway' in scene.last
    return '' if told and sum(got.values()) == 1 else f'{dict(got)} {scene.last[-300:]}'


def who_got_them_all_is_told(scene: Arena) -> str:
    """Return whether the check does not name to whom the messages of others came, or a wave follows."""
    scene.farm.run_jobs()
    said = scene.go(*CHECK)
    if scene.code != 1 or f'more than once: User talk:{STRANGERS[0]}@{EN}' not in said:
        return 'the check does not name who got them'
    return next_wave_held(scene, 'got it more than once')


def moved_at_the_last_moment(scene: Arena) -> None:
    scene.go_with('massmessage', partial(moved_away, scene))
    scene.go(*SEND, '-recheck')


def somebody_got_it(scene: Arena) -> str:
    return '' if scene.got() else 'nobody got it: this shows nothing'


ATTACKS = (
    Attack('A1', 'a page moved away that others are asked to send', arena.ready, asked_and_moved_away,
           arena.send_twice, somebody_got_it),
    Attack('A1', 'such a page moved away and asked for again', arena.ready, asked_moved_away_and_asked_again,
           arena.send_twice, somebody_got_it),
    Attack('A1', 'a page moved away at the last moment', arena.ready, moved_at_the_last_moment,
           arena.send_twice, somebody_got_it),
    Attack('A1', 'a line removed from a page that was sent', arena.sent, line_taken_off),
    Attack('A1', 'a blank left out on a page that was sent', arena.sent, blank_left_out),
    Attack('A1', 'a page that was sent, blanked', arena.sent, blanked, arena.send_twice),
    Attack('A1', 'a page that was sent, made a plan again', arena.sent, replaced_by_a_plan, arena.send_twice),
    Attack('A1', 'a page that was sent, moved away', arena.sent, moved_away),
    Attack('A1', 'a page that was sent, deleted and written anew', arena.sent, deleted_and_written_anew,
           arena.send_twice, deletion_is_told),
    Attack('A1', 'a page that was sent, moved away and deleted there', arena.sent, moved_and_deleted_there,
           arena.send_twice, deletion_is_told),
    Attack('A1', 'who got it, on the list in other forms', arena.sent, names_of_the_sent_come_back),
    Attack('A2', 'the state changed between claim and request', arena.ready, state_between_claim_and_request),
    Attack('A2', 'the state of a requested page changed', arena.ready, state_of_a_requested_page,
           arena.send_twice),
    Attack('A3', 'a transclusion at the end of a planned page', arena.planned, transclusion_at_the_end,
           arena.approve_and_send),
    Attack('A3', 'a transclusion in a field of it', arena.planned, transclusion_in_a_field,
           arena.approve_and_send),
    Attack('A3', 'a transclusion at the end of an approved page', arena.approved, transclusion_at_the_end),
    Attack('A3', 'a transclusion in every field of an approved page', arena.approved,
           transclusion_in_every_field, arena.send, as_planned_all_the_same),
    Attack('A3', 'a target changed at the moment of the claim', arena.approved, merged_into_the_claim),
    Attack('A4', 'a send page of their own', arena.ready, a_page_of_ones_own, arena.send, named),
    Attack('A4', 'one to the people on the list, with a subject of their own', arena.ready,
           one_to_those_on_the_list, arena.send, only_our_words_arrived),
    Attack('A4', 'one with an approval of their own', arena.planned, one_with_an_approval),
    Attack('A4', 'one that follows a page that was sent', arena.sent, one_that_follows_another),
    Attack('A4', 'one in place of the next wave', arena.sent, one_in_place_of_the_next_wave),
    Attack('A5', 'the pins changed after people left', arena.approved, pins_changed_after_people_left,
           arena.send, who_left_got_it),
    Attack('A6', 'targets added after the last look', arena.ready, targets_after_the_last_look,
           arena.nothing, strangers_are_told, 'told'),
    Attack('A6', 'a transclusion added after the last look', arena.ready,
           transclusion_at_the_moment_of_the_request, arena.nothing, strangers_are_told, 'told'),
    Attack('new', 'targets added to a page that others are asked to send', arena.ready, request_of_the_log,
           arena.nothing, strangers_are_told, 'told'),
    Attack('new', 'targets added to such a page before another run', arena.ready,
           targets_on_a_page_that_waits, arena.send, taken_off_and_told),
    Attack('new', 'strangers put on such a page where somebody moved it', arena.ready,
           asked_moved_away_and_written_over, arena.nothing, strangers_are_told, 'told'),
    Attack('new', 'talk pages that lead to one person after the plan', arena.planned, led_to(READERS[0]),
           arena.approve_and_send, one_message_and_told),
    Attack('new', 'talk pages that lead to one person after the request', arena.ready, led_when_it_was_sent,
           arena.nothing, who_got_them_all_is_told, 'told'),
    Attack('A6', 'a talk page that leads to somebody else after the last look', arena.ready,
           led_away_after_the_last_look, arena.nothing, whose_message_it_was_is_told, 'told'),
    Attack('B7', 'the targets taken out of a planned page', arena.planned, targets_taken_out,
           arena.approve_and_send, as_planned_all_the_same),
    Attack('C2', 'the page blanked while it is sent', arena.ready, blanked_while_it_is_sent),
    Attack('C9', 'an approval that is a target', arena.planned, an_approval_that_is_a_target,
           arena.approve_and_send),
)  # fmt: skip
