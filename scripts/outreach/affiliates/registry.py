"""The registry of affiliates, a Lua data module on Meta: what it says of each, and what it does not say.

Sources of the keys and their values: https://meta.wikimedia.org/wiki/Module:Organizational_Informations and
the code of the portal that writes it (gadgets-WADP). Types, statuses and regions are tables here: who
recognises affiliates changes them, and a value that is in no table is unknown, never a yes.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from outreach.affiliates import luadata
from outreach.affiliates.luadata import LuaError, LuaTable
from outreach.names import BIDI_MARKS, ENGLISH, blanks
from outreach.problems import Problem

PAGE = 'Module:Organizational Informations'
TYPES = ('User Group', 'Chapter', 'Thematic Organization', 'Allied or other organization')
REGIONS = (
    'International', 'Sub-Saharan Africa', 'Asia/Pacific', 'Europe', 'MENA', 'North America',
    'South/Latin America',
)  # fmt: skip
# Deferred: still an affiliate, its reports are put off.
STATUSES: Mapping[str, bool] = {
    'recognised': True, 'recognized': True, 'deferred': True,
    'suspended': False, 'derecognised': False, 'derecognized': False,
}  # fmt: skip
REPORTING: Mapping[str, bool] = {'tick': True, 'tick-n': True, 'cross': False, 'cross-n': False}
# read as one text each; every other key is left alone
KEYS = (
    'unique_id', 'affiliate_code', 'group_name', 'org_type', 'region', 'group_country', 'group_contact1',
    'group_contact2', 'agreement_date', 'uptodate_reporting', 'out_of_compliance_level',
    'me_bypass_ooc_autochecks', 'recognition_status', 'member_count', 'dos_stamp',
)  # fmt: skip
CONTROL = re.compile(r'[\x00-\x1f\x7f]')
BREAK = re.compile(r'<br[ ]?/?>', re.IGNORECASE)


@dataclass(frozen=True)
class Affiliate:
    """One entry: its texts by key. A key that is not in `texts` is unknown, '' is said to be empty.

    `damaged`: a text holds control characters, which the portal never writes; a lost quote leaves some.
    """

    texts: Mapping[str, str]
    line: int = 0
    damaged: bool = False

    def get(self, key: str) -> str | None:
        """Return what the registry says, '' for nothing; None where it cannot be told."""
        return self.texts.get(key)

    @property
    def id(self) -> str:
        """Return the key that stays the same for ever; entries made by hand may lack it."""
        return self.texts.get('unique_id', '')

    @property
    def name(self) -> str:
        """Return the name, which is also the title of its page; '' where it cannot be told."""
        return self.texts.get('group_name', '')

    @property
    def code(self) -> str:
        """Return the short code ("WMSE"); two affiliates may share one."""
        return self.texts.get('affiliate_code', '')

    @property
    def key(self) -> str:
        """Return what tells it from all others: the id, else the folded name."""
        return self.id or f'name:{fold(self.name)}'

    @property
    def status(self) -> str:
        """Return the recognition status in small letters; '' where it cannot be told."""
        return self.texts.get('recognition_status', '').lower()

    @property
    def label(self) -> str:
        """Return what people call it."""
        return CONTROL.sub('', self.name or self.code or self.id)

    @property
    def members(self) -> int:
        """Return the number of members; 0 where it is unknown."""
        digits = re.sub(r'[^0-9]', '', self.texts.get('member_count', ''))
        return int(digits) if 0 < len(digits) < 10 else 0


@dataclass(frozen=True)
class Registry:
    """All entries in order, and what is wrong with some. `doubled` are the keys that two entries share."""

    affiliates: tuple[Affiliate, ...]
    problems: tuple[Problem, ...] = ()
    doubled: frozenset[str] = frozenset()
    by_key: Mapping[str, Affiliate] = field(default_factory=dict)


def fold(name: str) -> str:
    """Return a name in the form in which names compare: normal form C, case, blanks and apostrophes."""
    text = blanks(BIDI_MARKS.sub('', name)).replace('’', "'").replace('ʼ', "'")
    return unicodedata.normalize('NFC', text.casefold())


def parse(text: str, title: str = PAGE) -> Registry:
    """Read the registry. Raises LuaError where the module is anything but a table of entries.

    An entry that lacks a key, or has it twice with two values, is unknown in that and listed. An entry
    with a value that has no key is refused: a lost key may be the one that says *suspended*.
    """
    module = luadata.read(text)
    if module.fields:
        raise LuaError(
            module.fields[0].line, 1, f'{module.fields[0].key[:40]} stands where entries should be'
        )
    found: list[Affiliate] = []
    problems: list[Problem] = []
    for item in module.items:
        if not isinstance(item, LuaTable):
            raise LuaError(module.line, 1, 'holds something that is no entry in braces')
        if item.items:
            raise LuaError(item.line, 1, 'the entry that begins here has a value without a key')
        one, wrong = _entry(item, title)
        problems += wrong
        if one.id or one.name:
            found.append(one)
        else:
            problems.append(Problem(f'{title}, line {item.line}', 'this entry has neither id nor name'))
    if not found:
        raise LuaError(module.line, 1, 'the module holds no affiliate')
    doubled = _doubled(found)
    problems += [
        Problem(f'{title}, line {one.line}', f'{one.label} is the same as another entry')
        for one in found
        if shared(one) & doubled
    ]
    return Registry(tuple(found), tuple(problems), doubled, {one.key: one for one in found})


def shared(one: Affiliate) -> frozenset[str]:
    """Return what no two entries may share: the id and the folded name."""
    named = {f'name:{fold(one.name)}'} if one.name else set()
    return frozenset({one.id, *named} - {''})


def _doubled(found: Iterable[Affiliate]) -> frozenset[str]:
    counts = Counter(key for one in found for key in shared(one))
    return frozenset(key for key, count in counts.items() if count > 1)


def _entry(item: LuaTable, title: str) -> tuple[Affiliate, list[Problem]]:
    place, problems, texts = f'{title}, line {item.line}', [], {}
    for key in KEYS:
        values = {
            one.value if not isinstance(one.value, LuaTable) else None
            for one in item.fields
            if one.key == key
        }
        if len(values) == 1 and isinstance(value := next(iter(values)), str):
            texts[key] = ' '.join(BREAK.sub(' ', value).split())
        elif len(values) == 1 and isinstance(value, float):
            texts[key] = f'{value:g}'
        elif values:
            problems.append(Problem(place, f'{key} has two values, or none that is a text'))
    one = Affiliate(texts, item.line, damaged=_damaged(item))
    if one.damaged:
        problems.append(Problem(place, f'{one.label}: a text holds a character that nobody types'))
    problems += [Problem(place, f'{one.label or "the entry"}: {text}') for text in _strange(one)]
    return one, problems


def _damaged(value: object) -> bool:
    if isinstance(value, LuaTable):
        return any(_damaged(inner) for inner in (*value.items, *(one.value for one in value.fields)))
    return isinstance(value, str) and CONTROL.search(value) is not None


def _strange(one: Affiliate) -> Iterator[str]:
    """Return which values are missing or none that is known: such a fact is unknown."""
    known: Mapping[str, Iterable[str]] = {
        'recognition_status': STATUSES, 'uptodate_reporting': (*REPORTING, ''),
        'org_type': map(str.lower, TYPES), 'region': map(str.lower, REGIONS),
    }  # fmt: skip
    for key, values in known.items():
        text = one.get(key)
        if text is None and key != 'uptodate_reporting':
            yield f'{key} is missing'
        elif text is not None and text.lower() not in values:
            yield f'{key} is {text[:60]!r}, which is not known'
    for key in ('unique_id', 'group_name'):
        if not one.get(key):
            yield f'{key} is missing'
    recognised = one.get('agreement_date')
    if recognised and day(recognised) is None:
        yield f'agreement_date is {recognised[:30]!r}, which is no day'
    if one.name and not is_title(one.name):
        yield 'its name cannot be the title of a page'


def is_title(name: str) -> bool:
    """Return whether a page could have that name: then it is safe to ask a wiki about it."""
    try:
        ENGLISH.split(name)
    except ValueError:
        return False
    return '|' not in name and '#' not in name


def day(text: str) -> date | None:
    """Read a day as the registry writes them, DD/MM/YYYY or YYYY/MM/DD, or ISO; None for anything else."""
    parts = re.fullmatch(r'([0-9]{1,4})[/-]([0-9]{1,2})[/-]([0-9]{1,4})', text.strip())
    if not parts:
        return None
    first, month, last = (int(part) for part in parts.groups())
    year, number = (first, last) if len(parts[1]) == 4 else (last, first)
    if len(parts[1]) != 4 and len(parts[3]) != 4:
        return None
    try:
        return date(year, month, number)
    except ValueError:
        return None
