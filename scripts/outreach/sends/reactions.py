"""What people did about a message since it arrived, as far as the talk page and its history show."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice
from urllib.parse import quote

from outreach import revisions, wikitext
from outreach.accountlinks import TEMPLATE, Resolver
from outreach.audience.optout import opt_out_category
from outreach.farm import Farm, batches
from outreach.headings import headings
from outreach.linktargets import links
from outreach.lists.entries import Target, TitleResolver
from outreach.names import CATEGORY, ENGLISH, Namespaces, blanks
from outreach.problems import WikiError
from outreach.sends.discussions import Discussions
from outreach.sends.matching import Origin, last_section, tells_origin
from outreach.sends.results import Reaction, Result, State, merged
from outreach.sends.sendpage import SendPage
from outreach.sends.thanks import only_thanks
from outreach.signatures import signature
from outreach.timestamps import time_stamps
from outreach.visibletext import COMMENT, COMMENTED, TAG, cut, masked, readable
from outreach.wiki import Wiki

REGION = 'replies'
# a section of the page is a thread of its own; deeper headings belong to it
THREAD = 2
WORD = re.compile(r'\w')
INDENTED = re.compile(r'^[:*#].*$', re.MULTILINE)
# https://www.mediawiki.org/wiki/Manual:Tags: an edit that takes others back, and one that happens to end
# in a text of before, as an archive bot's does
TAKING_BACK, AS_BEFORE = frozenset({'mw-undo', 'mw-rollback'}), 'mw-manual-revert'
ARCHIVED = re.compile(
    'archiv|arkiv|arhiv|arşiv|arquiv|архив|архів|αρχει|ارشيف|أرشيف|ارشیو|בארכיון|ארכיון|保管|存档|存檔|過去ログ|보존',
    re.IGNORECASE,
)
EDITS_AFTER = 10
# what ends a box, a collapsed part or an archive, and what only moves what follows
CLOSING = re.compile(
    r'</[a-z]+[ \t]*>|__[A-Z]+__|^[ \t]*+\|\}|'
    r'\{\{[ \t]*+(?:defaultsort|displaytitle|sortierung):[^{}]*\}\}|'
    r'\{\{[ \t]*+(?:cob|hab|abot|rab|-|clear|clr|reflist(?:-talk)?|[^{}|<>\n]{0,40}(?:bottom|end|foot|footer|'
    r'ende|fin|slut|fine|koniec|конец|unten|bas|abajo|fundo|onder|nederst|dół|низ))[ \t]*+(?:\|[^{}]*)?\}\}',
    re.IGNORECASE | re.MULTILINE,
)
# what an organizer should look at first comes first
ORDER = (
    Reaction.ANSWERED,
    Reaction.OPTED_OUT,
    Reaction.REVERTED,
    Reaction.BLANKED,
    Reaction.REMOVED,
    Reaction.THANKED,
)
GONE = (Reaction.REMOVED, Reaction.BLANKED)
# what may stand in an address in wikitext as it is (letters of all alphabets are encoded)
UNQUOTED = '/:;@$!*(),~._-'


@dataclass(frozen=True)
class Delivery:
    """A message that arrived: the send that it belongs to, and the result that says where."""

    page: SendPage
    result: Result

    def origin(self, dbname: str) -> Origin:
        """Return what its hidden comment says."""
        return Origin(dbname, self.page.every_send)


@dataclass(frozen=True)
class ReplyPage:
    """A talk page as it stands now; `text` is None for a page that is no wikitext, such as a board."""

    title: str
    text: str | None
    opted_out: bool = False
    namespaces: Namespaces = ENGLISH


@dataclass(frozen=True)
class AsDelivered:
    """The revision that brought a message: the text of the page after it, and the page's current title."""

    text: str = ''
    title: str = ''


UNREAD = AsDelivered()


