"""The people of the world "medicine", what each of them did, and where each must end up.

Truth is under the default rule of `build_targets`: in the last five years at least 5 edits, 3 pages
or 2,000 bytes on the topic, active within 365 days, one wiki each. Reasons are those of
the funnel (`outreach.audience.people.Exclusion`), and OUTSIDE for whom the funnel never saw.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sandbox.wikis import BY_DBNAME
from sandbox.world import Outcome, Truth
from sandbox.worlds.medicine_articles import WIKIPEDIAS


class Habit(StrEnum):
    """How somebody edits."""

    WRITES = 'writes'
    IS_REVERTED = 'is reverted'
    REVERTS = 'reverts'
    IS_DELETED = 'is deleted'


@dataclass(frozen=True)
class Person:
    """One global account. Days count back from the world's now; sizes are bytes per edit."""

    name: str
    counts: Mapping[str, int]
    edits: Mapping[str, int]
    truth: Truth
    home: str
    habit: Habit = Habit.WRITES
    on_topic: bool = True
    days: tuple[int, int] = (12, 900)
    size: int = 240
    pages: int = 99
    talk: Mapping[str, str] = field(default_factory=dict)
    userpage: Mapping[str, str] = field(default_factory=dict)
    protected: Sequence[str] = ()
    groups: Mapping[str, Sequence[str]] = field(default_factory=dict)
    global_groups: Sequence[str] = ()
    blocks: Mapping[str, str] = field(default_factory=dict)
    locked: bool = False
    on_meta: bool = True
    active_elsewhere: tuple[str, int] | None = None


def on(dbname: str, reason: str = 'included', outcome: Outcome = Outcome.DELIVERED) -> Truth:
    """The person belongs on the list, with the talk page on this Wikipedia."""
    return Truth(BY_DBNAME[dbname].host, reason, outcome)


def out(reason: str) -> Truth:
    """The person must not be on the list."""
    return Truth(None, reason)


def per_wiki(text: str) -> dict[str, int]:
    """Read 'svwiki 4100, enwiki 300'."""
    pairs = (part.split() for part in text.split(',') if part.strip())
    return {wiki: int(number) for wiki, number in pairs}


def person(name: str, counts: str, edits: str, truth: Truth | None = None, **more: Any) -> Person:
    """Make a person; the first wiki of `counts` is the home wiki and, unless said, the right one."""
    by_wiki = per_wiki(counts)
    first = next(iter(by_wiki))
    more.setdefault('home', first)
    return Person(name, by_wiki, per_wiki(edits), truth or on(first), **more)


LONG_NAME = 'The exceedingly patient contributor of medical articles and collector of old remedies'
HAN_85 = '醫' * 85

# name | edits on each wiki, the home wiki first | edits to the topic; each belongs on the home wiki
ORDINARY = f"""\
Ingrid Ek | svwiki 4100, enwiki 300 | svwiki 7
Per Dahlström | svwiki 900 | svwiki 6
Åsa Öberg | svwiki 2200, nowiki 40 | svwiki 9, nowiki 1
Grace Abara | enwiki 15000, commonswiki 900 | enwiki 14
Tobias Finch | enwiki 800 | enwiki 6
Meredith Vale | enwiki 3300, frwiki 120 | enwiki 8, frwiki 1
Hollis Grant | enwiki 640 | enwiki 5
Lucía Robles | eswiki 7100, enwiki 420 | eswiki 12
Iñaki Etxe | eswiki 560 | eswiki 6
Pilar Montes | eswiki 1800, ptwiki 60 | eswiki 7
Jürgen Groß | dewiki 9800, enwiki 700 | dewiki 11
Anke Behrens | dewiki 450 | dewiki 5
Élodie Marchand | frwiki 6200 | frwiki 10
Paweł Żak | plwiki 3900 | plwiki 8
João Peçanha | ptwiki 2600, eswiki 90 | ptwiki 7
Giulia Conti | itwiki 1900 | itwiki 6
Sanne de Wit | nlwiki 1300 | nlwiki 6
Kaisa Lehto | fiwiki 750 | fiwiki 5
Jiří Novotný | cswiki 880 | cswiki 5
Nguyễn Thu | viwiki 620 | viwiki 5
Dewi Lestari K | idwiki 410 | idwiki 5
Lingvo Amanto | eowiki 3100 | eowiki 5
د. ليلى حداد | arwiki 5100, enwiki 210 | arwiki 9
سامي النجار | arwiki 730 | arwiki 6
דנה לוי | hewiki 2900, enwiki 80 | hewiki 8
佐藤 薬 | jawiki 4400 | jawiki 7
王医生 | zhwiki 1200 | zhwiki 5
{HAN_85} | zhwiki 300 | zhwiki 5
김약사 | kowiki 510 | kowiki 5
Σοφία Ιατρού | elwiki 690 | elwiki 5
Олена Лікар | ukwiki 1500, ruwiki 300 | ukwiki 6, ruwiki 1
O'Brien d'Arcy | enwiki 1100 | enwiki 6
Ann''e Quotes | enwiki 520 | enwiki 5
E=mc2 Nurse | enwiki 930 | enwiki 5
Site=User=X | svwiki 350 | svwiki 5
Mail@Example | eswiki 480 | eswiki 6
Kari｜Medic | nowiki 640 | nowiki 5
Box│Lid | enwiki 390 | enwiki 5
...Dotty | enwiki 280 | enwiki 5
{LONG_NAME} | enwiki 2100 | enwiki 6
"""

