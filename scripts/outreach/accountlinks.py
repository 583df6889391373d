"""References to accounts in wikitext: links, web addresses and templates, resolved to a name and a wiki.

An account is global; the wiki that a reference points to only tells where the person feels at home.
Sources: https://www.mediawiki.org/wiki/Help:Links (interwiki chains, prefixes), the documentation of the
templates on Meta, Commons, English and French Wikipedia.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from outreach.names import (
    BIDI_MARKS,
    USER,
    USER_TALK,
    Namespaces,
    decode_entities,
    first_upper,
    normalize_user,
)

Look = Callable[[str], Namespaces | None]

SPECIAL = -1
OWNER_PAGES = frozenset({'Contributions', 'CentralAuth', 'Emailuser', 'Userrights', 'Log', 'Listfiles'})
MOST_PREFIXES = 4
LINK = re.compile(r'\[\[([^\[\]{}|\n]+)(?:\|[^\[\]\n]*)?\]\]')
ADDRESS = re.compile(
    r'(\[)?(?:https?:)?//([a-z0-9-]+(?:\.[a-z0-9-]+)+)/(?:wiki/|w/index\.php\?(?:[^\s\]]*?&)?title=)([^\s\]|<>"&?]+)(?(1)[^\]\n]*\]?)'
)
TEMPLATE = re.compile(r'\{\{\s*([^{}|\n]+?)\s*((?:\|[^{}]*)?)\}\}')


@dataclass(frozen=True)
class Form:
    """How a template names accounts: the parameters that hold names ('*': every positional one), and
    those that hold the project and the language of the wiki.
    """

    names: tuple[str, ...] = ('1', 'user', 'User')
    project: tuple[str, ...] = ('project',)
    language: tuple[str, ...] = ('lang',)
    unsigned: bool = False


ONE = Form()
TEMPLATES: Mapping[str, Form] = {
    **dict.fromkeys(
        ('Ul', 'Ut', 'User link', 'Userlink', 'User links', 'Userlinks', 'Usertalk', 'Admin'), ONE
    ),
    **dict.fromkeys((f'User{number}' for number in range(16)), ONE),
    'User': Form(project=('2', 'project'), language=('3', 'lang')),
    'U': Form(language=('lang', '3')),
    'User-multi': Form(names=('user', '1')),
    'Target': Form(names=('user',), project=(), language=()),
    **dict.fromkeys(
        ('Ping', 'Reply to', 'Replyto', 'Re', 'Noping', 'Userlist', 'User list'), Form(names=('*',))
    ),
    **dict.fromkeys(('Unsigned', 'UnsignedIP', 'Unsigned2'), Form(names=('1', '2'), unsigned=True)),
}


@dataclass(frozen=True)
class Reference:
    """A reference to an account: the name, the wiki pointed to, its span, and how it was written.

    `stated` where the wiki was named (an interwiki prefix, an address, a parameter), not just implied.
    """

    name: str
    host: str
    start: int
    end: int
    stated: bool = False
    template: str = ''


class Resolver:
    """Finds references on the pages of one wiki. `look` gives the namespaces of a wiki by host.

    `look` gives None for a host that is no wiki of the farm.
    """

    def __init__(self, home_host: str, look: Look) -> None:
        self.home_host = home_host
        self._look = look

    def references(self, text: str) -> tuple[Reference, ...]:
        """Return all references to accounts in a text, in order."""
        found = [*self._links(text), *self._addresses(text), *self._templates(text)]
        return tuple(sorted(found, key=lambda one: (one.start, one.end, one.name)))

    def foreign_words(self, text: str) -> tuple[str, ...]:
        """Return the targets of links that look like user pages by a namespace that is not known here."""
        namespaces = self._look(self.home_host)
        found = []
        for link in LINK.finditer(text):
            title = tidy(link[1]).lstrip(':')
            prefix = title.partition(':')[0]
            if ':' not in title or namespaces is None or namespaces.follow(title) is not None:
                continue
            if prefix.strip().lower() not in namespaces.names:
                found.append(title)
        return tuple(found)

    def owner(self, title: str, host: str = '') -> tuple[str, str] | None:
        """Return the account whose page a title is, and its wiki; interwiki prefixes are followed."""
        host = host or self.home_host
        title = tidy(title)
        for _ in range(MOST_PREFIXES):
            namespaces = self._look(host)
            if namespaces is None:
                return None
            further = namespaces.follow(title)
            if further is None:
                name = _owner(title, namespaces)
                return (name, host) if name else None
            host, title = further
        return None

    def _links(self, text: str) -> Iterator[Reference]:
        for link in LINK.finditer(text):
            owner = self.owner(link[1])
            if owner:
                name, host = owner
                yield Reference(name, host, link.start(), link.end(), host != self.home_host)

    def _addresses(self, text: str) -> Iterator[Reference]:
        for address in ADDRESS.finditer(text):
            host = address[2].replace('.m.', '.', 1)
            owner = self.owner(address[3], host)
            if owner:
                yield Reference(owner[0], owner[1], address.start(), address.end(), stated=True)

    def _templates(self, text: str) -> Iterator[Reference]:
        for call in TEMPLATE.finditer(text):
            title = first_upper(re.sub(r'^(?:[Tt]emplate:|:)', '', call[1].replace('_', ' ').strip()))
            form = TEMPLATES.get(title)
            if form is None:
                continue
            values = _arguments(call[2])
            host, stated = self._host(form, values)
            for value in _names(form, values):
                owner = self.owner(value) or _plain(value, host)
                if owner:
                    yield Reference(owner[0], host, call.start(), call.end(), stated, title)

    def _host(self, form: Form, values: Mapping[str, str]) -> tuple[str, bool]:
        """Return the wiki that the parameters of a template name, and whether they name one."""
        if values.get('site'):
            return values['site'], True
        project = next((values[key] for key in form.project if values.get(key)), '')
        language = next((values[key] for key in form.language if values.get(key)), '')
        chain = ':'.join(part for part in (project, language) if part)
        owner = self.owner(f'{chain}:User:X') if chain else None
        return (owner[1], True) if owner else (self.home_host, False)


def tidy(title: str) -> str:
    """Return a link target as MediaWiki reads it: percent codes, entities, marks and wide colons resolved."""
    return BIDI_MARKS.sub('', unquote(decode_entities(title))).replace('：', ':').strip()


def _owner(title: str, namespaces: Namespaces) -> str | None:
    try:
        number, rest = namespaces.split(title)
        if number == SPECIAL:
            page, _, name = rest.partition('/')
            known = namespaces.specials.get(page.lower(), page)
            return normalize_user(name) if known in OWNER_PAGES and name else None
        if number in (USER, USER_TALK):
            return normalize_user(rest.partition('/')[0])
    except ValueError:
        return None
    return None


def _arguments(text: str) -> dict[str, str]:
    values: dict[str, str] = {}
    position = 0
    for argument in text.split('|')[1:]:
        name, equals, value = argument.partition('=')
        if equals and re.fullmatch(r'[\w -]+', name.strip()):
            values[name.strip()] = value.strip()
        else:
            position += 1
            values[str(position)] = argument.strip()
    return values


def _names(form: Form, values: Mapping[str, str]) -> Iterator[str]:
    if form.names == ('*',):
        yield from (value for key, value in values.items() if key.isdigit() and value)
        return
    for key in form.names:
        value = values.get(key, '')
        if value and not re.search(r'\d:\d\d', value):
            yield value
            return


def _plain(value: str, host: str) -> tuple[str, str] | None:
    try:
        return normalize_user(BIDI_MARKS.sub('', decode_entities(value))), host
    except ValueError:
        return None
