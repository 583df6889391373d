"""What people did about a message, and the digest of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from types import SimpleNamespace
from typing import Any, cast

import pytest
from outreach.farm import Answers, Farm
from outreach.lists.entries import Target
from outreach.problems import WikiError
from outreach.sends.discussions import Discussions, Replies
from outreach.sends.matching import Origin
from outreach.sends.reactions import (
    ORDER,
    AsDelivered,
    Delivery,
    ReplyPage,
    _remembering,
    ask,
    digest,
    reaction,
    read,
)
from outreach.sends.results import Reaction, Result, State
from outreach.sends.sendpage import Pinned, SendPage
from outreach.sends.sendstate import SendState, Sent
from outreach.wiki import Wiki

from tests.samples.cannedwiki import SITEINFO, Canned

CAMPAIGN, EN = 'Outreach/X', 'en.wikipedia.test'


COMMENT = '<!-- Bot@metawiki https://meta.wikimedia.test/w/index.php?title=x&oldid=77 -->'
ORIGIN = Origin('metawiki', (Sent(datetime(2026, 5, 1, 10, tzinfo=UTC), 'Bot', 77),))


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


QUIET = (
    '', '{{cob}}', '{{hab}}', '</div>', '[[Category:X]]', '<!-- == no heading == -->', '{{archive bottom}}',
    '----', '__NOTOC__', '|}', '{{DEFAULTSORT:X}}', '{{Archivierung unten}}',
    '<!-- {{subst:x}} -->\n</small>',
)  # fmt: skip
ANSWERS = (
    ':When?', '* No. [[User:Bo]] 10:00, 1 May 2026 (UTC)', '=== In short ===\nYes?', '==== Deeper ====',
    'Что это?', '{{done}} when?', '[[:Category:X]]', '= no heading',
)  # fmt: skip
NEXT = (
    '', '== Next ==', '== Next == <!-- by a bot -->', '==Next==<!-- a --> <!-- b --> ', '= Top =',
    '== [[w:X]] <small>x</small> ==\t', '== <nowiki>=</nowiki> ==', '==‎Next==',
)  # fmt: skip


def test_what_stands_below_a_message_is_an_answer_in_every_pair_of_forms_up_to_the_next_heading() -> None:
    for (one, other), following in product(product((*QUIET, *ANSWERS), repeat=2), NEXT):
        behind = f'\n{following}\n:An answer to that. [[User:Cy]]' if following else ''
        talk = ReplyPage('User talk:A', f'{SECTION}\n{COMMENT}\n{one}\n{other}{behind}')
        did = reaction(talk, 'Hello', ORIGIN)
        said = one in ANSWERS or other in ANSWERS
        assert did is (Reaction.ANSWERED if said else Reaction.NONE), talk.text


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
    assert digest({'S': []}, {'S': 'Hi'}, words, 'Nobody yet.') == 'Nobody yet.'


SEND = SendPage(
    title=f'{CAMPAIGN}/Send/1/en', campaign=CAMPAIGN, wave='1', language='en', subject='Hello',
    targets=(), lists=(Pinned('L', 1),), message=Pinned('M', 2), digest='aa', planned_by='Bot',
    state=SendState.SENT, sent=Sent(datetime(2026, 5, 1, 10, tzinfo=UTC), 'Bot', 77),
)  # fmt: skip
DELIVERED = f'{SECTION}\n{COMMENT}'


def shown(revid: int, title: str, text: str, *tags: str, comment: str = '') -> dict[str, Any]:
    return {
        'title': title,
        'revisions': [
            {
                'revid': revid, 'timestamp': '2026-05-02T00:00:00Z', 'user': 'Ann', 'comment': comment,
                'tags': tags, 'slots': {'main': {'content': text}},
            }
        ],
    }  # fmt: skip


def wiki_with(
    talk: Mapping[str, str],
    before: Mapping[int, str],
    after: Sequence[dict[str, Any]],
    brought: str = DELIVERED,
) -> Canned:
    """Make a wiki with talk pages as they are, revisions that brought messages, and what came after."""

    def answer(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        if 'ammessages' in asked:
            return {'query': {**SITEINFO, 'allmessages': [{'content': 'Opted-out'}]}}
        if 'revids' in asked:
            pages = [shown(int(number), before[int(number)], brought) for number in asked['revids']]
            return {'query': {'pages': pages}}
        if 'rvdir' in asked:
            return {'query': {'pages': after}}
        found = [
            {**shown(1, title, talk[title]), 'categories': [{}] if title.endswith('Out') else []}
            for title in asked['titles']
            if title in talk
        ]
        return {'query': {'pages': found}}

    return Canned(answer)


def reacted(wiki: Canned, *targets: str) -> list[tuple[Reaction, str]]:
    some = [
        Delivery(SEND, Result(Target(EN, title), State.DELIVERED, revision=number))
        for number, title in enumerate(targets, 10)
    ]
    return [(one.reaction, title) for title, one in read(cast(Wiki, wiki), some, 'metawiki')]


def test_talk_pages_are_read_as_they_are_now() -> None:
    talk = {
        'User talk:Ann': f'{DELIVERED}\n:Thanks!',
        'User talk:Out': DELIVERED,
        'User talk:Bo/Archive': f'{DELIVERED}\n:When is it?',
    }
    wiki = wiki_with(talk, {12: 'User talk:Bo/Archive'}, [])
    found = reacted(wiki, 'User talk:Ann', 'User talk:Out', 'User talk:Bo')
    assert [did for did, _ in found] == [Reaction.THANKED, Reaction.OPTED_OUT, Reaction.ANSWERED]
    assert {title for _, title in found} == {SEND.title}


def test_a_message_is_known_by_its_text_where_the_wiki_takes_the_comment_out() -> None:
    talk = {'User talk:Ann': f'{SECTION}\n:Thanks!', 'User talk:Bo': 'x'}
    wiki = wiki_with(talk, {10: 'User talk:Ann', 11: 'User talk:Bo'}, [], brought=SECTION)
    assert [did for did, _ in reacted(wiki, *talk)] == [Reaction.THANKED, Reaction.REMOVED]


@pytest.mark.parametrize(
    ('edit', 'did'),
    [
        (shown(2, 'x', 'gone', 'mw-undo'), Reaction.REVERTED),
        (shown(2, 'x', 'gone', 'mw-rollback'), Reaction.REVERTED),
        (shown(2, 'x', 'gone', 'mw-manual-revert'), Reaction.REVERTED),
        (shown(2, 'x', 'gone', 'mw-manual-revert', comment='Archiving'), Reaction.REMOVED),
        (shown(2, 'x', 'gone', 'mw-undo', comment='Archiving'), Reaction.REVERTED),
        (shown(2, 'x', 'gone'), Reaction.REMOVED),
        (shown(2, 'x', f'{DELIVERED} more', 'mw-undo'), Reaction.REMOVED),
    ],
)
def test_an_edit_that_takes_the_message_back_is_a_no(edit: dict[str, Any], did: Reaction) -> None:
    after = [shown(10, 'x', DELIVERED), edit]
    wiki = wiki_with({'User talk:Ann': 'gone'}, {10: 'User talk:Ann'}, after)
    assert reacted(wiki, 'User talk:Ann') == [(did, SEND.title)]


@pytest.mark.parametrize(('others', 'did'), [(8, Reaction.REVERTED), (9, Reaction.REMOVED)])
def test_the_ten_edits_since_the_delivery_are_looked_at(others: int, did: Reaction) -> None:
    kept = [shown(10 + number, 'x', DELIVERED) for number in range(1 + others)]
    wiki = wiki_with(
        {'User talk:Ann': 'gone'}, {10: 'User talk:Ann'}, [*kept, shown(99, 'x', 'gone', 'mw-undo')]
    )
    assert reacted(wiki, 'User talk:Ann') == [(did, SEND.title)]
    assert wiki.asked[-1]['rvlimit'] == 10


def test_what_could_not_be_read_stays_as_it_was_known() -> None:
    ann = Result(Target(EN, 'User talk:Ann'), State.DELIVERED, '', 10, Reaction.ANSWERED)
    bo = Result(Target('sv.w.test', 'User talk:Bo'), State.DELIVERED, '', 11, Reaction.THANKED)
    di = Result(Target(EN, 'User talk:Di'), State.FAILED, 'readonly')
    page = replace(SEND, targets=(ann.target, bo.target, di.target))
    error = WikiError('sv.w.test', 'is dead')
    wiki = wiki_with({'User talk:Ann': 'gone'}, {10: 'User talk:Ann'}, [shown(10, 'x', DELIVERED)])
    wiki.host = EN

    def each(hosts: Iterable[str], work: Callable[[Any], Any], *_: object) -> Answers[Any]:
        assert sorted(hosts) == [EN, 'sv.w.test']
        return Answers({EN: work(wiki)}, {'sv.w.test': error})

    farm = cast(Farm, SimpleNamespace(home=SimpleNamespace(dbname='metawiki'), each=each))
    found, errors = ask(farm, [page], {page.title: [ann, bo, di]})
    assert found == {page.title: (ann, bo, di)}
    assert errors == [error]


MORE = ':More. [[User:Bot]] 10:12, 3 May 2026 (UTC)'


@pytest.mark.parametrize(
    ('below', 'replies', 'did'),
    [
        ('{{Kasten zu}}', Replies(), Reaction.NONE),
        ('{{Svar|Ann}}', Replies(1), Reaction.ANSWERED),
        ('{{Kasten zu}}', None, Reaction.ANSWERED),
        (':When?', Replies(), Reaction.ANSWERED),
        (MORE, Replies(0, 1), Reaction.NONE),
        (MORE, None, Reaction.ANSWERED),
        (f'{MORE}\n:When?', Replies(0, 1), Reaction.ANSWERED),
        (f'{MORE}\n:When? [[User:Ann]] 10:13, 3 May 2026 (UTC)', Replies(1, 1), Reaction.ANSWERED),
    ],
)
def test_what_stands_below_is_an_answer_unless_the_wiki_sees_none(
    monkeypatch: pytest.MonkeyPatch, below: str, replies: Replies | None, did: Reaction
) -> None:
    asked: list[tuple[str, str, str, set[str]]] = []

    def count(_self: object, title: str, subject: str, since: str, authors: set[str]) -> Replies | None:
        asked.append((title, subject, since, authors))
        return replies

    monkeypatch.setattr(Discussions, 'there', True)
    monkeypatch.setattr(Discussions, 'replies', count)
    signed = DELIVERED.replace(COMMENT, f'[[m:User:Org|Org]] 10:00, 1 May 2026 (UTC)\n{COMMENT}')
    wiki = wiki_with({'User talk:Ann': f'{signed}\n{below}'}, {10: 'User talk:Ann'}, [], brought=signed)
    assert reacted(wiki, 'User talk:Ann') == [(did, SEND.title)]
    assert asked == [('User talk:Ann', 'Hello', '2026-05-02T00:00:00Z', {'Bot', 'Org'})]


def test_whose_talk_page_it_is_never_counts_as_an_author(monkeypatch: pytest.MonkeyPatch) -> None:
    """A message may address its reader by a link, just before the time stamp."""
    asked: list[set[str]] = []

    def count(_self: object, title: str, subject: str, since: str, authors: set[str]) -> Replies:
        asked.append(authors)
        return Replies(1)

    monkeypatch.setattr(Discussions, 'there', True)
    monkeypatch.setattr(Discussions, 'replies', count)
    signed = DELIVERED.replace(COMMENT, f'Dear [[User:Ann]]! 10:00, 1 May 2026 (UTC)\n{COMMENT}')
    wiki = wiki_with({'User talk:Ann': f'{signed}\n:When?'}, {10: 'User talk:Ann'}, [], brought=signed)
    assert reacted(wiki, 'User talk:Ann') == [(Reaction.ANSWERED, SEND.title)]
    assert asked == [{'Bot'}]
