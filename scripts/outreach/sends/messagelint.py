"""What is wrong with a message, found before it goes to hundreds of pages.

MassMessage's own page warns about some of this, its API about nothing
(https://www.mediawiki.org/wiki/Extension:MassMessage). An error stops a send, a warning about the text is a
doubt: nobody gets it unattended before its code was accepted.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from urllib.parse import parse_qs

from outreach import wikicode
from outreach.doubts import Doubt
from outreach.problems import Problem
from outreach.sends import greeting, placeholders
from outreach.sends.message import Message
from outreach.sends.sendpage import MAX_SUBJECT_BYTES
from outreach.timestamps import time_stamps
from outreach.visibletext import cut, hidden_spans, readable
from outreach.weblinks import ADDRESS
from outreach.words import counted

# the codes of doubts about a text; an error has none
ERROR, NO_WAY_OUT, ELSEWHERE, LINT = '', 'no-way-out', 'links-elsewhere', 'message-lint'
MAX_BODY, LONG_BODY = 100_000, 10_000
MANY_PINGS = 3
STALE = 30  # days
VOID = frozenset(
    re.findall(
        r'\w+',
        'area base br col command embed hr img input keygen link meta param source track wbr',
    )
)
# tags that HTML lets one leave open
OPTIONAL_END = frozenset({'li', 'p', 'dt', 'dd', 'td', 'th', 'tr'})
# https://meta.wikimedia.org/wiki/Interwiki_map, the prefixes that work on every Wikimedia wiki
WIKIMEDIA_PREFIXES = frozenset(
    re.findall(
        r'\w+',
        'm meta w wikipedia wikt wiktionary c commons d wikidata mw mediawikiwiki b wikibooks n wikinews '
        'q wikiquote s wikisource v wikiversity voy wikivoyage species incubator outreach wikimania wmf '
        'foundation phab phabricator mail translatewiki betawikiversity diff',
    )
)
# namespaces whose pages are shared by all wikis, and words that mean the reader's own wiki
# on the wikis of their own project these name its project pages
OWN_PROJECT = frozenset(
    re.findall(r'\w+', 'wikipedia wiktionary wikibooks wikinews wikiquote wikisource wikiversity wikivoyage')
)
EVERYWHERE = re.compile(r'\s*+(?::?\s*+(?:file|image|media|special)\s*+:|#|/)', re.IGNORECASE)
START_TAG = re.compile(r'<([a-zA-Z]\w*)(?:\s[^<>/]*)?>')
END_TAG = re.compile(r'</([a-zA-Z]\w*)\s*>')
ANY_TAG = re.compile(r'<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s[^<>]*)?)>')
# other than `linktargets.links`, it takes links with templates in their targets, which a message may have
LINK = re.compile(r'\[\[([^\[\]|\n]+)(?:\|(?:[^\[\]]|\[[^\[\]]*\])*)?\]\]')
# one that needs no protocol too, as `fullurl` writes it
ANY_ADDRESS = re.compile(r'//[^\s<>"\[\]{}|]++')
NUMBER = re.compile(r'\d[\d.,:]*')
PASSED_ON = re.compile(r'\{\{\s*(?:int|subst|safesubst|#\w+)\s*:', re.IGNORECASE)


@dataclass(frozen=True)
class MessageFinding:
    """One thing that is wrong with a message: an `error` stops the send, the rest is a doubt by its `code`.

    What says nothing about the text has no code, and is only told.
    """

    place: str
    text: str
    error: bool = False
    code: str = ''

    @property
    def problem(self) -> Problem:
        """Return it as what keeps a run from going on."""
        return Problem(self.place, self.text)

    def __str__(self) -> str:
        code = f' [{self.code}]' if self.code else ''
        return f'{"error" if self.error else "warning"}: {self.place}: {self.text}{code}'


@dataclass(frozen=True)
class Recent:
    """What was sent lately from a list page; `body` is None where the page does not tell the text."""

    title: str
    body: str | None = None


@dataclass(frozen=True)
class LintContext:
    """What a message is checked against.

    `languages` are the prefixes that make language links, `prefixes` all other interwiki prefixes,
    `lists` the titles of which one must be linked so that readers can leave, `recent` the
    other sends of the last weeks by subject, `footer` what the wiki adds to every message. `requests` is the
    page to which a first contact must lead, so that people can ask for more; '' where it is none.
    """

    languages: Collection[str] = ()
    prefixes: Collection[str] = WIKIMEDIA_PREFIXES
    lists: Collection[str] = ()
    recent: Mapping[str, Recent] = field(default_factory=dict)
    footer: str = ''
    requests: str = ''


def lint(message: Message, around: LintContext) -> list[MessageFinding]:
    """Return everything that is wrong with one message, errors first."""
    whole = replace(message, body=with_footer(message.body, around.footer))
    checked = chain(
        _subject(message),
        _size(whole),
        _tags(whole),
        _links(whole, around),
        _leaving(whole, around),
        _joining(whole, around),
        _unfilled(message, around),
        _greeting(message),
        _signature(whole),
        _templates(whole),
        _recent(message, around),
    )
    found = [MessageFinding(message.title, text, not code, code) for code, text in checked]
    return sorted(found, key=lambda one: not one.error)


def stale(titles: Sequence[str], days: int) -> list[MessageFinding]:
    """Return where lists have stood unchanged for so many days that people may have left or moved since."""
    if days < STALE:
        return []
    text = f'was last changed {counted(days, "day")} ago: build_targets or check_targets brings it up to date'
    return [MessageFinding(', '.join(titles), text)]


def lint_all(
    messages: Mapping[str, Message], codes: Iterable[str], default: str, around: LintContext
) -> list[MessageFinding]:
    """Return everything that is wrong with the messages in these languages, compared with the default one."""
    found: list[MessageFinding] = []
    source = messages[default]
    for message in (messages[code] for code in codes):
        found += lint(message, around)
        if message.title != source.title:
            found += compare(message, source)
        found += [MessageFinding(message.title, doubt, code=LINT) for doubt in message.doubts]
    return found


def doubts(findings: Iterable[MessageFinding]) -> list[Doubt]:
    """Return the doubts about texts, which no run passes by itself."""
    return [_doubt(one) for one in findings if one.code]


def told_at_once(findings: Iterable[MessageFinding], *, refused: bool, asked: bool) -> list[MessageFinding]:
    """Return the findings that are told as soon as they are known, for nothing else will tell them.

    Where a run is `refused` for errors that tells them; where it is `asked` about doubts the question does.
    """
    return [one for one in findings if not ((refused and one.error) or (asked and one.code))]


def _doubt(one: MessageFinding) -> Doubt:
    if one.code == NO_WAY_OUT:
        return Doubt(NO_WAY_OUT, one.place, one.text)
    if one.code == ELSEWHERE:
        return Doubt(ELSEWHERE, one.place, one.text)
    return Doubt(LINT, one.place, one.text)


def with_footer(body: str, footer: str) -> str:
    """Return the text of a message as MassMessage sends it from a wiki with this footer."""
    return f'{body}\n{footer}' if footer else body


def compare(message: Message, source: Message) -> list[MessageFinding]:
    """Return where a translation links elsewhere, has other figures or greets otherwise than its source."""
    found: list[str] = []
    for what, of in (('links to', _targets), ('says', _figures)):
        here, there = of(message.body), of(source.body)
        more, less = sorted((here - there).elements()), sorted((there - here).elements())
        if more:
            found.append(f'{what} {_some(more)}; {source.title} does not')
        if less:
            found.append(f'lacks what {source.title} {what}: {_some(less)}')
    told = [MessageFinding(message.title, text, code=LINT) for text in found]
    lost = greeting.lost(message.body, message.title, source.body, source.title)
    return [MessageFinding(message.title, lost, error=True), *told] if lost else told


Checked = Iterator[tuple[str, str]]


def _subject(message: Message) -> Checked:
    size = len(message.subject.encode())
    if size > MAX_SUBJECT_BYTES:
        yield ERROR, f'the subject is {size} bytes long; {MAX_SUBJECT_BYTES} is the most'
    if '<' in message.subject:
        cut = message.subject.partition('<')[0].strip()
        yield ERROR, f'"<" in the subject: the server takes what follows for a tag and leaves "{cut}"'
    if message.subject.startswith('=') and message.subject.endswith('='):
        yield (
            ERROR,
            '"=" at both ends of the subject: the server takes them for a heading and drops them',
        )
    if re.search(r'\[\[|\{\{|~~~', message.subject):
        yield LINT, 'links, templates or signatures in the subject look odd in summaries and menus'


def _size(message: Message) -> Checked:
    size = len(message.body.encode())
    if size > MAX_BODY:
        yield ERROR, f'the text is {size:,} bytes long; nobody wants that on a talk page'
    elif size > LONG_BODY:
        yield LINT, f'the text is {size:,} bytes long; a few sentences and a link are read more often'


def _tags(message: Message) -> Checked:
    read = _read(message.body)
    if '<!--' in read:
        yield ERROR, 'a comment is not closed ("-->"): everything after it would be hidden'
    parsed = set(_open_tags(read))
    for tag in sorted(parsed):
        yield ERROR, f'{tag} is not closed: it would change the rest of the talk page'
    for tag in sorted(set(_server_rule(message.body)) - parsed):
        yield LINT, f'the form of MassMessage would call {tag} unclosed'
    if len(re.findall(r'(?<!\{)\{\|', read)) > len(re.findall(r'\|\}(?!\})', read)):
        yield ERROR, 'a table is not closed ("|}")'


def _read(body: str) -> str:
    """Return what the wiki reads of a text; a comment that is never closed stays, for the lint to name."""
    spans = hidden_spans(body)
    return cut(body, ((start, end) for start, end, _ in spans if body.endswith('>', start, end)))


def _open_tags(text: str) -> Iterator[str]:
    """Return the tags that are opened and never closed, or closed and never opened."""
    stack: list[str] = []
    for closing, name, rest in ANY_TAG.findall(text):
        tag = name.lower()
        if tag in VOID or tag in OPTIONAL_END or rest.rstrip().endswith('/'):
            continue
        if not closing:
            stack.append(tag)
        elif tag in stack:
            while stack[-1] != tag:
                yield f'<{stack.pop()}>'
            stack.pop()
        else:
            yield f'</{tag}>'
    yield from (f'<{tag}>' for tag in stack)


def _server_rule(text: str) -> Iterator[str]:
    """Return the tags that MassMessage's form counts as unclosed: start tags without "/", minus end tags."""
    opened = Counter(name for name in START_TAG.findall(text) if name not in VOID)
    opened.subtract(END_TAG.findall(text))
    for name, count in opened.items():
        if count:
            yield f'<{name}>' if count > 0 else f'</{name}>'


