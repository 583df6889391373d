"""The last gate before every write on a wiki: no address that came from private data leaves.

Whoever reads a private file registers its addresses, as keyed hashes beside a key that only the operator
can read; so another process, on another day, can tell that a text holds one of them, and the hashes do not
show them. Looked at is the text as it is and as a reader would undo it: entities, percent codes, wide and
invisible characters.
"""

from __future__ import annotations

import contextlib
import hashlib
import html
import os
import re
import secrets
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

from outreach import localfiles, privatefiles
from outreach.names import INVISIBLE
from outreach.problems import BadInput, Problem, Stopped

REGISTER = 'addresses.register'  # its first line is the key
KEY_BYTES = 32
MOST_LOCAL, MOST_DOMAIN = 64, 255  # RFC 5321, 4.5.3.1
BEFORE = re.compile(r'[^\s<>()\[\]|,;:"@]{1,64}\Z')
DOMAIN = re.compile(r'[\w.-]{1,255}')
MARK = re.compile('@')
# blanks and line breaks separate, so they stay
HIDDEN = re.compile(INVISIBLE.pattern.replace(r'\x00-\x1f', r'\x00-\x08\x0e-\x1f'))


def private_text(name: str, folder: Path) -> str:
    """Read a private file, by its path or in the private folder, its addresses registered before all."""
    path = localfiles.typed(name)
    text = privatefiles.read(path if path.exists() else folder / name)
    register(folder, text)
    return text


def register(folder: Path, text: str) -> int:
    """Register every address in a private text; return how many were not known before.

    They are on disk when this returns: call it before anything is made of the text.
    """
    privatefiles.make_folder(folder)
    register = folder / REGISTER
    known = _Register.load(register)
    if known is None:
        privatefiles.write(register, secrets.token_hex(KEY_BYTES))
        known = _Register.load(register)
    if known is None:
        raise BadInput([Problem(str(register), 'cannot be written')])
    found = addresses(_plain(text))
    pairs = [(local, domain) for local, written in found for domain in _domains(written)]
    whole = {known.of(f'{local}@{domain}') for local, domain in pairs} - known.hashes
    new = whole | ({known.of(domain) for _, domain in pairs} - known.hashes)
    handle = os.open(register, os.O_WRONLY | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC)
    with os.fdopen(handle, 'w', encoding='ascii') as file:
        # the break comes first: what a killed run left unfinished spoils no line of ours
        file.write(''.join(f'\n{one}' for one in sorted(new)))
        file.flush()
        os.fsync(file.fileno())
    return len(whole)


def addresses(text: str) -> Iterator[tuple[str, str]]:
    """Return what stands on both sides of each @, also without quotes and dots around it."""
    for mark in MARK.finditer(text):
        before = BEFORE.search(text, max(0, mark.start() - MOST_LOCAL), mark.start())
        after = DOMAIN.match(text, mark.end())
        domain = after[0].strip('.-_') if after else ''
        if before and domain:
            for local in {before[0], before[0].strip("'`.*=_")} - {''}:
                yield local, domain


def _domains(domain: str) -> set[str]:
    """Return a domain as it is written, and in letters of all scripts and in ASCII alone (RFC 5890)."""
    found = {domain}
    with contextlib.suppress(UnicodeError):
        found.add(domain.encode('idna').decode('ascii').lower())
    with contextlib.suppress(UnicodeError):
        found.add(domain.encode('ascii').decode('idna').casefold())
    return found


def check(folder: Path, texts: Iterable[object], public: str = '') -> None:
    """Raise Stopped where a text holds a registered address that `public` does not hold already.

    Also where addresses were registered and the register cannot be read. The address is not named.
    """
    if _leaks(folder, [text for text in texts if isinstance(text, str)], public):
        raise Stopped('Not written: the text holds an address from a private file.')


def _leaks(folder: Path, texts: Iterable[str], public: str) -> bool:
    try:
        known = _Register.load(folder / REGISTER)
    except BadInput as error:
        raise Stopped(f'The register of private addresses cannot be used: {error}') from None
    if known is None:
        return False
    found = {one for text in texts for one in known.found_in(text)}
    return bool(found) and bool(found - set(known.found_in(public)))


class _Register:
    """The key and the hashes made with it."""

    def __init__(self, key: bytes, hashes: frozenset[str]) -> None:
        self.key, self.hashes = key, hashes

    @classmethod
    def load(cls, path: Path) -> _Register | None:
        """Read the register; None where there is none, or none that anything was put into."""
        if not os.path.lexists(path) or (path.is_file() and not path.stat().st_size):
            return None
        first, *hashes = privatefiles.read(path).split('\n')
        if not re.fullmatch(rf'[0-9a-f]{{{2 * KEY_BYTES}}}', first):
            raise BadInput([Problem(str(path), 'does not begin with its key')])
        return cls(bytes.fromhex(first), frozenset(hashes))

    def of(self, text: str) -> str:
        """Return the keyed hash of a domain or an address."""
        return hashlib.blake2b(text.encode('utf-8', 'replace'), key=self.key, digest_size=16).hexdigest()

    def found_in(self, text: str) -> Iterator[str]:
        """Return the hashes of registered addresses in a text, whatever stands around them."""
        for version in _versions(text):
            for mark in MARK.finditer(version):
                after = DOMAIN.match(version, mark.end())
                run = after[0] if after else ''
                for end in range(1, len(run) + 1):
                    if self.of(run[:end]) in self.hashes:
                        yield from self._with_domain(version, mark.start(), run[:end])

    def _with_domain(self, text: str, at: int, domain: str) -> Iterator[str]:
        for begin in range(max(0, at - MOST_LOCAL), at):
            hashed = self.of(f'{text[begin:at]}@{domain}')
            if hashed in self.hashes:
                yield hashed


def _versions(text: str) -> Iterator[str]:
    """Return a text as it is and as a reader would undo it, each once."""
    undone = html.unescape(text)
    yield from dict.fromkeys(_plain(one) for one in (text, undone, unquote(text), unquote(undone)))


def _plain(text: str) -> str:
    return HIDDEN.sub('', unicodedata.normalize('NFKC', text)).casefold()
