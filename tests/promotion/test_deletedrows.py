"""Rows that somebody deleted from a log are found in its history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from outreach.promotion.deletedrows import deleted_rows
from outreach.wiki import Wiki

from tests.samples.cannedwiki import Canned


class History(Canned):
    """A wiki with the history of one log: a row for each letter, in revisions that hold more and more."""

    user_name = 'Bot'

    def __init__(self, *texts: str) -> None:
        self.texts, self.given = texts, 0
        super().__init__(self.reply)

    def reply(self, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        number = int(asked.get('rvcontinue', 0))
        self.given = number + 1
        text = ''.join(f'<!-- id:{one} -->' for one in self.texts[number])
        row = {'revid': number, 'timestamp': '', 'tags': [], 'slots': {'main': {'content': text}}}
        more = {'continue': {'rvcontinue': number + 1}} if number + 1 < len(self.texts) else {}
        return {'query': {'pages': [{'title': 'Log', 'revisions': [row]}]}, **more}


def deleted(wiki: History, **missing: int | date | None) -> set[str]:
    return set(deleted_rows(cast(Wiki, wiki), 'Log', missing))


def test_only_rows_that_once_stood_there_were_deleted() -> None:
    assert deleted(History('', 'ab', 'b'), a=5, c=5) == {'a'}
    assert deleted(History('ab')) == set()


def test_reading_stops_when_all_are_found() -> None:
    wiki = History('', 'a', 'ab', 'abc')
    assert deleted(wiki, a=5, b=6) == {'a', 'b'}
    assert wiki.given == 3


def test_each_kind_of_beginning_is_read_from_its_earliest() -> None:
    wiki = History('')
    deleted(wiki, a=9, b=5, c=date(2026, 2, 1), d=date(2026, 1, 1), e=None)
    begins = ('rvstartid', 'rvstart', 'rvuser')
    starts = [{key: asked[key] for key in begins if key in asked} for asked in wiki.asked]
    assert starts == [{'rvstartid': 5}, {'rvstart': '2026-01-01T00:00:00Z'}, {'rvuser': 'Bot'}]