def _links(message: Message, around: LintContext) -> Checked:
    bare: list[str] = []
    people: set[str] = set()
    for target in LINK.findall(_read(message.body)):
        prefix, colon, _ = target.strip().lstrip(':').partition(':')
        known = prefix.strip().lower()
        if re.search(r'(?:^|:)\s*user(?: talk)?\s*:', target, re.IGNORECASE) and '{{' not in target:
            people.add(target)
        local = not colon or known not in {*around.prefixes, *around.languages} - OWN_PROJECT
        if colon and known in around.languages and not target.lstrip().startswith(':'):
            yield ERROR, f'[[{target}]] is a language link and would vanish; write [[:{target}]]'
        elif local and not EVERYWHERE.match(target) and '{{' not in target:
            bare.append(target)
    if bare:
        yield ELSEWHERE, f'links without interwiki prefix lead to other pages on each wiki: {_some(bare)}'
    if len(people) > MANY_PINGS:
        yield LINT, f'{len(people)} people are linked, which may notify them once for each delivery'


def _leaving(message: Message, around: LintContext) -> Checked:
    links = LINK.findall(_read(message.body))
    linked = {target.partition('#')[0].replace('_', ' ').strip() for target in links}
    # an address of the list, or of anything under the campaign page, such as the form by which one leaves
    addressed = [address for address, _preload in _addressed(message.body)]
    if any(one == title or one.startswith(f'{title}/') for title in around.lists for one in addressed):
        return
    if around.lists and not any(link.endswith(title) for link in linked for title in around.lists):
        yield NO_WAY_OUT, f'does not say how to leave: it links to none of {_some(sorted(around.lists))}'


