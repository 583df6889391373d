"""The page `<campaign>/Letters`: which ledger a campaign's letters are in, so that no two machines write.

Only what our own account saved there counts, so nobody else can set or clear it. Each run that writes letters
leaves a new token: a ledger that was copied or put back from yesterday no longer knows the one that stands
there, and refuses as well. No person is named on it.

Moves need not be followed: who moves the page away leaves a title on which our account said nothing, and the
log of moves and deletions makes that `lost`; who moves another page of ours there brings another ledger, or
another token. All of it refuses; a page that comes back is as it was.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from outreach import navigation
from outreach.campaign import subpage
from outreach.letters.ledger import Ledger
from outreach.pages import Page
from outreach.phrases import Say
from outreach.problems import BadInput, Problem, Stopped
from outreach.revisions import history
from outreach.wiki import Wiki

# what people read, then our two lines, and nothing else
PAGE = re.compile(r'[^\n]+\n\* ledger: ([0-9a-f]{16})\n\* run: ([0-9a-f]{16})\n?')
# actions after which the history of a page is not all there (https://www.mediawiki.org/wiki/Manual:Log_actions)
LOST = frozenset({'delete', 'delete_redir', 'delete_redir2', 'move', 'move_redir', 'revision'})


@dataclass(frozen=True)
class LettersClaim:
    """What our account said last on the page: '' for nothing. `lost`: its words are not all there."""

    ledger: str = ''
    token: str = ''
    lost: bool = False


def title_of(campaign: str) -> str:
    """Return the title of the page."""
    return subpage(campaign, 'Letters')


def parse(text: str) -> LettersClaim:
    """Return what a text of the page says; it is lost where that is not, as a whole, what `render` writes."""
    said = PAGE.fullmatch(text)
    return LettersClaim(said[1], said[2]) if said else LettersClaim(lost=True)


def read(home: Wiki, title: str) -> LettersClaim:
    """Return what our account said last on the page: one request, two where it said nothing."""
    if not home.user_name:
        return LettersClaim()  # nobody can write, so nobody is kept from it
    last = next(history(home, title, rvdir='older', rvuser=home.user_name, rvlimit=1), None)
    if last is not None:
        return parse(last.text or '')
    gone = {
        str(one.get('action', 'revision'))
        for reply in home.query(list='logevents', letitle=title, leprop='ids|title|type', lelimit='max')
        for one in reply.get('logevents', ())
    }
    return LettersClaim(lost=bool(gone & LOST))


def why_not(claim: LettersClaim, ledger: str, taken: str, begun: str) -> str:
    """Return why a ledger must not write letters, or ''.

    `taken` is the token that it left there last, `begun` one that it was about to leave; '' for none.
    """
    if claim.lost:
        return 'was moved, deleted or hidden in part, so nobody can tell which ledger wrote; have it put back'
    if not claim.ledger:
        return 'is gone, though this ledger wrote there' if taken else ''
    if claim.ledger != ledger:
        return f'says that the letters are in another ledger ({claim.ledger}, not {ledger}); write from there'
    if claim.token not in {taken, begun}:
        return 'says that this ledger wrote letters since: this file is a copy, or an old one'
    return ''


def render(campaign: str, ledger: str, token: str, say: Say, more: str = '') -> str:
    """Return the text of the page of a campaign, with the line of links to its other pages if it has one."""
    above = more or f'{navigation.link(campaign)}: '
    return f'{above}{say("claim-lead")}\n* ledger: {ledger}\n* run: {token}\n'


def check(home: Wiki, ledger: Ledger, *, simulating: bool) -> None:
    """Raise BadInput where this ledger must not write letters of its campaign."""
    title = title_of(ledger.campaign)
    claim = read(home, title)
    taken, begun = ledger.tokens()
    reason = why_not(claim, ledger.id, taken, begun)
    if reason:
        raise BadInput([Problem(title, reason)])
    if begun and claim.token == begun and not simulating:
        ledger.took_token(begun)  # a run was killed between the page and the ledger


def take(home: Wiki, ledger: Ledger, say: Say, more: str = '') -> None:
    """Leave a new token of ours on the page, by compare-and-swap; raise Stopped where we must not write.

    `more` is the line of links to the campaign's other pages.
    """
    title = title_of(ledger.campaign)
    taken, _ = ledger.tokens()
    token = ledger.begin_token()

    def become(_now: Page) -> str:
        reason = why_not(read(home, title), ledger.id, taken, token)
        if reason:
            raise Stopped(f'{title} {reason}')
        return render(ledger.campaign, ledger.id, token, say, more)

    home.update(title, become, say('claim-summary'))
    if read(home, title).token != token:
        raise Stopped(f'{title} was not saved by our account; nothing was written')
    ledger.took_token(token)
