"""Who contributed significantly: what a person did to the pages of the topic, and two rules for it.

The plain rule asks for a number of edits, of pages or of bytes. The score is the three-factor score
of the CampaignEvents extension's invitation lists (0 to 100), worked out again from its description,
so that its users find the figures they know. Scores stay in local files; what is shown is a band.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

DAYS_IN_MONTH = 30


@dataclass(frozen=True, order=True)
class Contribution:
    """What one person did to one page inside the window.

    `added` is the sum of the changes in size, in bytes, and may be negative; `first` and `last` are
    ISO 8601 moments in UTC.
    """

    host: str
    page: int
    title: str
    edits: int
    added: int
    first: str
    last: str


def bytes_added(contributions: Iterable[Contribution]) -> int:
    """Return the bytes added: the sum of what each page gained, pages that shrank counting nothing."""
    return sum(max(0, contribution.added) for contribution in contributions)


@dataclass(frozen=True)
class PlainRule:
    """At least so many edits, pages or bytes; `need` says whether any is enough or all are needed.

    With E edits, P pages and B bytes added: E >= min_edits, P >= min_pages, B >= min_bytes. A zero
    takes its condition out of the rule.
    """

    min_edits: int = 5
    min_pages: int = 3
    min_bytes: int = 2000
    need: str = 'any'

    def __post_init__(self) -> None:
        if self.need not in ('any', 'all'):
            raise ValueError(f'must be any or all, not {self.need!r}')
        if min(self.min_edits, self.min_pages, self.min_bytes) < 0:
            raise ValueError('a minimum cannot be less than 0')
        if not (self.min_edits or self.min_pages or self.min_bytes):
            raise ValueError('minedits, minpages and minbytes are all 0: that is no rule')

    def met(self, contributions: Collection[Contribution]) -> bool:
        """Return whether these contributions, all of one person, reach the rule."""
        answers = [reached >= least for least, reached in self.reached(contributions).values() if least]
        return any(answers) if self.need == 'any' else all(answers)

    def reached(self, contributions: Collection[Contribution]) -> dict[str, tuple[int, int]]:
        """Return by condition how much is enough (0: it is none), and how much of it one person has."""
        return {
            'edits': (self.min_edits, sum(one.edits for one in contributions)),
            'pages': (self.min_pages, len({(one.host, one.page) for one in contributions})),
            'bytes': (self.min_bytes, bytes_added(contributions)),
        }

    @property
    def least_pages(self) -> int:
        """On how many pages at least anybody who meets this rule has edited."""
        only_pages = not self.min_edits and not self.min_bytes
        return max(1, self.min_pages) if self.need == 'all' or only_pages else 1


@dataclass(frozen=True)
class ScoreRule:
    """A score of at least `min_score` of 100."""

    min_score: int = 25

    def __post_init__(self) -> None:
        if not 0 <= self.min_score <= 100:
            raise ValueError(f'must be a score from 0 to 100, not {self.min_score!r}')

    least_pages = 1

    def met(self, contributions: Collection[Contribution], edits: int, now: datetime) -> bool:
        """Return whether one person's contributions, with `edits` in all, score high enough."""
        return score(contributions, edits, now) >= self.min_score


def page_score(added: int) -> float:
    """Return 0 to 1 for the bytes that one person added to one page; 0 where it did not grow."""
    if added <= 0:
        return 0.0
    kilobytes = added / 1000
    rise = 2 / (1 + math.exp(-0.42 * kilobytes**1.1)) - 1
    return rise * math.exp(-min(1e-5 / kilobytes**10, 700.0))


def pages_score(contributions: Iterable[Contribution]) -> float:
    """Return 0 to 1 for all pages together: one minus the product of what each leaves open."""
    return 1 - math.prod(1 - page_score(one.added) for one in contributions)


def experience_score(edits: int) -> float:
    """Return 0 to 1 for the number of all edits that the person has made."""
    return 2 / (1 + math.exp(-3 * (edits / 1000) ** 0.66)) - 1


def recency_score(days: float) -> float:
    """Return 0 to 1 for the days since the person's last edit: 1 today, near 0 after years."""
    months = max(0.0, days) / DAYS_IN_MONTH
    upper = months**2 + 1.2 * months + 0.7
    return upper / (0.3 * months**3 + upper)


def combined(bytes_part: float, experience_part: float, recency_part: float) -> int:
    """Return the whole score, 0 to 100: the geometric mean of the parts, weighed 4, 1 and 5."""
    return round(100 * math.pow(bytes_part**4 * experience_part * recency_part**5, 0.1))


def score(contributions: Collection[Contribution], edits: int, now: datetime) -> int:
    """Return the score of one person, 0 to 100.

    CampaignEvents counts on one wiki; over several, `edits` is the sum over them and the last edit
    is the last one that we saw anywhere. With no contributions the score is 0.
    """
    if not contributions:
        return 0
    last = max(datetime.fromisoformat(one.last) for one in contributions)
    days = (now - last).total_seconds() / 86400
    return combined(pages_score(contributions), experience_score(edits), recency_score(days))


def band(points: int) -> str:
    """Return the word that stands for a score wherever it is shown."""
    if points >= 70:
        return 'highly recommended'
    return 'recommended' if points >= 25 else 'not recommended'