def _joining(message: Message, around: LintContext) -> Checked:
    page = around.requests
    linked = {one.partition('#')[0].replace('_', ' ').strip() for one in LINK.findall(_read(message.body))}
    if not page or any(one.endswith(page) for one in linked):
        return
    # the form by which one leaves is on the same page
    forms = {form for title, form in _addressed(message.body) if title == page}
    if not any(form in ('', 'join') for form in forms):
        yield ERROR, f'is a first contact, and has no link by which one asks for more: {page}'


def _unfilled(message: Message, around: LintContext) -> Checked:
    """Look for what the form by which a message is begun leaves to people, such as the reason."""
    found = placeholders.unfilled(message.subject, message.body)
    if found.sure:
        yield ERROR, f'is not written yet: put words in place of what the form has there: {_some(found.sure)}'
    if found.doubtful:
        yield LINT, f'ends in dots, as if words were to follow: {_some(found.doubtful)}'
    try:
        why = not around.requests or placeholders.says_why(_read(message.body))
    except wikicode.TooMuch:  # told with the templates
        return
    if not why:
        form = f'<span class="{placeholders.WHY}">You get this because …</span>'
        yield (
            ERROR,
            f'is a first contact, and does not say why people get it: fill in {form}, in any language',
        )


def _greeting(message: Message) -> Checked:
    for sure, text in greeting.faults(message.body, message.title):
        yield ERROR if sure else LINT, text


