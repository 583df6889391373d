"""Whom a line names: links, web addresses and templates, resolved to accounts and the wikis they stand on.

An account is global; the wiki that a reference points to only tells where the person feels at home.
Sources: https://www.mediawiki.org/wiki/Help:Links (interwiki chains, prefixes), the documentation of the
templates on Meta, Commons, English and French Wikipedia.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from outreach import siteinfo
from outreach.farm import Farm
from outreach.linktargets import LinkTargets, Look, addresses, links, tidy
from outreach.names import (
    BIDI_MARKS,
    ENGLISH,
    KEPT,
    USER,
    USER_TALK,
    Namespaces,
    decode_entities,
    first_upper,
    normalize_user,
)

SPECIAL = -1
OWNER_PAGES = frozenset(
    {
        'Contributions', 'CentralAuth', 'Emailuser', 'Userrights', 'Log', 'Listfiles', 'GlobalContributions',
        'Block', 'Unblock',
    }
)  # fmt: skip
ENGLISH_SPECIALS = {page.lower(): page for page in OWNER_PAGES} | {'contribs': 'Contributions'}
SMALL_I = re.compile(r'[:/][ _]?i')  # which letter its capital is depends on the wiki
NO_BARE_NAME = re.compile(r'[:/\[{]')
NAMES_A_PAGE = re.compile(r'//|[:\[{]')
PARAMETER = re.compile(r'[\w -]+')
TEMPLATE = re.compile(r'\{\{([^{}|]*)(\|[^{}]*)?\}\}')


def written_account(text: str) -> str:
    """Read whom an option names, by a name, a page, a link or an address; `Resolver.meant` says who that is.

    Raises ValueError where it can be none of these.
    """
    if not text.strip():
        raise ValueError('must be the name of an account')
    return text.strip() if NAMES_A_PAGE.search(text) else normalize_user(text)


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
        (
            'Ul',
            'Ut',
            'User link',
            'Userlink',
            'User links',
            'Userlinks',
            'Usertalk',
            'User talk',
            'Admin',
            'User-link',
            'User contribs',
            'Usercontribs',
            'Vandal',
            'IPuser',
            'Benutzer',
            'Usuario',
            'Utilisateur',
        ),
        ONE,
    ),
    **dict.fromkeys((f'User{number}' for number in range(16)), ONE),
    'User': Form(project=('2', 'project'), language=('3', 'lang')),
    'U': Form(language=('lang', '3')),
    **dict.fromkeys(('User-multi', 'User-multi/template'), Form(names=('user', '1'))),
    'Target': Form(names=('user',), project=(), language=()),
    **dict.fromkeys(
        (
            'Ping',
            'Ping2',
            'Pinging',
            'Reply to',
            'Replyto',
            'Reply',
            'Re',
            'Noping',
            'Noping2',
            'No ping',
            'Reply-to',
            'Userlist',
            'User list',
            'Mention',
            'Mentions',
            'Notify',
            'Yo',
        ),
        Form(names=('*',)),
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


class Resolver(LinkTargets):
    """Finds references on the pages of one wiki, and where links and addresses there lead."""

    def __init__(self, home_host: str, look: Look, farm: Mapping[str, str] | None = None) -> None:
        super().__init__(home_host, look, farm)
        self._owner_on = lru_cache(KEPT)(self._owned_on)

    def references(self, text: str) -> tuple[Reference, ...]:
        """Return all references to accounts in a text, in order; what is not read there must be out of it."""
        found = [*self._links(text), *self._addresses(text), *self._templates(text)]
        return tuple(sorted(found, key=lambda one: (one.start, one.end, one.name)))

    def foreign_words(self, text: str) -> tuple[str, ...]:
        """Return the targets of links that look like user pages by a namespace that is not known here."""
        namespaces = self.look(self.home_host)
        found = []
        for link in links(text):
            title = tidy(link.target).lstrip(':')
            prefix = title.partition(':')[0]
            if ':' not in title or namespaces is None or prefix.strip().lower() in namespaces.names:
                continue
            if namespaces.follow(title) is None:
                found.append(title)
        return tuple(found)

    def owner(self, title: str, host: str = '') -> tuple[str, str] | None:
        """Return the account whose page a title is, and its wiki; interwiki prefixes are followed."""
        leads = self.follow(title, host)
        return self.owner_on(*leads) if leads else None

    def owner_on(self, host: str, title: str) -> tuple[str, str] | None:
        """Return the account whose page a title on a wiki is, and that wiki; prefixes are not followed.

        The words that hold on all wikis (User, User talk, Special) need no question to that wiki.
        """
        return self._owner_on(host, title)

    def _owned_on(self, host: str, title: str) -> tuple[str, str] | None:
        name = _owner(title, ENGLISH)
        if name is None or SMALL_I.search(title):
            namespaces = self.look(host)
            name = _owner(title, namespaces) if namespaces else None
        return (name, host) if name else None

    def language(self, host: str, name: str) -> str:
        """Return a wiki's language where the capital of a name's first letter depends on it, else ''."""
        namespaces = self.look(host) if name.lstrip(' _')[:1] == 'i' else None
        return namespaces.language if namespaces else ''

    def at(self, address: str) -> tuple[str, str] | None:
        """Return the account whose page a web address shows, and its wiki."""
        leads = self.at_address(address)
        return self.owner_on(*leads) if leads and leads[1] else None

    def meant(self, text: str) -> str:
        """Return the account that somebody names: by its name, or by its page, a link or an address.

        Raises ValueError where no account could have that name.
        """
        if not NO_BARE_NAME.search(text):
            return normalize_user(text)
        found = self.references(text)
        owner = (found[0].name, '') if found else self.at(text) or self.owner(text)
        return owner[0] if owner else normalize_user(text)

    def _links(self, text: str) -> Iterator[Reference]:
        for link in links(text):
            owner = self.owner(link.target)
            if owner:
                name, host = owner
                yield Reference(name, host, link.start, link.end, host != self.home_host)

    def _addresses(self, text: str) -> Iterator[Reference]:
        for address in addresses(text):
            owner = self.at(address.target)
            if owner:
                yield Reference(owner[0], owner[1], address.start, address.end, stated=True)

    def _templates(self, text: str) -> Iterator[Reference]:
        for call in TEMPLATE.finditer(text) if '{{' in text else ():
            title = template_name(call[1])
            form = TEMPLATES.get(title)
            if form is None:
                continue
            values = _arguments(call[2] or '')
            host, stated = self._host(form, values)
            for value in _names(form, values):
                owner = self.owner(value) or _plain(value, host, self.language(host, value))
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


def resolver_of(farm: Farm, failed: set[str]) -> Resolver:
    """Return what finds references on the pages of the home wiki; `failed` takes wikis without an answer."""
    hosts = {dbname: info.host for dbname, info in farm.by_dbname.items()}
    return Resolver(farm.home.host, siteinfo.looked_up(farm, failed), hosts)


# English words only, and no prefixes: for a text by itself
PLAIN = Resolver('', {'': ENGLISH}.get)


def template_name(written: str) -> str:
    """Return the name of a template as MediaWiki reads it in a call."""
    name = written.replace('_', ' ').strip().removeprefix(':')
    prefix, colon, rest = name.partition(':')
    return first_upper(rest.strip() if colon and prefix.strip().lower() == 'template' else name)


def _owner(title: str, namespaces: Namespaces) -> str | None:
    try:
        number, rest = namespaces.split(title)
        if number == SPECIAL:
            page, _, name = rest.partition('/')
            known = namespaces.specials.get(page.lower()) or ENGLISH_SPECIALS.get(page.lower(), page)
            return normalize_user(name, namespaces.language) if known in OWNER_PAGES and name else None
        if number in (USER, USER_TALK):
            return normalize_user(rest.partition('/')[0], namespaces.language)
    except ValueError:
        return None
    return None


def _arguments(text: str) -> dict[str, str]:
    values: dict[str, str] = {}
    position = 0
    for argument in text.split('|')[1:]:
        name, equals, value = argument.partition('=')
        if equals and PARAMETER.fullmatch(name.strip()):
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


def _plain(value: str, host: str, language: str) -> tuple[str, str] | None:
    try:
        return normalize_user(BIDI_MARKS.sub('', decode_entities(value)), language), host
    except ValueError:
        return None