@dataclass(frozen=True)
class MessageReply:
    """What seems to answer a message: on which page, to which delivery, and what it says."""

    title: str
    delivery: Delivery
    said: str

    @property
    def words(self) -> bool:
        """Whether it says anything but templates and tags."""
        return bool(WORD.search(TEMPLATE.sub('', TAG.sub('', self.said))))

    @property
    def unsigned_words(self) -> bool:
        """Whether it ends with words that nobody signed."""
        end = max((stamp.end for stamp in time_stamps(self.said)), default=0)
        return bool(WORD.search(TEMPLATE.sub('', TAG.sub('', self.said[end:]))))


def reaction(talk: ReplyPage, subject: str, origin: Origin, before: AsDelivered = UNREAD) -> Reaction:
    """Return what people did about a message, the gravest first.

    `before` is needed only where the page does not hold the hidden comment of the message any more; some
    wikis take that comment out (see `matching`), and the message stands there all the same.
    """
    if talk.opted_out:
        return Reaction.OPTED_OUT
    if talk.text is None:
        return Reaction.NONE
    said = said_about(talk.text, subject, origin, before, talk.namespaces)
    if said is None:
        return Reaction.REMOVED if talk.text.strip() else Reaction.BLANKED
    if not said:
        return Reaction.NONE
    return Reaction.THANKED if only_thanks(said) else Reaction.ANSWERED


def said_about(
    text: str, subject: str, origin: Origin, before: AsDelivered, namespaces: Namespaces = ENGLISH
) -> str | None:
    """Return what was said in the section of a message, '' where nothing was; None where it is gone."""
    end = _end_of_message(text, subject, origin, before)
    if end is None:
        return None
    below = said_below(text[end : _next_section(text, end)], namespaces)
    return '\n'.join(part for part in (said_above(text[:end], subject, before), below) if part)


def _next_section(text: str, end: int) -> int:
    """Return where the first section behind a place begins; the end of the text where none does."""
    rest = masked(text)[end:]
    following = (one for one in headings(rest, COMMENTED) if one.level <= THREAD)
    return end + next((one.start for one in following), len(rest))


def said_below(rest: str, namespaces: Namespaces = ENGLISH) -> str:
    """Return what stands below a message without what says nothing: comments, categories, closing markup."""
    plain = readable(rest)
    quiet = ((one.start, one.end) for one in links(plain) if _is_category(one.target, namespaces))
    left = CLOSING.sub('', cut(plain, quiet)).strip()
    return left if TAG.sub('', left).strip(' \t\n-:*#') else ''


def _is_category(target: str, namespaces: Namespaces) -> bool:
    return not target.lstrip().startswith(':') and namespaces.split_prefix(target) == CATEGORY


def said_above(text: str, subject: str, before: AsDelivered = UNREAD) -> str:
    """Return what was said between a message and its hidden comment, which some edits leave at the end.

    That is what was not delivered; where that is not known, the indented lines below its signature that
    somebody signed.
    """
    section = readable(last_section(text, subject))
    was = readable(last_section(before.text, subject))
    if was:
        known = {' '.join(line.split()) for line in was.split('\n')}
        return '\n'.join(line for line in section.split('\n') if ' '.join(line.split()) not in known)
    signed = next((stamp.end for stamp in time_stamps(section)), len(section))
    lines = (line[0] for line in INDENTED.finditer(section, signed))
    return '\n'.join(line for line in lines if any(time_stamps(line)))


def _end_of_message(text: str, subject: str, origin: Origin, before: AsDelivered) -> int | None:
    """Return where on a page the message ends; None where it is gone."""
    for comment in COMMENT.finditer(text):
        if origin.marks(comment[0]):
            return comment.end()
    section = last_section(before.text, subject).rstrip()
    at = text.find(section) if section and not tells_origin(section) else -1
    return at + len(section) if at >= 0 else None