def _addressed(body: str) -> Iterator[tuple[str, str]]:
    """Return the pages to which addresses of a wiki lead by their title, and the name of the form there."""
    for address in ANY_ADDRESS.findall(_read(body)):
        asked = parse_qs(address.partition('?')[2])
        for title in asked.get('title', ()):
            yield title.replace('_', ' '), asked.get('preload', [''])[0].rpartition('/')[2]


def _signature(message: Message) -> Checked:
    text = readable(message.body)
    # with a time and its zone, as archive bots look for it; a date in a sentence is none
    if '~~~~' not in text and not any(stamp.sure for stamp in time_stamps(text)):
        yield LINT, 'has no signature or time: bots that archive talk pages would never archive it'


def _templates(message: Message) -> Checked:
    try:
        code = wikicode.parse(PASSED_ON.sub('{{#passed:', message.body))
    except wikicode.TooMuch as error:
        yield ERROR, f'the text {error}'
        return
    names = {str(one.name).strip() for one in code.filter_templates() if not str(one.name).startswith('#')}
    local = sorted(name for name in names if not re.fullmatch(r'[A-Z]+', name))
    if local:
        yield LINT, f'templates that may not exist on the other wikis: {_some(local)}'


def _recent(message: Message, around: LintContext) -> Checked:
    recent = around.recent.get(message.subject)
    if recent is None or (recent.body is not None and recent.body != message.body):
        return
    same = 'this very text was sent' if recent.body else 'something was sent under the same subject'
    fix = 'put a date or a number into the subject or the text'
    drops = 'where a page still shows the same subject and text, the server drops the new message in silence'
    where = recent.title or 'a page that the send log hides'
    yield LINT, f'{same} from {where} lately: {drops}; {fix}'


def _targets(body: str) -> Counter[str]:
    links = [link.strip().lstrip(':').replace('_', ' ') for link in LINK.findall(body)]
    return Counter({*links, *ADDRESS.findall(body)})


def _figures(body: str) -> Counter[str]:
    """Return the numbers in a text as ASCII digits, without those in links, addresses and its signature."""
    plain = ADDRESS.sub(' ', LINK.sub(' ', _unsigned(body)))
    digits = ''.join(str(unicodedata.digit(char)) if char.isdigit() else char for char in plain)
    return Counter(number.rstrip('.,:') for number in NUMBER.findall(digits))


def _unsigned(body: str) -> str:
    """Return a text without the time of the signature at its end: each translation has one of its own."""
    last = [*time_stamps(body)][-1:]
    signed = [one for one in last if not re.search(r'\w', ANY_TAG.sub('', body[one.end :]))]
    return cut(body, [(one.start, one.end) for one in signed])


def _some(texts: Collection[str]) -> str:
    shown = [f'"{text}"' for text in list(texts)[:5]]
    return ', '.join(shown) + (f' and {len(texts) - 5} more' if len(texts) > 5 else '')
