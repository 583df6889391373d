"""Messages: one page per language, and which reader gets which of them.

A message page `Message/sv` holds the message in one language: its first heading is the subject, the
rest is the body. The page `Message` itself is the text in the campaign's default language, unless
there is a page for that language too. Pages of the Translate extension work the same way
(https://www.mediawiki.org/wiki/Help:Extension:Translate/Page_translation_administration): their
markup is taken out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from outreach.headings import headings
from outreach.sends import greeting
from outreach.sends.sendfields import JOINERS
from outreach.sends.sendpage import one_line

NOT_SENT = re.compile(
    r'<noinclude>(?:[^<]++|(?!</noinclude>)<)*+(?:</noinclude>)?'
    r'|</?(?:translate|onlyinclude|includeonly|noinclude)(?:\s[^<>]*+)?/?>|<languages\s*/>'
    r'|^<!--T:\w+-->[ \t]*+\n?|(?<![ \t])[ \t]*+<!--T:\w+-->[ \t]?'
    r'|<tvar[|\s][^<>]*>|</(?:tvar)?>'
    # the row of links; not in <noinclude>, so that a form that is filled with the page has it too
    r'|\{\{[ ]?(?i:(?:template:)?outreach[ _]campaign/navigation)[ ]?\|[^{}]*+\}\}\n?',
    re.MULTILINE,
)
# what Translate writes around parts whose source was changed, and around parts that nobody has translated
FUZZY = re.compile(r'<(span|div) (?=[^<>]*class="mw-translate-fuzzy")[^<>]*>')
UNTRANSLATED = re.compile(r'<(span|div) lang="[^"<>]*" dir="(?:ltr|rtl)" class="mw-content-(?:ltr|rtl)">')

# the name of the reader, whose talk page it is; and that in an address or a link, which leads to it
NAME = re.compile(r'[,،]? ?\{\{(?:subst:)?(?:ROOT|BASE)?PAGENAME\}\}', re.IGNORECASE)
NAME_IN_LINK = re.compile(r'[:/|=]\{\{(?:subst:)?(?:ROOT|BASE)?PAGENAME', re.IGNORECASE)


@dataclass(frozen=True)
class Language:
    """What a wiki says about one language: its fallbacks, direction (ltr or rtl) and own name."""

    code: str
    fallbacks: tuple[str, ...] = ()
    direction: str = 'ltr'
    autonym: str = ''


@dataclass(frozen=True)
class Message:
    """A message in one language, as it stands in revision `revid` of page `title`.

    `doubts` say why it may not be what its readers should get: parts not translated, or outdated. One that is
    `tagged` would lose tags in a form that is filled with its page.
    """

    language: str
    title: str
    revid: int
    subject: str
    body: str
    doubts: tuple[str, ...] = ()
    tagged: bool = False


def parse(text: str, title: str, language: str, revid: int = 0) -> Message:
    """Read the page of a message; raise ValueError saying what it lacks."""
    marked = NOT_SENT.sub('', text)
    whole = _replaced(marked, FUZZY, lambda inside, _: inside.removeprefix('\n').removesuffix('\n'))
    plain = greeting.by_name(_replaced(whole, UNTRANSLATED, _heading_alone))
    heading = next(headings(plain), None)
    if heading is None:
        raise ValueError(f'{title}: has no heading; its first heading is the subject of the message')
    subject = one_line(heading.title)
    before, body = plain[: heading.start].strip(), plain[heading.end :].strip()
    if before:
        raise ValueError(
            f'{title}: {before.splitlines()[0][:80]!r} stands before the heading and would not be sent; '
            'put it into <noinclude> or below the heading'
        )
    if not subject.strip(JOINERS) or not body:
        raise ValueError(f'{title}: has no text below its heading')
    counted = {
        'parts not translated yet': len(list(_elements(marked, UNTRANSLATED))),
        'parts translated from a text that was changed since': len(list(_elements(marked, FUZZY))),
    }
    doubts = (f'{what}: {count}' for what, count in counted.items() if count)
    return Message(language, title, revid, subject, body, tuple(doubts), greeting.tagged(text))


def _elements(text: str, opening: re.Pattern[str]) -> Iterator[tuple[re.Match[str], int, int]]:
    """Return each opening tag that is closed, with where its content and the closing tag end."""
    at, unclosed = 0, set()
    while tag := opening.search(text, at):
        closing = f'</{tag[1]}>'
        end = -1 if closing in unclosed else text.find(closing, tag.end())
        at = tag.end() if end < 0 else end + len(closing)
        if end < 0:
            unclosed.add(closing)
        else:
            yield tag, end, at


def _replaced(text: str, opening: re.Pattern[str], become: Callable[[str, re.Match[str]], str | None]) -> str:
    """Return the text with each element as `become` makes it of its content; None leaves it alone."""
    pieces, done = [], 0
    for tag, content_end, end in _elements(text, opening):
        new = become(text[tag.end() : content_end], tag)
        pieces += [text[done : tag.start()], text[tag.start() : end] if new is None else new]
        done = end
    return ''.join([*pieces, text[done:]])


def _heading_alone(inside: str, tag: re.Match[str]) -> str | None:
    """Return a part without its marks where they would stand around or in the subject."""
    line = tag.string[tag.string.rfind('\n', 0, tag.start()) + 1 : tag.start()]
    return inside if any(headings(inside)) or re.fullmatch('=+ *', line) else None


def doubtful_source(base: Message, source: Message) -> Message:
    """Return the source text of translations as Translate shows it, with a doubt where `base` says more.

    What was changed on the base page is not in any language before somebody marks it for translation.
    """
    if (base.subject, base.body.split()) == (source.subject, source.body.split()):
        return source
    doubt = f'{base.title} was changed since it was last marked for translation'
    return replace(source, doubts=(*source.doubts, doubt))


def to_all(text: str) -> str:
    """Return a text as it is said to everybody who reads a page: no reader is called by name.

    Lines with a link that leads to the reader are left out.
    """
    lines = (line for line in text.split('\n') if not NAME_IN_LINK.search(line))
    return '\n'.join(NAME.sub('', line) for line in lines)


def choose_language(
    wiki_language: str, languages: Mapping[str, Language], available: Collection[str], default: str
) -> str:
    """Return the language to write in to a wiki: its own, else its first fallback, else the default.

    The chain is MediaWiki's own (https://www.mediawiki.org/wiki/API:Languageinfo, `fallbacks`). The
    default comes after it, so a Catalan reader gets Spanish before the campaign's English.
    """
    known = languages.get(wiki_language, Language(wiki_language))
    for code in (wiki_language, *known.fallbacks):
        if code in available:
            return code
    return default


def text_for(message: Message, wiki_languages: Collection[str], languages: Mapping[str, Language]) -> str:
    """Return the body as it is sent to wikis with these content languages.

    Where one of them has another language than the message, the body is marked with its language and
    direction, as MassMessage does for pages (never for the text that a client sends).
    """
    if set(wiki_languages) <= {message.language}:
        return message.body
    direction = languages.get(message.language, Language(message.language)).direction
    return (
        f'<div lang="{message.language}" dir="{direction}" class="mw-content-{direction}">\n'
        f'{message.body}\n</div>'
    )


def languages_needed(wiki_languages: Collection[str], languages: Mapping[str, Language]) -> list[str]:
    """Return all languages that a message may be wanted in, each once, in a fixed order."""
    chains = (languages.get(code, Language(code)) for code in sorted(wiki_languages))
    return list(dict.fromkeys(code for one in chains for code in (one.code, *one.fallbacks)))


def page_of_language(title: str, base: str) -> str:
    """Return the language in a title such as `Message/pt-br`, '' for a page that is no translation."""
    code = title.removeprefix(base + '/')
    return code if code != title and re.fullmatch(r'[a-z]{2,}(-[a-z0-9]+)*', code) else ''
