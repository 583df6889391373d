"""Letters by the wiki's own mail (`action=emailuser`): one POST each, and what its answer means.

The wiki keeps no log of it and gives no number, so an answer that is lost is never found again; the copy to
the sender (`ccme`) is the only evidence, and it does not count against the limit (tried, facts section 3.1).
https://www.mediawiki.org/wiki/API:Emailuser
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from outreach.letters.letter import LetterOutcome, LetterState
from outreach.problems import Ambiguous, WikiError
from outreach.replies import is_set
from outreach.wiki import Wiki

# codes of MediaWiki 1.39 and of the current one; before any of these nothing is counted, nothing goes out
NOBODY = frozenset(
    {
        'notarget', 'emailnotarget', 'baduser_target', 'nosuchuser', 'noemail', 'noemailtext', 'nowikiemail',
        'nowikiemailtext', 'usermaildisabled',
    }
)  # fmt: skip
# of Wikimedia's limit of 20 a day we use 15 at most, of any other limit as large a part
SHARE = 0.75
DAY = 86400
# where a wiki tells no limit
UNTOLD = 15


def hand_over(home: Wiki, user: str, subject: str, text: str) -> LetterOutcome:
    """Send one letter to an account; return what became of it. Raises Stopped where nothing may go out."""
    try:
        reply = home.post_once('emailuser', target=user, subject=subject, text=text, ccme=True)
    except Ambiguous:
        return LetterOutcome(LetterState.UNKNOWN, 'no answer', stop=True)
    except WikiError as error:
        if error.code in NOBODY:
            return LetterOutcome(LetterState.REFUSED, error.code, counts=False)
        # every other code of the API means that nothing was done: too many for today, blocked, busy
        return LetterOutcome(LetterState.LATER, error.code, stop=True, counts=False)
    return meaning(reply['emailuser'])


def meaning(reply: Mapping[str, Any]) -> LetterOutcome:
    """Return what the result means: Success, Warnings (it went out, the copy did not) or Failure."""
    if reply['result'] in ('Success', 'Warnings'):
        return LetterOutcome(LetterState.SENT, '' if reply['result'] == 'Success' else 'no copy to us')
    codes = [str(one.get('code', '')) for one in reply.get('errors', ()) if isinstance(one, Mapping)]
    if codes and all(code.startswith('php-mail-error') for code in codes):
        return LetterOutcome(LetterState.LATER, codes[0])
    # a hook that takes the mail over is reported as if it had not gone out
    return LetterOutcome(LetterState.UNKNOWN, (codes or ['Failure'])[0])


def emailable(home: Wiki, users: list[str]) -> frozenset[str]:
    """Return the accounts that have a confirmed address and take mail (not `disablemail`): 50 per request.

    Who muted us counts as such all the same; the wiki refuses when it is asked to send.
    """
    found: set[str] = set()
    for reply in home.query_each('ususers', users, list='users', usprop='emailable'):
        found |= {one['name'] for one in reply.get('users', ()) if is_set(one, 'emailable')}
    return frozenset(found)


def may_send(home: Wiki) -> tuple[str, int]:
    """Return why our account may not send mail ('' if it may), and how many a day we take.

    One request. An account with `noratelimit` has no `ratelimits`; what would hold for it without that right
    are its `theoreticalratelimits` (core ApiQueryUserInfo.php, in 1.39 and today).
    """
    asked = 'rights|ratelimits|theoreticalratelimits|email'
    reply = home.call(action='query', meta='userinfo', uiprop=asked)['query']['userinfo']
    if 'sendemail' not in reply['rights']:
        return 'has not the right sendemail; the grant is called "Send email to other users"', 0
    if not reply.get('emailauthenticated'):
        return 'has no confirmed e-mail address, which a sender needs', 0
    return '', share(reply['ratelimits'], reply.get('theoreticalratelimits'))


def share(*limits: object) -> int:
    """Return our share of the smallest of the wiki's limits a day; 15 where it tells none.

    The limit is called emailuser in 1.39 and sendemail since; no limits at all are an empty list.
    """
    told = [one for one in limits if isinstance(one, Mapping)]
    kinds = [
        kind
        for one in told
        for name in ('emailuser', 'sendemail')
        for kind in dict(one.get(name, {})).values()
    ]
    days = [int(one['hits']) * max(1, DAY // max(1, int(one['seconds']))) for one in kinds]
    return max(1, int(min(days) * SHARE)) if days else UNTOLD
