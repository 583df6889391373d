"""Settings of a campaign page: stricter by anybody, looser only by accounts that we trust."""

from __future__ import annotations

from datetime import date

import pytest
from outreach.campaign import APPROVAL, COOLDOWN, DAILYCAP, DELAY, EXCLUDE, FAILLIMIT, NOTBEFORE, TESTERS
from outreach.safety import SafeSettings, hold
from outreach.settings import CAMPAIGN, Setting, WrittenSetting, from_command_line, resolve
from outreach.trust import authorship

from tests.samples.sendwiki import SendWiki, trust

SETTINGS = (CAMPAIGN, APPROVAL, DAILYCAP, COOLDOWN, FAILLIMIT, DELAY, NOTBEFORE, TESTERS, EXCLUDE)
Page = frozenset[tuple[str, str]]
NOTHING: Page = frozenset()


def page(**values: str) -> Page:
    return frozenset(values.items())


def held(*history: tuple[str, Page], args: tuple[str, ...] = ()) -> SafeSettings:
    now = [
        WrittenSetting(name, value, f'X, line 1, parameter {name}') for name, value in sorted(history[-1][1])
    ]
    given = resolve(SETTINGS, from_command_line(args, SETTINGS)[0], now)
    return hold(given, authorship(history), trust(SendWiki(), 'Organizer'), SETTINGS)


@pytest.mark.parametrize(
    ('setting', 'looser', 'stricter'),
    [
        (DAILYCAP, '1000000', '10'),
        (COOLDOWN, '0', '90'),
        (FAILLIMIT, '100', '1'),
    ],
)
def test_anybody_makes_a_page_stricter_and_nobody_looser(
    setting: Setting[int], looser: str, stricter: str
) -> None:
    for value, counts in ((looser, setting.default), (stricter, int(stricter))):
        now = held(('Eve', page(**{setting.name: value})))
        assert now.given[setting] == counts
        assert bool(now.told) is (value == looser)
        assert now.doubts == (f'settings by Eve: {setting.name}',)
        assert held(('Organizer', page(**{setting.name: value}))).given[setting] == int(value)
        assert held(('Organizer', page(**{setting.name: value}))).doubts == ()
        # the command line comes first
        given = held(('Eve', page(**{setting.name: value})), args=(f'-{setting.name}:7',)).given
        assert given[setting] == 7


def test_what_we_wrote_holds_where_others_took_it_off() -> None:
    ours = page(approval='yes', delay='3', notbefore='2026-12-01', testers='T', exclude='No')
    for after in (NOTHING, page(approval='no', delay='0', exclude='Other')):
        now = held(('Organizer', ours), ('Eve', after))
        assert now.given[APPROVAL] is True
        assert now.given[DELAY] == 3
        assert now.given[NOTBEFORE] == date(2026, 12, 1)
        assert now.given[TESTERS] == 'T'
        assert 'No' in now.given[EXCLUDE]
        assert any('Eve' in doubt for doubt in now.doubts)
    now = held(('Organizer', ours), ('Organizer', NOTHING))
    assert (now.given[APPROVAL], now.given[DELAY], now.doubts) == (False, 0, ())


def test_what_we_write_after_somebody_removed_our_value_is_our_last_word() -> None:
    ours, eve = ('Organizer', page(dailycap='10', testers='T', exclude='No')), ('Eve', NOTHING)
    now = held(ours, eve, ('Organizer', page(dailycap='9000', testers='U', exclude='Other')))
    assert (now.given[DAILYCAP], now.given[TESTERS], now.told) == (9000, 'U', ())
    # whom somebody else removed from who is left alone stays so, and that is a doubt
    assert (now.given[EXCLUDE], now.doubts) == (('Other', 'No'), ('settings by Eve: exclude',))
    # what somebody else puts back of ours is none
    back = held(('Organizer', page(dailycap='9000')), ours, ('Eve', page(dailycap='9000')))
    assert back.given[DAILYCAP] == 10


def test_our_save_vouches_only_for_what_it_added() -> None:
    now = held(('Eve', page(dailycap='1000000')), ('Organizer', page(dailycap='1000000', delay='1')))
    assert now.given[DAILYCAP] == DAILYCAP.default


def test_an_approval_covers_looser_values() -> None:
    now = held(('Organizer', page(approval='yes')), ('Eve', page(approval='yes', dailycap='9000')))
    assert now.given[DAILYCAP] == 9000
    assert now.doubts == ('settings by Eve: dailycap',)


def test_what_we_took_off_holds_for_nobody_who_puts_it_back() -> None:
    ours, looser = page(dailycap='10'), page(dailycap='9000')
    assert held(('Organizer', looser), ('Organizer', ours), ('Eve', looser)).given[DAILYCAP] == 10
    back = held(('Organizer', looser), ('Organizer', ours), ('Eve', looser), ('Eve', NOTHING))
    assert back.given[DAILYCAP] == 10
    # who puts back what we wrote makes no doubt
    assert held(('Organizer', ours), ('Eve', looser), ('Dan', ours)).doubts == ()
