"""What is recorded on real wikis tells of nobody, and keeps its shape."""

from __future__ import annotations

import json

import pytest
from outreach import replyshapes
from outreach.checks.recording import Replacing, fixture

from tests.samples.recorded import Recorded, recorded

ALL = [one for one in recorded() if not replyshapes.lacks_module(one.request, one.reply)]
TOLD = ('Ada', 'Part', 'Two', 'Warden', 'Edit warring', '71000001', '9100', 'Olga', 'Adda')


@pytest.mark.parametrize('one', ALL, ids=str)
def test_a_recording_has_the_same_shape_and_no_name(one: Recorded) -> None:
    made = fixture('look', one.date, one.request, one.reply, Replacing())
    assert replyshapes.wrong(made['request'], made['reply']) == ''
    text = json.dumps(made, ensure_ascii=False)
    assert [name for name in TOLD if f'"{name}"' in text or f':{name}"' in text] == []


def test_the_same_person_is_the_same_throughout() -> None:
    replace = Replacing()
    assert replace({'name': 'Ada'})['name'] == replace({'title': 'User talk:Ada'})['title'].partition(':')[2]
    assert replace({'userid': 7}) == replace({'userid': 7})
    assert replace({'userid': 0}) == {'userid': 0}


def test_what_a_wiki_tells_of_itself_stays_as_it_is() -> None:
    namespaces = {'3': {'id': 3, 'name': 'User talk', 'canonical': 'User talk', 'case': 'first-letter'}}
    reply = {'query': {'namespaces': namespaces, 'users': [{'name': 'Ada', 'userid': 3}]}}
    made = Replacing()(reply)['query']
    assert made['namespaces'] == namespaces
    assert made['users'] != reply['query']['users']
