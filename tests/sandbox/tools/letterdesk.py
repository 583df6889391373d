"""An organizer who writes letters on the farm: accounts with e-mail, a client list, a letter, a ledger."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from outreach.affiliates import clientlist
from outreach.affiliates.clientlist import Client
from outreach.letters.ledger import Ledger, LedgerEntry

from sandbox import pwb_folder
from sandbox.worlds.medicine import ADMIN, OPERATOR, ORGANIZER, SECOND_OPERATOR
from sandbox.worlds.medicine_meta import NO_MAIL, text_of
from tests.sandbox.tools import canaries
from tests.sandbox.tools.stage import CAMPAIGN, Stage

LETTER, PAGE = f'{CAMPAIGN}/Letter', f'{CAMPAIGN}/Letters'
TEXT = (
    '== An invitation ==\nDear {{{name|{{{affiliate|all}}}}}},\n'
    'see https://meta.example/x\n{{{why}}}\n{{{optout}}}'
)
SWEDISH = '== Inbjudan ==\nHej {{{name|alla}}},\nse https://meta.example/x\n{{{why}}}\n{{{optout}}}'
PEOPLE = (ORGANIZER, SECOND_OPERATOR, ADMIN)


def client(number: int, user: str = '', email: str = '', name: str = 'Ann', language: str = 'en') -> Client:
    """Return a line of a client list."""
    code, group = f'G{number}', f'Wikimedia Group {number}'
    return Client(
        f'id{number}', group, code, 'User Group', 'Europe', language, 1, user, name, email, '', 'registry',
        'usable', number,
    )  # fmt: skip


class LetterDesk:
    """Writes letters as the operator of a stage, with a ledger that begins empty."""

    def __init__(self, stage: Stage, more: str = '') -> None:
        self.stage, self.farm, self.more = stage, stage.farm, more
        self.folder = self.farm.pwb_directory(OPERATOR, more=more)
        self.private = self.folder / 'outreach' / 'private'
        self.mail = self.farm.directory / 'mail'
        self.clean()
        for name in (*PEOPLE, OPERATOR):
            self.give_address(name)
        stage.organizer.edit(CAMPAIGN, '{{Outreach campaign\n}}')
        stage.organizer.edit(NO_MAIL, text_of('nomail'))
        stage.organizer.edit(LETTER, TEXT)
        stage.organizer.edit(f'{LETTER}/sv', SWEDISH)

    def clean(self) -> None:
        """Forget what earlier tests sent, their ledger and their report."""
        for path in (self.mail, self.private / 'drafts'):
            shutil.rmtree(path, ignore_errors=True)
        for pattern in ('letters*', 'mailings-*'):
            for path in self.private.glob(pattern):
                path.unlink()

    def give_address(self, name: str, confirmed: str | None = '20260101000000') -> None:
        """Give an account of Meta an address, confirmed or not."""
        address = f'{canaries.OF_ACCOUNTS.decode()}.{name.replace(" ", ".")}@canary.example'
        self.farm.give_address('metawiki', name, address, confirmed)

    def clients(self, *some: Client, registry: int = 0) -> None:
        """Write the client list, from a revision of a registry."""
        self.private.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self.private / canaries.CLIENTS
        path.touch(mode=0o600)
        path.write_text(clientlist.render(some, registry, date.today()))  # noqa: DTZ011

    def run(self, *more: str, code: int = 0, proxy: str | None = None) -> str:
        """Run the script; it must end with this code, and name no address."""
        arguments = ('write_letters', f'-campaign:{CAMPAIGN}', '-always', '-pause:0', *more)
        # one folder, and so one ledger, whatever stands between it and the wikis
        secret = self.farm.password(OPERATOR)
        pwb_folder.write_configuration(self.folder, OPERATOR, secret, proxy or self.farm.proxy, self.more)
        with pwb_folder.start(self.folder, *arguments) as process:
            said, _ = process.communicate(timeout=300)
        assert process.returncode == code, said
        assert not canaries.holds(said.encode(), canaries.EVERY)
        assert 'Traceback' not in said
        return said

    def write(self, *more: str, code: int = 0, proxy: str | None = None) -> str:
        """Write to the people of the client list."""
        return self.run(f'-clients:{canaries.CLIENTS}', *more, code=code, proxy=proxy)

    def approved(self, *more: str) -> str:
        """Try, look, and return the option that approves what was shown."""
        self.write(*more, '-testto:me')
        shown = self.write(*more, code=3)
        found = re.search(r'-approve:[0-9a-f]{16}', shown)
        assert found, shown
        return found[0]

    def entries(self) -> list[LedgerEntry]:
        """Return what the ledger says."""
        book = Ledger.open(self.private, CAMPAIGN, LETTER)
        try:
            return book.entries()
        finally:
            book.close()

    def states(self) -> list[str]:
        """Return the states of all letters."""
        return [one.state.value for one in self.entries()]

    def mails(self) -> list[EmailMessage]:
        """Return what the wiki's mail system took, copies to the sender and tests left out."""
        found = [self._parsed(path) for path in sorted(self.mail.glob('*.eml'))]
        return [one for one in found if OPERATOR not in str(one['To'])]

    def drafts(self) -> list[EmailMessage]:
        """Return the drafts."""
        return [self._parsed(path) for path in sorted(self.private.glob('drafts/*/*.eml'))]

    def _parsed(self, path: Path) -> EmailMessage:
        return message_from_bytes(path.read_bytes(), policy=policy.default)

    def got(self) -> list[str]:
        """Return the accounts that got a letter by the wiki, once for each."""
        return sorted(one['To'].addresses[0].display_name for one in self.mails())


def everybody(users: Sequence[str] = PEOPLE) -> list[Client]:
    """Return a client for each account, without addresses."""
    return [client(number, user) for number, user in enumerate(users, 1)]
