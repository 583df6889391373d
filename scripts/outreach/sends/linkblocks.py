"""Links that wikis block: a message that holds one does not arrive there, and nobody is told but the log.

Source: https://www.mediawiki.org/wiki/Extension:SpamBlacklist, `action=spamblacklist`. A wiki without that
module does not tell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from outreach.farm import Farm
from outreach.problems import WikiError
from outreach.sends.messagelint import LINT, MessageFinding
from outreach.weblinks import ADDRESS
from outreach.wiki import Wiki
from outreach.words import counted, named

# core's ApiBase for an `action` that no extension gives the wiki
NO_SUCH_ACTION = 'badvalue'


def links(text: str) -> tuple[str, ...]:
    """Return the web addresses of a text, each once."""
    return tuple(dict.fromkeys(found.rstrip(".,;:!?)'") for found in ADDRESS.findall(text)))


def read(farm: Farm, texts: Mapping[str, str]) -> list[MessageFinding]:
    """Ask each wiki whether it blocks links of the text that it gets (by host): a request for each wiki."""
    asked = {host: found for host, text in texts.items() if (found := links(text))}
    answers = farm.each(asked, lambda wiki: blocked(wiki, asked[wiki.host]), 'Asking for blocked links')
    return list(_findings(answers.found, answers.failed))


def blocked(wiki: Wiki, addresses: Collection[str]) -> tuple[str, ...]:
    """Return what a wiki says that it blocks in some addresses."""
    reply = wiki.call(action='spamblacklist', url=list(addresses))['spamblacklist']
    return tuple(map(str, reply.get('matches', ()))) if reply['result'] == 'blacklisted' else ()


def _findings(
    found: Mapping[str, Collection[str]], failed: Mapping[str, WikiError]
) -> Iterator[MessageFinding]:
    for host, matches in sorted(found.items()):
        if matches:
            text = f'blocks {", ".join(matches)}: the message would not arrive there'
            yield MessageFinding(host, text, code=LINT)
    lacking = {host for host, error in failed.items() if error.code == NO_SUCH_ACTION}
    if lacking:
        yield _silent(sorted(lacking), ': it has no SpamBlacklist', ': they have no SpamBlacklist')
    if others := sorted(failed.keys() - lacking):
        yield _silent(others)


def _silent(hosts: Sequence[str], one: str = '', many: str = '') -> MessageFinding:
    """Return that some wikis do not tell, and why where that is known."""
    if len(hosts) == 1:
        return MessageFinding(hosts[0], f'does not tell which links it blocks{one}')
    text = f'do not tell which links they block{many} ({named(hosts)})'
    return MessageFinding(counted(len(hosts), 'wiki'), text)
