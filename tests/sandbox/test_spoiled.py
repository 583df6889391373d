"""A few of the trials of `make spoiled`: scripts on replies that lack a key which they need."""

from __future__ import annotations

from pathlib import Path

from sandbox.farm import Farm
from tests.sandbox.tools import spoiled_replies
from tests.sandbox.tools.olderwikis import tells_of_many
from tests.sandbox.tools.spoiled_replies import LIST, SIGNUPS, Spoil, Trial

COLLECT = f'pwb collect_signups -signups:{SIGNUPS} -list:{LIST} -always'
# a text, and what became of a save
SAMPLE = {'content', 'newrevid'}
# what tells of locks: of many accounts, or of one
OF_MANY, OF_ONE = 'locked', 'home'


def test_nobody_is_listed_on_a_reply_that_lacks_a_key(wiki_state: Farm, tmp_path: Path) -> None:
    spoiled_replies.signed_up(wiki_state)
    trial = Trial('collect_signups', COLLECT, wiki_state.snapshot(), tmp_path)
    sound, keys = spoiled_replies.run(wiki_state, trial, None)
    assert (sound.code, len(sound.listed) >= 3) == (0, True), sound.output
    wanted = SAMPLE | {OF_MANY if tells_of_many(wiki_state) else OF_ONE}
    sample = {one.key: one for one in sorted(keys) if one.key in {*wanted, OF_MANY, OF_ONE}}
    assert sample.keys() == wanted
    minded = {key: spoiled_replies.run(wiki_state, trial, spoil)[0] for key, spoil in sample.items()}
    assert all(done.hits for done in minded.values())
    wrong = {key: spoiled_replies.wrong(sound, done, sample[key]) for key, done in minded.items()}
    assert wrong == dict.fromkeys(wanted, '')


def test_what_a_script_does_wrong_is_seen() -> None:
    sound = spoiled_replies.Outcome(0, 0, 'Saved', frozenset({'a'}), ('1',))
    spoil = Spoil('list=users', 'userid')

    def said(code: int, output: str, listed: frozenset[str], *sent: str, spoil: Spoil = spoil) -> str:
        return spoiled_replies.wrong(sound, spoiled_replies.Outcome(1, code, output, listed, sent), spoil)

    listed = frozenset({'a'})
    assert said(3, 'cannot tell', listed, '1') == ''
    assert said(0, 'Saved', listed, '1') == 'ended with 0'
    assert said(1, 'Traceback (most recent call last):', listed, '1') == 'traceback'
    assert said(1, '', frozenset({'a', 'b'}), '1') == 'listed 1 more'
    assert said(1, '', listed, '1', '1') == said(1, '', listed, '2') == 'sent what it should not'
    # the log tells what became of a send whose answer cannot be read, if it is all there
    answer = Spoil('action=massmessage', 'result')
    assert said(0, 'sent', listed, '1', spoil=answer) == ''
    assert (
        said(0, 'sent', listed, spoil=answer) == said(0, '', frozenset(), '1', spoil=answer) == 'ended with 0'
    )