def read(wiki: Wiki, deliveries: Sequence[Delivery], dbname: str) -> list[tuple[str, Result]]:
    """Return the deliveries on one wiki as (send page, result with what people did about it).

    One request for the wiki, one for each 50 (or 500) talk pages, one for each 50 (or 500) messages that
    seem gone, as many for those whose page was moved, and one for each that is gone. Raises WikiError
    where the wiki does not say how people opt out.
    """
    category, namespaces = opt_out_category(wiki)
    talks = _talk_pages(wiki, {one.result.target.page for one in deliveries}, category, namespaces)
    gone = [
        one.result.revision
        for one in deliveries
        if (text := talks[one.result.target.page].text) is not None
        and (not one.origin(dbname).marks(text) or said_above(text, one.page.subject))
    ]
    before = {
        number: AsDelivered(one.text or '', one.title)
        for number, one in revisions.by_number(wiki, gone).items()
    }
    here = {talk.title for talk in talks.values()}
    moved = {one.title for one in before.values()} - here
    talks |= _talk_pages(wiki, moved, category, namespaces) if moved else {}
    found: list[tuple[str, Result]] = []
    answers: list[MessageReply] = []
    for one in deliveries:
        was = before.get(one.result.revision, UNREAD)
        talk = talks[was.title if was.title in moved else one.result.target.page]
        did = reaction(talk, one.page.subject, one.origin(dbname), was)
        if did in GONE and _taken_back(wiki, talk.title, one, dbname, was):
            did = Reaction.REVERTED
        if did is Reaction.ANSWERED:
            said = said_about(talk.text or '', one.page.subject, one.origin(dbname), was) or ''
            answers.append(MessageReply(talk.title, one, said))
        found.append((one.page.title, replace(one.result, reaction=did)))
    quiet = _unanswered(wiki, answers, namespaces)
    return [
        (title, replace(one, reaction=Reaction.NONE) if one.target in quiet else one) for title, one in found
    ]


def _unanswered(wiki: Wiki, answers: Sequence[MessageReply], namespaces: Namespaces) -> set[Target]:
    """Return the targets where DiscussionTools, if it is there, sees no reply of anybody else.

    Templates that close a box are called in every language, and so are those that answer; and whoever
    signed the message may have added something. What nobody signed, it does not see: words stay an answer.
    """
    discussions = Discussions(wiki)
    if not answers or not discussions.there:
        return set()
    quiet: set[Target] = set()
    delivered = revisions.by_number(wiki, [one.delivery.result.revision for one in answers])
    for one in answers:
        result, subject = one.delivery.result, one.delivery.page.subject
        came = delivered.get(result.revision)
        if came is None:
            continue
        authors = _authors(wiki, one.delivery, came.text or '', namespaces)
        replies = discussions.replies(one.title, subject, came.time, authors)
        if replies and not replies.others and not (one.unsigned_words if replies.own else one.words):
            quiet.add(result.target)
    return quiet


def _authors(wiki: Wiki, one: Delivery, text: str, namespaces: Namespaces) -> set[str]:
    """Return who signed a message, and who planned it; never whose talk page it is.

    As DiscussionTools does, what stands before the last words of a link, such as `m:`, is read over.
    """
    resolver = Resolver(wiki.host, {wiki.host: replace(namespaces, interwiki={})}.get)
    section = last_section(text, one.page.subject)
    for link in links(section):
        local = link.target.rpartition(':')[0].rpartition(':')[0]
        section = section.replace(f'[[{local}:', '[[') if local else section
    signed = signature(section, resolver)
    owner = TitleResolver({wiki.host: namespaces}).person(one.result.target)
    return {one.page.planned_by, signed.name if signed else ''} - {'', owner}


