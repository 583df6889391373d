"""What people did about a message since it arrived, as far as the talk page and its history show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from outreach import wikitext
from outreach.audience.optout import opt_out_category
from outreach.farm import Farm
from outreach.lists.entries import Target
from outreach.names import blanks
from outreach.problems import WikiError
from outreach.sends.arrival import COMMENT, Origin
from outreach.sends.delivery import Reaction, Result, State, merged
from outreach.sends.sendpage import SendPage
from outreach.wiki import Wiki

REGION = 'replies'
NEXT_SECTION = re.compile(r'^={1,2}[^=].*?={1,2}[ \t]*$', re.MULTILINE)
# https://www.mediawiki.org/wiki/Manual:Tags: the edit was taken back; the edit takes another back
TAKEN_BACK, TAKING_BACK = 'mw-reverted', frozenset({'mw-undo', 'mw-rollback', 'mw-manual-revert'})
EDITS_AFTER = 5
# what may stand in an address in wikitext as it is (letters of all alphabets are encoded)
UNQUOTED = '/:;@$!*(),~._-'


@dataclass(frozen=True)
class Delivery:
    """A message that arrived: the send that it belongs to, and the result that says where."""

    page: SendPage
    result: Result

    def origin(self, dbname: str) -> Origin:
        """Give what its hidden comment says."""
        return Origin(self.page.sent.partition(' ')[2] or self.page.planned_by, dbname, self.page.revision)


@dataclass(frozen=True)
class TalkPage:
    """A talk page as it stands now."""

    title: str
    text: str
    opted_out: bool = False


def reaction(talk: TalkPage, origin: Origin, *, reverted: bool = False) -> Reaction:
    """Tell what people did about a message, the gravest first."""
    if talk.opted_out:
        return Reaction.OPTED_OUT
    if origin.marks(talk.text):
        return Reaction.ANSWERED if _after(talk.text, origin) else Reaction.NONE
    if reverted:
        return Reaction.REVERTED
    return Reaction.REMOVED if talk.text.strip() else Reaction.BLANKED


def _after(text: str, origin: Origin) -> str:
    """Give what stands below the message in its own section."""
    for comment in COMMENT.finditer(text):
        if origin.marks(comment[0]):
            rest = text[comment.end() :]
            following = NEXT_SECTION.search(rest)
            return (rest[: following.start()] if following else rest).strip()
    return ''


def read(wiki: Wiki, deliveries: Sequence[Delivery], dbname: str) -> list[tuple[str, Result]]:
    """Give the deliveries on one wiki as (send page, result with what people did about it).

    One request for the wiki, one for each 50 (or 500) talk pages, and one for each message that is
    gone. Raises WikiError where the wiki does not say how people opt out.
    """
    category, _namespaces = opt_out_category(wiki)
    talks = _talk_pages(wiki, {one.result.target.page for one in deliveries}, category)
    found = []
    for one in deliveries:
        talk, origin = talks[one.result.target.page], one.origin(dbname)
        gone = not origin.marks(talk.text) and not talk.opted_out
        reverted = gone and _reverted(wiki, talk.title, one.result.revision)
        did = reaction(talk, origin, reverted=reverted)
        found.append((one.page.title, replace(one.result, reaction=did)))
    return found


def _talk_pages(wiki: Wiki, titles: Iterable[str], category: str) -> dict[str, TalkPage]:
    """Read talk pages with the answer to whether they opt out, redirects followed, by title asked for."""
    asked = sorted(titles)
    moved: dict[str, str] = {}
    texts: dict[str, str] = {}
    out: set[str] = set()
    for reply in wiki.query_each(
        'titles',
        asked,
        redirects=True,
        prop='revisions|categories',
        rvprop='content',
        rvslots='main',
        clcategories=category,
        cllimit='max',
    ):
        for kind in ('normalized', 'redirects'):
            moved |= {one['from']: one['to'] for one in reply.get(kind, ())}
        for page in reply.get('pages', ()):
            if page.get('revisions'):
                texts[page['title']] = page['revisions'][0]['slots']['main'].get('content', '')
            if page.get('categories'):
                out.add(page['title'])
    found = {}
    for title in asked:
        local = moved.get(title, title)
        there = moved.get(local, local)
        found[title] = TalkPage(there, texts.get(there, ''), there in out)
    return found


def _reverted(wiki: Wiki, title: str, revision: int) -> bool:
    """Tell whether the edit with the message was taken back by one of the next edits of the page."""
    reply = wiki.call(
        action='query',
        titles=title,
        prop='revisions',
        rvprop='ids|tags',
        rvstartid=revision,
        rvdir='newer',
        rvlimit=EDITS_AFTER,
    )
    for page in reply['query'].get('pages', ()):
        for one in page.get('revisions', ()):
            tags = set(one['tags'])
            if TAKEN_BACK in tags if one['revid'] == revision else tags & TAKING_BACK:
                return True
    return False


def ask(
    farm: Farm, pages: Sequence[SendPage], results: Mapping[str, Sequence[Result]]
) -> tuple[dict[str, tuple[Result, ...]], list[WikiError]]:
    """Look at all pages that got a message; give the results by send page, and the silent wikis."""
    by_host: dict[str, list[Delivery]] = {}
    for page in pages:
        for one in results[page.title]:
            if one.state is State.DELIVERED:
                by_host.setdefault(one.target.host, []).append(Delivery(page, one))
    dbname = farm.home.dbname
    answers = farm.each(by_host, lambda wiki: read(wiki, by_host[wiki.host], dbname), 'Reading replies')
    fresh: dict[str, list[Result]] = {}
    for answer in answers.values():
        for title, result in [] if isinstance(answer, WikiError) else answer:
            fresh.setdefault(title, []).append(result)
    found = {one.title: merged(one.targets, results[one.title], fresh.get(one.title, ())) for one in pages}
    return found, [answer for answer in answers.values() if isinstance(answer, WikiError)]


def digest(
    results: Mapping[str, Sequence[Result]], subjects: Mapping[str, str], words: Mapping[Reaction, str]
) -> str:
    """Give the digest as a region: by wiki, every message that people did something about, with a link.

    `subjects` are those of the send pages, `words` the names of reactions in the wiki's language.
    """
    by_host: dict[str, list[str]] = {}
    for title, some in sorted(results.items()):
        for one in some:
            if one.state is State.DELIVERED and one.reaction is not Reaction.NONE:
                link = _link(one.target, subjects[title])
                by_host.setdefault(one.target.host, []).append(f'* {link} · {words[one.reaction]}')
    lines = [line for host in sorted(by_host) for line in (f'=== {host} ===', *by_host[host])]
    return wikitext.new_region(REGION, '\n'.join(lines))


def _link(target: Target, subject: str) -> str:
    """Give a link to the section of a message; what would end an external link is encoded."""
    page, anchor = (quote(blanks(text).replace(' ', '_'), safe=UNQUOTED) for text in (target.page, subject))
    return f'[//{target.host}/wiki/{page}#{anchor} {wikitext.escape(target.page)}]'
