"""A campaign on the farm for the tests of sending and delivery."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from outreach.sends import results, sendpage
from outreach.sends.results import Result
from outreach.sends.sendpage import SendPage

from sandbox.farm import Farm
from sandbox.worlds.medicine import ADMIN, OPERATOR, ORGANIZER

META, EN, SV, DE = 'meta.wikimedia.test', *(f'{code}.wikipedia.test' for code in ('en', 'sv', 'de'))
CAMPAIGN = 'Outreach/Delivery'
SEND = ('send_message', f'-campaign:{CAMPAIGN}', '-always')
CHECK = ('check_delivery', f'-campaign:{CAMPAIGN}', '-always')
LEAVE = '[[m:Outreach/Delivery/Targets]] 12:00, 1 May 2026 (UTC)'
TEXT = f'== Hello ==\nText of the message. {LEAVE}'
# a community agreed: so nobody is left out, and no text has to say more
GROUND = {'consent': 'agreed', 'discussion': 'https://meta.wikimedia.test/wiki/Talk:Outreach/Delivery'}
READERS = ('Grace Abara', 'Hollis Grant', 'Meredith Vale', 'Mira Main')


class Stage:
    """A campaign on the farm, set up by its organizer."""

    def __init__(self, farm: Farm) -> None:
        self.farm = farm
        self.organizer = farm.login(ORGANIZER)

    def prepare(self, *targets: tuple[str, str], message: str = TEXT, **settings: str) -> None:
        """Write list, message and campaign page."""
        lines = [f'* {{{{#target:{page}|{host}}}}}' for page, host in targets]
        self.organizer.edit(f'{CAMPAIGN}/Targets', '\n'.join(lines))
        self.organizer.edit(f'{CAMPAIGN}/Message', message)
        given = ''.join(
            f'| {name} = {value}\n' for name, value in {**GROUND, 'cooldown': '0', **settings}.items()
        )
        self.organizer.edit(CAMPAIGN, f'{{{{Outreach campaign\n{given}}}}}')

    def readers(self, **settings: str) -> None:
        """Prepare a campaign for some people on one wiki, each of whom has a talk page already."""
        admin = self.farm.login(ADMIN, EN)
        for name in READERS:
            admin.edit(f'User talk:{name}', '== Welcome ==\nHello.')
        self.prepare(*((f'User talk:{name}', EN) for name in READERS), **settings)

    def hours_later(self, dbname: str) -> None:
        """Let all sends, and what failed of them on a wiki, have been five hours ago."""
        ago = datetime.now(UTC) - timedelta(hours=5)
        moved = "UPDATE logging SET log_timestamp = ? WHERE log_type = 'massmessage'"
        self.farm.sql('metawiki', moved, f'{ago:%Y%m%d%H%M%S}')
        self.farm.sql(dbname, moved, f'{ago + timedelta(minutes=1):%Y%m%d%H%M%S}')

    def run(self, command: tuple[str, ...], *more: str, code: int = 0, user: str = OPERATOR) -> str:
        """Run a script that must end with this code; give what it said."""
        done = self.farm.pwb(*command, *more, user=user)
        assert done.returncode == code, done.stdout
        return done.stdout

    def page_title(self, wave: str = '1', language: str = 'en') -> str:
        return sendpage.send_title(CAMPAIGN, wave, language)

    def page(self, wave: str = '1', language: str = 'en') -> SendPage:
        title = self.page_title(wave, language)
        return sendpage.parse(self.organizer.text(title) or '', title)

    def results(self, wave: str = '1', language: str = 'en') -> dict[str, Result]:
        title = sendpage.results_title(sendpage.send_title(CAMPAIGN, wave, language))
        return {one.target.page: one for one in results.parse_results(self.organizer.text(title) or '')}

    def sends(self) -> list[str]:
        reply = self.organizer.call(
            action='query', list='logevents', leaction='massmessage/send', lelimit='max', leprop='title'
        )
        return [one.get('title', '') for one in reply['query']['logevents']]
