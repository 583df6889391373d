"""Settings in a template on a page: places, repeated values, comments, and all errors at once."""

from __future__ import annotations

import pytest
from outreach.problems import BadInput
from outreach.settings import by_name, flag, many, maybe, whole_number
from outreach.settingstemplate import parse

SETTINGS = by_name([maybe('length', whole_number(1, 100)), many('sources', str), flag('often')])
TEXT = """Hello
{{Some settings
| length = 5 <!-- not
too many -->
| sources =
* https://a.example/?x=1
https://b.example/
| often = yes
}}
"""


def test_each_value_has_its_place() -> None:
    found = parse(TEXT, 'News', 'Some settings', SETTINGS)
    assert [(one.name, one.value, one.place) for one in found] == [
        ('length', '5', 'News, line 3, parameter length'),
        ('sources', 'https://a.example/?x=1', 'News, line 6, parameter sources'),
        ('sources', 'https://b.example/', 'News, line 7, parameter sources'),
        ('often', 'yes', 'News, line 8, parameter often'),
    ]


@pytest.mark.parametrize(
    ('text', 'why'),
    [
        ('', 'holds no {{Some settings}}'),
        (TEXT * 2, 'holds 2 {{Some settings}}'),
        ('{{Other|length=5}}', 'holds no {{Some settings}}'),
    ],
)
def test_there_must_be_one_template(text: str, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        parse(text, 'News', 'Some settings', SETTINGS)


def test_all_errors_come_at_once() -> None:
    with pytest.raises(BadInput) as caught:
        parse('{{Some settings|lenght=5|length=0|often=maybe}}', 'News', 'Some settings', SETTINGS)
    assert [problem.place for problem in caught.value.problems] == [
        'News, line 1, parameter lenght',
        'News, line 1, parameter length',
        'News, line 1, parameter often',
    ]
    assert 'did you mean length?' in str(caught.value)
