"""Previews: each message as the wiki shows it, before anybody gets it."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from outreach import navigation
from outreach.run import Change, Run
from outreach.sends.message import Message
from outreach.sends.messagelint import MessageFinding
from outreach.settings import CAMPAIGN, UNDER
from outreach.wiki import Wiki

PAGE = """<!DOCTYPE html>
<html lang="{language}" dir="{direction}"><head><meta charset="utf-8"><title>{title}</title>
<base href="https://{host}/"><style>{style}</style></head>
<body>
{body}
</body></html>
"""
INDEX = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Previews</title><style>{style}</style></head>
<body>
<h1>Previews</h1>
<ul>
{items}
</ul>
</body></html>
"""
ITEM = '<li>{code}: <a href="{name}.html"><bdi>{title}</bdi></a> (<a href="{name}.wikitext">text</a>)</li>'
# as wide as a talk page is read; the colours are the browser's own, be they light or dark
STYLE = (
    ':root { color-scheme: light dark; } '
    'body { font-family: sans-serif; line-height: 1.6; max-inline-size: 50em; '
    'margin: 1em auto; padding-inline: 1em; }'
)


@dataclass(frozen=True)
class Preview:
    """A message as it will arrive: its wikitext with the heading, and how the wiki renders that.

    `direction` is that of its language (ltr or rtl), `language_links` are the links that would vanish
    from the text, by the wiki's own parser.
    """

    message: Message
    wikitext: str
    html: str
    direction: str = 'ltr'
    language_links: tuple[str, ...] = ()

    def findings(self) -> list[MessageFinding]:
        """Return what only a real parse shows."""
        links = ', '.join(self.language_links)
        text = f'the wiki takes these links for language links, which vanish: {links}'
        return [MessageFinding(self.message.title, text, error=True)] if links else []


def section(subject: str, body: str) -> str:
    """Return the section that MassMessage adds to a page, without its hidden comment."""
    return f'== {subject} ==\n\n{body}'


def render(wiki: Wiki, message: Message, body: str, direction: str) -> Preview:
    """Render a message on the campaign's wiki with one request, as a section on a talk page there."""
    text = section(message.subject, body)
    reply = wiki.call(
        action='parse',
        text=text,
        title='User talk:Example',  # what greets by {{BASEPAGENAME}} should not greet our account
        contentmodel='wikitext',
        pst=True,
        prop='text|langlinks',
        disablelimitreport=True,
        disableeditsection=True,
    )['parse']
    links = tuple(f'[[{one["lang"]}:{one["title"]}]]' for one in reply.get('langlinks', ()))
    return Preview(message, text, reply['text'], direction, links)


def write(previews: Iterable[Preview], folder: Path, host: str) -> list[Path]:
    """Write text and HTML of each preview to files named by language, and an index; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    items: list[str] = []
    seen: Counter[str] = Counter()
    for one in previews:
        code = one.message.language
        seen[code] += 1
        name = code if seen[code] == 1 else f'{code}-{seen[code]}'
        text, page = folder / f'{name}.wikitext', folder / f'{name}.html'
        text.write_text(one.wikitext + '\n', encoding='utf-8')
        page.write_text(
            PAGE.format(
                language=code,
                direction=one.direction,
                title=html.escape(one.message.subject),
                host=host,
                body=one.html,
                style=STYLE,
            ),
            encoding='utf-8',
        )
        written += [text, page]
        items.append(ITEM.format(code=code, name=name, title=html.escape(one.message.subject)))
    index = folder / 'index.html'
    index.write_text(INDEX.format(style=STYLE, items='\n'.join(items)), encoding='utf-8')
    return [*written, index]


def sandbox_page(user: str) -> str:
    """Return the title of the page on which a sender looks at previews."""
    return f'User:{user}/Message preview'


def on_page(previews: Sequence[Preview], lead: str) -> str:
    """Return the wikitext of a page with all previews below a line that says what it is.

    Links work there as they will elsewhere.
    """
    return '\n\n'.join([f"''{lead}''", *(one.wikitext for one in previews)])


def write_page(run: Run, previews: Sequence[Preview]) -> str:
    """Write all previews to a page of our own on consent; return its title."""
    title = sandbox_page(run.home.user_name)
    run.may_write([title])
    link = navigation.link(run.given[CAMPAIGN] or run.given[UNDER] or '')
    lead = run.say('preview-lead', campaign=link, user=run.home.user_name)
    change = Change(run.home.read(title), lambda _now: on_page(previews, lead), run.say('preview'))
    run.consent(f'Write the previews to {title}?', [title], changes=[change])
    run.home.update(title, change.transform, change.summary, page=change.before)
    return title
