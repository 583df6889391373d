"""The wikis of the sandbox, described to Pywikibot."""

from __future__ import annotations

from typing import ClassVar

from pywikibot import family

_WIKIPEDIAS = 'aa ar bn cs da de el en eo es fa fi fr he hu id it ja ko nl no pl pt ro ru sv th tr uk vi zh'


class Family(family.Family):
    """A farm under `.test` that is reached through a proxy on this machine."""

    name = 'sandbox'

    langs: ClassVar[dict[str, str]] = {
        'meta': 'meta.wikimedia.test',
        'wikidata': 'www.wikidata.test',
        'commons': 'commons.wikimedia.test',
        **{code: f'{code}.wikipedia.test' for code in _WIKIPEDIAS.split()},
    }

    interwiki_forward = None

    def protocol(self, code: str) -> str:  # noqa: ARG002 (the same on all wikis)
        """Speak plain HTTP: nothing leaves the machine."""
        return 'http'

    def scriptpath(self, code: str) -> str:  # noqa: ARG002 (the same on all wikis)
        """Return the folder of api.php."""
        return '/w'

    def dbName(self, code: str) -> str:  # noqa: N802 (Pywikibot's name)
        """Return the wiki's database name."""
        return f'{code}wiki'
