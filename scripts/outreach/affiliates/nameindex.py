"""Which affiliate somebody means by a name, a code or an id that they wrote.

In this order: the id, the code, the name as it compares (`registry.fold`), a redirect on the wiki, a page of
old names. Whatever means two affiliates means none. Names that are only alike are suggested, never used.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from outreach.affiliates.registry import Affiliate, Registry, fold
from outreach.problems import BadInput, Problem

ALIKE = 0.8
MOST_SUGGESTIONS = 200


@dataclass(frozen=True)
class Meaning:
    """What was written means these affiliates: one, several (then nobody knows which), or none."""

    written: str
    affiliates: tuple[Affiliate, ...] = ()
    alike: str = ''

    @property
    def one(self) -> Affiliate | None:
        """Return the affiliate that is meant; None where that is not certain."""
        return self.affiliates[0] if len(self.affiliates) == 1 else None


@dataclass(frozen=True)
class NameIndex:
    """The affiliates by all that they may be called. `same` and `redirects` map folded names to names."""

    by_id: Mapping[str, tuple[Affiliate, ...]]
    by_name: Mapping[str, tuple[Affiliate, ...]]
    same: Mapping[str, str] = field(default_factory=dict)
    redirects: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        registry: Registry,
        same: Mapping[str, str] | None = None,
        redirects: Mapping[str, str] | None = None,
    ) -> NameIndex:
        """Return the index of a registry."""
        ids: dict[str, tuple[Affiliate, ...]] = {}
        names: dict[str, tuple[Affiliate, ...]] = {}
        for one in registry.affiliates:
            if one.id:
                ids[one.id] = (*ids.get(one.id, ()), one)
            for name in {fold(one.name), fold(one.code)} - {''}:
                names[name] = (*names.get(name, ()), one)
        by_fold = {
            what: {fold(old): new for old, new in (pairs or {}).items()}
            for what, pairs in (('same', same), ('redirects', redirects))
        }
        return cls(ids, names, by_fold['same'], by_fold['redirects'])

    def meaning(self, *written: str) -> Meaning:
        """Return whom some texts mean that were written for one affiliate: its id, code or name."""
        given = [text.strip() for text in written if text.strip()]
        # by identity: two entries that share a key are two
        found = {id(one): one for text in given for one in self._plainly(text)}
        found = found or {id(one): one for text in given for one in self._by_other_names(text)}
        return Meaning(' / '.join(given), tuple(found.values()))

    def _plainly(self, text: str) -> tuple[Affiliate, ...]:
        return (*self.by_id.get(text, ()), *self.by_name.get(fold(text), ()))

    def _by_other_names(self, text: str) -> tuple[Affiliate, ...]:
        name = fold(text)
        further = (self.redirects.get(name), self.same.get(name))
        return tuple(one for new in further if new for one in self._plainly(new))

    def alike(self, text: str) -> str:
        """Return the name that is most like a text; '' where none is."""
        near = difflib.get_close_matches(fold(text), self.by_name, 1, ALIKE)
        return self.by_name[near[0]][0].label if near else ''


def read_same(text: str, title: str) -> dict[str, str]:
    """Read a page of old names: each item `* Old name = New name`; raise BadInput for an item without `=`."""
    pairs: dict[str, str] = {}
    problems = []
    for number, line in enumerate(text.split('\n'), 1):
        item = re.match(r'[ \t]*[*#][*# \t]*([^ \t].*)', line)
        if not item:
            continue
        old, equals, new = (part.strip() for part in re.sub(r'\[\[:?|\]\]', '', item[1]).partition('='))
        if equals and old and new:
            pairs[old] = new
        else:
            problems.append(Problem(f'{title}, line {number}', 'should be: * Old name = New name'))
    if problems or not pairs:
        raise BadInput(problems or [Problem(title, 'names nobody; write * Old name = New name')])
    return pairs


def unmatched(meanings: Iterable[Meaning], index: NameIndex) -> tuple[Meaning, ...]:
    """Return what means no affiliate, each with the name that is most like it."""
    lost = [one for one in meanings if not one.affiliates]
    return tuple(
        Meaning(one.written, (), index.alike(one.written) if number < MOST_SUGGESTIONS else '')
        for number, one in enumerate(lost)
    )
