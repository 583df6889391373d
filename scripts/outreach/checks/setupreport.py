"""What a first look at real wikis found: one answer to each question, and what to do about it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import Enum

from outreach.problems import CannotTell, Stopped, WikiError
from outreach.words import counted

# What each task needs of our account on the campaign's wiki, and under which grant of a bot password or of
# OAuth it comes (facts: MassMessage's right is in `highvolume` alone). Who asks for a send makes its
# page; every account has the right to mail, if its password's grants let it.
SENDING = frozenset({'massmessage'})
NEEDS: dict[str, tuple[str, frozenset[str], str]] = {
    'build': (
        'build and write lists and pages',
        frozenset({'edit', 'createpage'}),
        'editpage, createeditmovepage',
    ),
    'request': ('ask for sends', frozenset({'edit', 'createpage'}), 'editpage, createeditmovepage'),
    'send': ('send messages', SENDING, 'highvolume'),
    'mail': ('send letters by the wiki', frozenset({'sendemail'}), 'sendemail'),
}
# the grant under which each right comes that a task of ours needs (Special:ListGrants)
GRANT_OF = {
    'edit': 'editpage',
    'createpage': 'createeditmovepage',
    'massmessage': 'highvolume',
    'sendemail': 'sendemail',
}
# what else an account does that is for a task
DOES: dict[str, frozenset[str]] = {
    'build': frozenset({'build', 'request'}),
    'request': frozenset({'request'}),
    'send': frozenset({'build', 'request', 'send'}),
    'mail': frozenset({'build', 'mail'}),
}
# What no task of ours needs: an account that a script uses should not have it.
POWERS = frozenset({
    'block', 'delete', 'protect', 'userrights', 'editinterface', 'editsitejs', 'editsitecss', 'import',
    'deleterevision', 'hideuser', 'suppressrevision', 'oversight', 'checkuser', 'globalgrouppermissions',
    'centralauth-lock', 'centralauth-rename', 'abusefilter-modify', 'undelete',
})  # fmt: skip

CONTACT = 'user agent has a contact'
TO_BE_FOUND = (
    'write an address into user-config.py: '
    "user_agent_description = 'https://meta.wikimedia.org/wiki/User:…' (your account's page), or your e-mail"
)

TO_LOG_IN = (
    'check usernames, and the name and password of the BotPassword in password_file (or the four keys in '
    'authenticate), in user-config.py'
)
UNBLOCK = 'ask on the wiki to be unblocked; until then nothing can be written there'
GRANTS = 'grants of the log-in'
TO_GRANT = 'give the bot password (Special:BotPasswords), or a new OAuth consumer, this too: {}'
CHANGED = 'report this: the wiki has changed what it answers'
LATER = 'try again later; report it if it stays'


class SetupAnswer(Enum):
    """The answer to a question about the set-up."""

    YES = 'yes'
    NO = 'no'
    UNKNOWN = 'cannot tell'
    UNUSED = 'not used'


@dataclass(frozen=True)
class SetupRow:
    """One question, its answer, what was found, and what to do."""

    question: str
    verdict: SetupAnswer
    found: str = ''
    todo: str = ''


def trouble(question: str, error: Stopped | WikiError, todo: str = '') -> SetupRow:
    """Return the row of what failed: no where we were refused, cannot tell where a wiki did not answer it."""
    refused = isinstance(error, Stopped)
    advice = todo or (CHANGED if isinstance(error, CannotTell) else LATER)
    return SetupRow(question, SetupAnswer.NO if refused else SetupAnswer.UNKNOWN, str(error), advice)


def identity_rows(
    who: str, log_in: Stopped | WikiError | None, rights: Stopped | WikiError | None
) -> list[SetupRow]:
    """Return whether our account is logged in, and what became of the question for its rights if it failed.

    `who` tells its name, where it is logged in, and how. The rights of who is not logged in would be those
    of anybody.
    """
    if log_in is not None:
        return [
            trouble('logged in', log_in, TO_LOG_IN),
            SetupRow('rights', SetupAnswer.UNKNOWN, 'not asked for without a log-in', 'see the row above'),
        ]
    logged_in = SetupRow('logged in', SetupAnswer.YES, f'as {who}')
    if rights is None:
        return [logged_in]
    todo = UNBLOCK if isinstance(rights, Stopped) else ''
    return [logged_in, trouble('rights', rights, todo)]


def contact(user_agent: str) -> str:
    """Return a user agent for a report that others read: of an address only the host, no mailbox."""
    return ' '.join(f'…@{word.rpartition("@")[2]}' if '@' in word else word for word in user_agent.split())


def contact_row(user_agent: str, *, address: bool, name: bool) -> SetupRow:
    """Return whether a user agent tells whom to write to: by an `address`, or who asks by a `name` alone."""
    found = contact(user_agent)
    if address:
        return SetupRow(CONTACT, SetupAnswer.YES, found)
    why = 'a name alone may not count as contact: ' if name else ''
    return SetupRow(CONTACT, SetupAnswer.UNKNOWN if name else SetupAnswer.NO, found, f'{why}{TO_BE_FOUND}')


def rights_rows(rights: Collection[str], host: str, task: str) -> list[SetupRow]:
    """Return what our account can do on the campaign's wiki, and what it could do beyond its task.

    `task` is one of NEEDS, the most that the account is for: who builds lists should not be able to send.
    """
    rows = []
    for name, (doing, needed, grant) in NEEDS.items():
        missing = sorted(needed - set(rights))
        other = ', or say that this account only builds (-task:build)' if name == 'send' else ''
        if name not in DOES[task]:
            rows.append(SetupRow(f'may {doing}', SetupAnswer.UNUSED, f'-task:{task}'))
        elif missing:
            todo = f'get {", ".join(missing)} (grant: {grant}){other}'
            rows.append(SetupRow(f'may {doing}', SetupAnswer.NO, f'on {host}', todo))
        else:
            rows.append(SetupRow(f'may {doing}', SetupAnswer.YES, f'on {host}'))
    unneeded = POWERS if task == 'send' else POWERS | SENDING
    too_much = ', '.join(sorted(unneeded & set(rights)))
    todo = 'use an account, or a bot password with fewer grants, without these rights' if too_much else ''
    rows.append(
        SetupRow('may no more than it needs', SetupAnswer.NO if too_much else SetupAnswer.YES, too_much, todo)
    )
    return rows


def grants_row(rights: Collection[str], of_groups: Collection[str], task: str) -> SetupRow:
    """Return whether the grants of our log-in let through what a task needs of the rights of our account.

    No API names the grants of a session, of bot passwords least (an OAuth consumer alone may ask
    Special:OAuth/identify). `rights` are those that `meta=userinfo` tells, already cut down by the grants
    (core PermissionManager, getUserPermissions); `of_groups` those that the account's groups give. What the
    groups give and is not told is kept back; of a right that the account lacks nobody can see whether its
    grant is there.
    """
    needed = sorted(set().union(*(NEEDS[name][1] for name in DOES[task])))
    kept = [one for one in needed if one in of_groups and one not in rights]
    lacking = [one for one in needed if one not in of_groups and one not in rights]
    if kept:
        found = f'they keep back {", ".join(kept)}, which the account has'
        return SetupRow(GRANTS, SetupAnswer.NO, found, TO_GRANT.format(_granting(kept)))
    if lacking:
        unseen = f'so nobody can see if {_granting(lacking)} is there'
        found = f'the account itself has no {", ".join(lacking)}, {unseen}'
        return SetupRow(GRANTS, SetupAnswer.UNKNOWN, found, 'get the right first, then look again')
    others = len(set(of_groups) - set(rights))
    rest = (
        f'keep back {counted(others, "other")} of the account'
        if others
        else 'keep nothing back of what its groups give'
    )
    return SetupRow(GRANTS, SetupAnswer.YES, f'they let through {", ".join(needed)}, and {rest}')


def _granting(rights: Iterable[str]) -> str:
    return ', '.join(dict.fromkeys(GRANT_OF[one] for one in rights))


def replica_row(statement: str, error: WikiError | None) -> SetupRow:
    """Return whether the replicas answer one of our statements."""
    question = f'replica: {statement}'
    if error is None:
        return SetupRow(question, SetupAnswer.YES)
    todo = 'see db_… in user-config.py (they answer on Toolforge only); report it if only some fail'
    return SetupRow(question, SetupAnswer.NO, str(error), todo)


def works(rows: Iterable[SetupRow]) -> bool:
    """Return whether nothing was found that does not work or that nobody can tell."""
    return all(row.verdict in (SetupAnswer.YES, SetupAnswer.UNUSED) for row in rows)


def table(rows: Sequence[SetupRow]) -> list[tuple[str, str, str]]:
    """Return the answers as cells of a table for a terminal."""
    told = (filter(None, (row.found, row.todo and f'to do: {row.todo}')) for row in rows)
    return [(row.question, row.verdict.value, '; '.join(said)) for row, said in zip(rows, told, strict=True)]


def to_look_at(rows: Sequence[SetupRow]) -> str:
    """Return in words which rows need something: a long table hides them."""
    return (
        f'look at {len(rows)}: {"; ".join(row.question for row in rows)}.' if rows else 'nothing to look at.'
    )


def as_json(rows: Iterable[SetupRow]) -> str:
    """Return the answers as JSON, a list of objects."""
    found = [{**asdict(row), 'verdict': row.verdict.value} for row in rows]
    return json.dumps(found, ensure_ascii=False, indent=1) + '\n'
