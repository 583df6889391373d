"""A first look tries every request form that there is."""

from __future__ import annotations

from outreach import replyshapes
from outreach.checks import requestforms
from outreach.replies import asked_in

from tests.contract.test_shapes import SCRIPTS, declared_props, props_in, requests_in

FORMS = {**requestforms.forms('Ada'), **requestforms.of_wikidata()}
TRIED = {(kind, value) for form in FORMS.values() for kind, some in asked_in(form).items() for value in some}
# these are only asked about
WRITTEN = {('action', name) for name in (*requestforms.WRITES, 'paraminfo')}


def test_every_form_that_is_declared_is_tried() -> None:
    for kind, names in (
        ('list', replyshapes.LISTS),
        ('meta', [*replyshapes.METAS, 'siteinfo']),
        ('prop', replyshapes.PAGE),
        ('siprop', replyshapes.SITEINFO),
        ('action', replyshapes.ACTIONS),
    ):
        assert {(kind, name) for name in names} - TRIED - WRITTEN == set()
    assert declared_props() - TRIED == set()


def test_all_that_the_scripts_ask_is_tried() -> None:
    paths = [path for path in SCRIPTS.rglob('*.py') if path.stem != 'requestforms']
    asked = {pair for path in paths for pair in requests_in(path) if not pair[1].endswith('wiki')}
    assert asked - TRIED - WRITTEN == set()
    assert props_in(paths)[0] - TRIED == set()


def test_excuses_are_of_forms() -> None:
    assert requestforms.EXCUSES.keys() <= FORMS.keys()
    assert requestforms.forms('')['list=users']['ususers'] == 'Example'
