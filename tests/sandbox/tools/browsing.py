"""People who have a browser and nothing else: they open pages, press what stands there, fill in and save."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

from playwright.sync_api import Browser, Page, sync_playwright

from sandbox.farm import Farm
from tests.sandbox.tools.stage import META

PATIENCE = 120_000  # milliseconds: a page of the sandbox comes slowly where many things run
BOX, SAVE = '#wpTextbox1', '#wpSave'


@contextmanager
def chromium(farm: Farm) -> Iterator[Browser]:
    """Start Debian's Chromium on the wikis of a farm."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which('chromium'),
            proxy={'server': farm.proxy},
            # it opens pages of the sandbox alone, and containers let it have neither of these
            args=['--no-sandbox', '--disable-dev-shm-usage'],
        )
        yield browser
        browser.close()


class Person:
    """Somebody with an account, at a browser of their own."""

    def __init__(self, farm: Farm, browser: Browser, name: str, language: str = 'en') -> None:
        self.farm, self.name = farm, name
        if language != 'en':
            self._speaks(language)
        self.page: Page = browser.new_context(viewport={'width': 1280, 'height': 900}).new_page()
        self.page.set_default_timeout(PATIENCE)

    def _speaks(self, language: str) -> None:
        """Choose the language of the interface, as one does in the preferences."""
        session = self.farm.login(self.name)
        session.call(action='options', change=f'language={language}', token=session.token())

    def log_in(self, host: str = META) -> Person:
        """Log in on a wiki by its form."""
        self.open('Special:UserLogin', host)
        self.page.fill('#wpName1', self.name)
        self.page.fill('#wpPassword1', self.farm.password(self.name))
        self.page.click('#wpLoginAttempt')
        self.page.wait_for_selector('#pt-logout')
        return self

    def open(self, title: str, host: str = META, query: str = '') -> None:
        """Look at a page."""
        self.page.goto(f'http://{host}/wiki/{quote(title.replace(" ", "_"))}{query}')

    def press(self, label: str, within: str = '#mw-content-text') -> None:
        """Press the first link with this label; there must be one."""
        link = self.page.locator(f'{within} a', has_text=re.compile(f'^{re.escape(label)}$')).first
        with self.page.expect_navigation():
            link.click()

    def start(self, button: str, name: str) -> None:
        """Give a campaign its name beside a button of the help page, and press the button."""
        form = self.page.locator('form', has=self.page.locator(f'[value="{button}"]'))
        form.locator('input[name="title"]').fill(name)
        with self.page.expect_navigation():
            form.locator(f'[value="{button}"]').click()

    def fill(self, **values: str) -> None:
        """Fill in lines of the form of a campaign, and add those that it has not."""
        text = self.page.input_value(BOX)
        for name, value in values.items():
            line = re.compile(rf'^\| {name} =.*$', re.MULTILINE)
            new = f'| {name} = {value}'
            text = line.sub(new, text) if line.search(text) else text.replace('\n}}', f'\n{new}\n}}}}', 1)
        self.page.fill(BOX, text)

    def replace(self, **words: str) -> None:
        """Write over words of a form; underscores stand for blanks."""
        text = self.page.input_value(BOX)
        for old, new in words.items():
            seen = old.replace('_', ' ')
            assert seen in text, text
            text = text.replace(seen, new)
        self.page.fill(BOX, text)

    def write(self, title: str, text: str) -> None:
        """Write a page, whatever stands there."""
        self.open(title, query='?action=edit')
        self.page.fill(BOX, text)
        self.save()

    def save(self) -> None:
        """Press the button below the form; the page must be there then."""
        with self.page.expect_navigation():
            self.page.click(SAVE)
        assert not self.page.locator(BOX).count(), self.page.inner_text('#mw-content-text')[:2000]

    @property
    def sees(self) -> str:
        """Return the text of the page that is open."""
        text: str = self.page.inner_text('#mw-content-text')
        return text

    def direction(self, selector: str) -> tuple[str, str]:
        """Return language and direction of something on the page, as browsers read it out and lay it out."""
        found: list[str] = self.page.locator(selector).first.evaluate(
            'one => [one.closest("[lang]").lang, getComputedStyle(one).direction]'
        )
        return found[0], found[1]
