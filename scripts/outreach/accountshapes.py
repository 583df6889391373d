"""The shapes of what wikis tell of accounts: on one of them, on all, and of our own.

Sources as in `replyshapes`, which declares all other replies.
"""

from __future__ import annotations

import re

from outreach.replies import Entry, Expiry, Many, Moment, NamedEntries, Shape, TextList, may, need

BLOCK = ('blockpartial', 'blockexpiry')


def _block(entry: Entry) -> str:
    """Return the key of an account's block that does not go with the others.

    Blocked is who has `blockid`, which is null where several blocks come together; then
    `blockcomponents` holds them (core ApiBlockInfoHelper and CompositeBlock; $wgEnableMultiBlocks is set
    on all wikis).
    """
    if 'blockid' not in entry:
        return next((key for key in entry if re.match('block(ed|id|expiry|partial|reason|comp)', key)), '')
    if entry['blockid'] is None and not entry.get('blockcomponents'):
        return 'blockid'
    whole = entry.get('blockcomponents') or [entry]
    return next((key for one in whole for key in BLOCK if key not in one), '')


# what lacks is told by `_block`
ONE_BLOCK = Shape(
    (may('blockpartial', bool, 'told beside'), may('blockexpiry', Expiry, 'told beside')),
)
CENTRAL = Shape((need('CentralAuth', int),))
ATTACHED = Shape((need('CentralAuth', bool),))
USER = Shape(
    (
        need('name', str),
        need('userid', int),
        need('groups', TextList, 'usprop=groups'),
        need('editcount', int, 'usprop=editcount'),
        need('centralids', CENTRAL, 'usprop=centralids'),
        need('attachedlocal', ATTACHED, 'usprop=centralids'),
        need('rights', TextList, 'usprop=rights'),
        may('emailable', (bool, str), 'takes no e-mail by the wiki', 'usprop=emailable'),
        may('blockid', (int, type(None)), 'the account is not blocked', 'usprop=blockinfo'),
        may('blockcomponents', Many(ONE_BLOCK), 'there is one block at most'),
        may('blockpartial', bool, 'as blockid'),
        may('blockexpiry', Expiry, 'as blockid'),
        may('systemuser', bool, 'somebody may log in to it'),
    ),
    ('missing', 'invalid'),  # hidden people are missing (core ApiQueryUsers)
    _block,
)
# CentralAuth ApiQueryGlobalUsers.php: no `id` and no `home`
GLOBAL_USER = Shape(
    (
        need('name', str),
        need('centralid', int),
        need('locked', bool, 'gusprop=locked'),
        need('editcount', int, 'gusprop=editcount'),
        need('groups', TextList, 'gusprop=groups'),
        may('hidden', bool, 'the account is not hidden'),
        may('suppressed', bool, 'the account is not suppressed'),
    ),
    ('missing', 'invalid'),
)
ATTACHED_WIKI = Shape(
    (
        need('wiki', str),
        may('editcount', (int, type(None)), 'the wiki has no row of it: no edits'),
        may('groups', TextList, 'in no group there'),
    )
)
GLOBAL_INFO = Shape(
    (
        need('id', int),
        need('name', str),
        need('home', (str, type(None))),
        may('merged', Many(ATTACHED_WIKI), 'attached nowhere', 'guiprop=merged'),
        need('groups', TextList, 'guiprop=groups'),
        need('editcount', int, 'guiprop=editcount'),
        may('registration', Moment, 'nobody can tell since when there is the account'),
        may('locked', bool, 'not locked'),
        may('hidden', bool, 'not hidden'),
    ),
    ('missing',),
    lambda entry: 'merged' if entry.get('editcount') and not entry.get('merged') else '',
)
LIMITS = NamedEntries(NamedEntries(Shape((need('hits', int), need('seconds', int)))))
USERINFO = Shape(
    (
        need('name', str),
        need('id', int),
        need('rights', TextList, 'uiprop=rights'),
        need('groups', TextList, 'uiprop=groups'),
        need('ratelimits', LIMITS, 'uiprop=ratelimits'),
        may(
            'theoreticalratelimits',
            LIMITS,
            'the wiki tells no limits of exempt accounts',
            'uiprop=theoreticalratelimits',
        ),
        may('emailauthenticated', str, 'no confirmed address', 'uiprop=email'),
        may('blockid', (int, type(None)), 'our account is not blocked', 'uiprop=blockinfo'),
        may('anon', bool, 'we are logged in'),
    ),
    (),
    _block,
)