# Too little on the topic.
PASSERS_BY = """\
Casual Cora | enwiki 90 | enwiki 2
Casual Sven | svwiki 45 | svwiki 1
Casual Rosa | eswiki 60 | eswiki 2
Casual Omar | arwiki 20 | arwiki 1
Casual Emil | dewiki 75 | dewiki 2
Casual Ludo | frwiki 33 | frwiki 1
Casual Kenji | jawiki 15 | jawiki 1
Casual Ania | plwiki 55 | plwiki 2
"""

OUTSIDE = 'outside the topic'
BELOW = 'below-rule'
POLYGLOT_WIKIS = WIKIPEDIAS[:27]
STEWARD_WIKIS = (*WIKIPEDIAS, 'metawiki', 'wikidatawiki', 'commonswiki')


def _which_wiki() -> list[Person]:
    polyglot = dict.fromkeys(POLYGLOT_WIKIS, 20) | {'frwiki': 12000, 'dewiki': 4000}
    steward = dict.fromkeys(STEWARD_WIKIS, 400)
    return [
        Person('Vera Polyglot', polyglot, dict.fromkeys(POLYGLOT_WIKIS, 2), on('frwiki'), 'dewiki'),
        Person('Steward Ives', steward, {'enwiki': 6}, out('too-many-wikis'), 'enwiki'),
        person('Wanda Threehomes', 'eswiki 400, enwiki 8000, ptwiki 1500', 'ptwiki 6', on('ptwiki')),
        person('Ulla Smallshare', 'fiwiki 300, enwiki 9000, hewiki 60', 'hewiki 5', on('enwiki')),
        person('Commons Carl', 'dawiki 100, commonswiki 40000', 'dawiki 5', on('dawiki')),
        person('Two Topics Tor', 'nowiki 900, svwiki 2000', 'nowiki 5, svwiki 3', on('svwiki')),
        person('Milo Nometa', 'idwiki 700', 'idwiki 6', on_meta=False),
    ]


def _rule_edges() -> list[Person]:
    return [
        person('Edna Edge', 'enwiki 200', 'enwiki 5', pages=1, size=60),
        person('Tessa Three', 'svwiki 210', 'svwiki 3', size=60),
        person('Byte Bea', 'eswiki 220', 'eswiki 1', size=2000),
        person('Nearly Ned', 'enwiki 230', 'enwiki 4', out(BELOW), pages=2, size=499),
        person('Olle Oldtimer', 'svwiki 5200', 'svwiki 9', out(BELOW), days=(2300, 2900),
               active_elsewhere=('svwiki', 9)),
        person('Late Lars', 'dawiki 2400', 'dawiki 6', days=(600, 1100), active_elsewhere=('dawiki', 20)),
        person('Inga Inactive', 'nowiki 1700', 'nowiki 8', out('inactive'), days=(1100, 1500)),
        person('Rita Reverted', 'enwiki 40', 'enwiki 8', out('reverted'), habit=Habit.IS_REVERTED),
        person('Undo Uwe', 'dewiki 7000', 'dewiki 9', out('reverting'), habit=Habit.REVERTS),
        person('Dee Deleted', 'enwiki 60', 'enwiki 6', out(BELOW), habit=Habit.IS_DELETED),
        person('Founding Mother', 'enwiki 6000', '', out(BELOW)),
        person('Outside Otto', 'dewiki 3000', 'dewiki 9', out(OUTSIDE), on_topic=False),
        person('Outside Oda', 'enwiki 1000', 'enwiki 9', out(OUTSIDE), on_topic=False),
        person('Outside Olga', 'svwiki 500', 'svwiki 9', out(OUTSIDE), on_topic=False),
    ]  # fmt: skip