def _talk_pages(
    wiki: Wiki, titles: Iterable[str], category: str, namespaces: Namespaces
) -> dict[str, ReplyPage]:
    """Read talk pages with the answer to whether they opt out, redirects followed, by title asked for."""
    asked = sorted(titles)
    moved: dict[str, str] = {}
    texts: dict[str, str | None] = {}
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
                slot = page['revisions'][0]['slots']['main']
                wikitext_page = slot.get('contentmodel', 'wikitext') == 'wikitext'
                texts[page['title']] = slot.get('content', '') if wikitext_page else None
            if page.get('categories'):
                out.add(page['title'])
    found = {}
    for title in asked:
        local = moved.get(title, title)
        there = moved.get(local, local)
        found[title] = ReplyPage(there, texts.get(there, ''), there in out, namespaces)
    return found


def _taken_back(wiki: Wiki, title: str, one: Delivery, dbname: str, before: AsDelivered) -> bool:
    """Return whether the edit that removed a message from a page took it back; archiving does not."""
    after = revisions.history(wiki, title, rvstartid=one.result.revision, rvlimit=EDITS_AFTER)
    for edit in islice(after, 1, EDITS_AFTER):
        if _end_of_message(edit.text or '', one.page.subject, one.origin(dbname), before) is None:
            by_hand = AS_BEFORE in edit.tags and not ARCHIVED.search(f'{edit.comment} {edit.user}')
            return bool(edit.tags & TAKING_BACK) or by_hand
    return False


def ask(
    farm: Farm, pages: Sequence[SendPage], results: Mapping[str, Sequence[Result]]
) -> tuple[dict[str, tuple[Result, ...]], list[WikiError]]:
    """Look at all pages that got a message; return results by send page, and the errors of wikis."""
    by_host: dict[str, list[Delivery]] = {}
    for page in pages:
        for one in results[page.title]:
            if one.state is State.DELIVERED:
                by_host.setdefault(one.target.host, []).append(Delivery(page, one))
    dbname = farm.home.dbname
    answers = farm.each(
        by_host, lambda wiki: read(wiki, by_host[wiki.host], dbname), 'Reading replies', batches(by_host)
    )
    fresh: dict[str, list[Result]] = {}
    for some in answers.found.values():
        for title, result in some:
            fresh.setdefault(title, []).append(_remembering(result, results[title]))
    found = {one.title: merged(one.targets, results[one.title], fresh.get(one.title, ())) for one in pages}
    return found, list(answers.failed.values())


def _remembering(fresh: Result, known: Sequence[Result]) -> Result:
    """Return a result that keeps what was known: an answer that is archived stays an answer."""
    before = next((one.reaction for one in known if one.target == fresh.target), Reaction.NONE)
    return replace(fresh, reaction=before) if fresh.reaction in GONE and before in ORDER else fresh


def digest(
    results: Mapping[str, Sequence[Result]],
    subjects: Mapping[str, str],
    words: Mapping[Reaction, str],
    nobody: str = '',
) -> str:
    """Return the digest as wikitext: how many people did what, and by wiki every one with a link.

    `subjects` are those of the send pages, `words` the names of reactions in the wiki's language, `nobody`
    what is said where nobody did anything. What wants an answer comes first on each wiki.
    """
    did = [(one, subjects[title]) for title, some in results.items() for one in some if one.reaction in ORDER]
    did.sort(key=lambda item: (item[0].target.host, ORDER.index(item[0].reaction), item[0].target))
    counted = Counter(one.reaction for one, _ in did)
    lines = [' · '.join(f'{words[one]}: {counted[one]}' for one in ORDER if counted[one]) or nobody]
    for host, some in groupby(did, key=lambda item: item[0].target.host):
        lines.append(f'=== {host} ===')
        lines += [f'* {link_to(one.target, subject)} · {words[one.reaction]}' for one, subject in some]
    return '\n'.join(lines)


def link_to(target: Target, subject: str = '') -> str:
    """Return a link to a page, or to the section of a message; what would end an external link is encoded."""
    page, anchor = (quote(blanks(text).replace(' ', '_'), safe=UNQUOTED) for text in (target.page, subject))
    there = f'{page}#{anchor}' if anchor else page
    return f'[//{target.host}/wiki/{there} {wikitext.escape(target.page)}]'
