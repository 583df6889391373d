"""What people did about a message, and the digest of it."""

from __future__ import annotations

import pytest
from outreach.lists.entries import Target
from outreach.sends.matching import Origin
from outreach.sends.reactions import ORDER, AsDelivered, ReplyPage, _remembering, digest, reaction
from outreach.sends.results import Reaction, Result, State

CAMPAIGN, EN = 'Outreach/X', 'en.wikipedia.test'


COMMENT = '<!-- Bot@metawiki https://meta.wikimedia.test/w/index.php?title=x&oldid=77 -->'
ORIGIN = Origin('Bot', 'metawiki', 77)


SECTION = '== Hello ==\nText\n\n=== More ===\n[[w:Link]]'


@pytest.mark.parametrize(
    ('text', 'before', 'did'),
    [
        (f'{SECTION}\n{COMMENT}', None, Reaction.NONE),
        (f'{SECTION}\n{COMMENT}\n\n== Next ==\nwords', None, Reaction.NONE),
        (f'{SECTION}\n{COMMENT}\n:Thanks!\n\n== Next ==', None, Reaction.THANKED),
        (f'{SECTION}\n{COMMENT}\n:Thanks! When?\n\n== Next ==', None, Reaction.ANSWERED),
        (f'{SECTION}\n{COMMENT}\n=== In short ===\nYes', None, Reaction.ANSWERED),
        # the message changed, and its comment still there
        (f'== Hi ==\n{COMMENT}', None, Reaction.NONE),
        ('== Other ==', AsDelivered(f'{SECTION}\n{COMMENT}'), Reaction.REMOVED),
        ('== Other ==', None, Reaction.REMOVED),
        (SECTION, AsDelivered(f'{SECTION}\n{COMMENT}'), Reaction.REMOVED),
        (' \n', None, Reaction.BLANKED),
        # a wiki that takes the comment out
        (SECTION, AsDelivered(SECTION), Reaction.NONE),
        (f'{SECTION}\n\n== Next ==\nwords', AsDelivered(f'x\n\n{SECTION}\n'), Reaction.NONE),
        (f'x\n{SECTION}\n:Danke.', AsDelivered(SECTION), Reaction.THANKED),
        (f'{SECTION}\n:Nein.', AsDelivered(SECTION), Reaction.ANSWERED),
        ('== Hello ==\nAnother text', AsDelivered(SECTION), Reaction.REMOVED),
        ('== Hello ==\nAnother text', AsDelivered('no such section'), Reaction.REMOVED),
    ],
)
def test_what_people_did_about_a_message(text: str, before: AsDelivered | None, did: Reaction) -> None:
    told = before or AsDelivered()
    assert reaction(ReplyPage('User talk:A', text), 'Hello', ORIGIN, told) is did
    out = ReplyPage('User talk:A', text, opted_out=True)
    assert reaction(out, 'Hello', ORIGIN, told) is Reaction.OPTED_OUT


def test_every_reaction_has_its_place_in_the_digest() -> None:
    assert set(ORDER) == set(Reaction) - {Reaction.NONE}


def test_the_digest_links_each_reaction_by_wiki_and_nothing_else() -> None:
    words = {one: f'did {one.name}' for one in Reaction}
    some = [
        Result(Target('sv.w.test', 'User talk:Åsa "x"'), State.DELIVERED, '', 5, Reaction.ANSWERED),
        Result(Target(EN, 'User talk:A'), State.DELIVERED, '', 6),
        Result(Target(EN, 'User talk:B'), State.FAILED, 'readonly'),
        Result(Target(EN, 'User talk:C'), State.DELIVERED, '', 7, Reaction.THANKED),
        Result(Target(EN, 'User talk:D'), State.DELIVERED, '', 8, Reaction.OPTED_OUT),
    ]
    lines = digest({'S': some}, {'S': 'Hi [x]'}, words).split('\n')
    assert lines == [
        'did ANSWERED: 1 · did OPTED_OUT: 1 · did THANKED: 1',
        f'=== {EN} ===',
        f'* [//{EN}/wiki/User_talk:D#Hi_%5Bx%5D User talk:D] · did OPTED_OUT',
        f'* [//{EN}/wiki/User_talk:C#Hi_%5Bx%5D User talk:C] · did THANKED',
        '=== sv.w.test ===',
        '* [//sv.w.test/wiki/User_talk:%C3%85sa_%22x%22#Hi_%5Bx%5D User talk:Åsa "x"] · did ANSWERED',
    ]


def test_what_was_archived_stays_what_it_was() -> None:
    target = Target(EN, 'User talk:A')

    def result(did: Reaction) -> Result:
        return Result(target, State.DELIVERED, '', 5, did)

    def kept(fresh: Reaction, known: Reaction) -> Reaction:
        return _remembering(result(fresh), [result(known)]).reaction

    assert kept(Reaction.REMOVED, Reaction.ANSWERED) is Reaction.ANSWERED
    assert kept(Reaction.BLANKED, Reaction.NONE) is Reaction.BLANKED
    assert kept(Reaction.NONE, Reaction.ANSWERED) is Reaction.NONE
    assert kept(Reaction.THANKED, Reaction.REVERTED) is Reaction.THANKED
    assert _remembering(result(Reaction.REMOVED), []).reaction is Reaction.REMOVED


def test_a_talk_page_opts_out_only_where_it_says_so() -> None:
    assert not ReplyPage('User talk:A', '').opted_out


def test_in_a_digest_graver_reactions_and_earlier_names_come_first() -> None:
    words = {one: one.name for one in Reaction}
    some = [
        Result(Target(EN, f'User talk:{name}'), State.DELIVERED, '', 5, did)
        for name, did in (('C', Reaction.THANKED), ('B', Reaction.ANSWERED), ('A', Reaction.ANSWERED))
    ]
    lines = digest({'S': some}, {'S': 'Hi'}, words).split('\n')[2:]
    assert [line.split('User talk:')[1] for line in lines] == [
        'A] · ANSWERED',
        'B] · ANSWERED',
        'C] · THANKED',
    ]
    assert digest({'S': []}, {'S': 'Hi'}, words) == ''