def _not_to_be_asked() -> list[Person]:
    opted_out = out('opted-out')
    return [
        person('Olga Optout', 'enwiki 5000, dewiki 600', 'enwiki 6, dewiki 2', opted_out,
               talk={'dewiki': '[[Kategorie:Von der Nachrichtenzustellung abgemeldet]]'}),
        person('Haim Optout', 'hewiki 900', 'hewiki 6', opted_out,
               talk={'hewiki': '[[קטגוריה:משתמשים שביקשו לא לקבל הודעות המוניות]]'}),
        person('Enid Optout', 'enwiki 1200', 'enwiki 6', opted_out, talk={'enwiki': '{{No newsletters}}'}),
        person('Rex Userpage', 'enwiki 810', 'enwiki 6',
               userpage={'enwiki': '[[Category:Wikipedians who opt out of message delivery]]'}),
        person('Nils Nobots', 'svwiki 1600', 'svwiki 7', out('nobots'), talk={'svwiki': '{{nobots}}'}),
        person('Dora Denied', 'frwiki 1500', 'frwiki 6', out('nobots'), talk={'frwiki': '{{bots|deny=all}}'}),
        person('Alma Allows', 'frwiki 1400', 'frwiki 6', talk={'frwiki': '{{bots|allow=all}}'}),
        person('TidyBot', 'enwiki 90000', 'enwiki 20', out('bot'), groups={'enwiki': ['bot']}, size=30),
        person('LinkBot', 'eswiki 70000, enwiki 300', 'eswiki 20', out('bot'),
               global_groups=['global-bot'], size=30),
        person('Lock Lockley', 'plwiki 800', 'plwiki 6', out('locked'), locked=True),
        person('Ivan Blocked', 'ruwiki 3000', 'ruwiki 7', out('blocked'), blocks={'ruwiki': 'two'}),
        person('Bo Partblock', 'svwiki 1100', 'svwiki 6', blocks={'svwiki': 'partial'}),
        person('Pat Pastblock', 'enwiki 770', 'enwiki 6', blocks={'enwiki': 'expired'}),
        person('Lena Elsewhere', 'eswiki 300, frwiki 5000', 'eswiki 5, frwiki 3', on('frwiki'),
               blocks={'eswiki': 'infinite'}),
        person('Xenia Excluded', 'itwiki 640', 'itwiki 6', out('excluded')),
        person('Tom Removed', 'nlwiki 720', 'nlwiki 6', out('left')),
    ]  # fmt: skip


def _same_people() -> list[Person]:
    by_hand = on('itwiki', 'added by hand')
    return [
        person('Nora Newname', 'svwiki 1250', 'svwiki 6'),
        person('Mira Main', 'enwiki 2700', 'enwiki 7'),
        person('Mira Alt', 'enwiki 400', 'enwiki 6', out('same-person'),
               talk={'enwiki': '#REDIRECT [[User talk:Mira Main]]'}),
        person('Petra Protected', 'frwiki 1900', 'frwiki 6', on('frwiki', outcome=Outcome.FAILED),
               talk={'frwiki': 'Please write to me by e-mail.'}, protected=['frwiki']),
        person('Hanna Handmade', 'itwiki 50', '', by_hand),
    ]  # fmt: skip


def _from_table(table: str, truth: Truth | None = None) -> list[Person]:
    rows = ([cell.strip() for cell in line.split('|')] for line in table.splitlines())
    return [person(name, counts, edits, truth) for name, counts, edits in rows]


def people() -> list[Person]:
    """Return everybody the truth speaks of, staff aside."""
    return [
        *_from_table(ORDINARY),
        *_from_table(PASSERS_BY, out(BELOW)),
        *_which_wiki(),
        *_rule_edges(),
        *_not_to_be_asked(),
        *_same_people(),
    ]


UNREGISTERED = ('192.0.2.17', '198.51.100.4', '203.0.113.200')
TEMPORARY = ('~2026-30412-7', '~2026-51877-2')
