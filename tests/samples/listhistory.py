"""The history of a list page that people and a script edit in turn, and the laws that it keeps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st
from outreach.lists.deliverylist import parse
from outreach.lists.entries import Target
from outreach.lists.merge import (
    ListRevision,
    Merge,
    history_of,
    merge,
)

from tests.samples.listtexts import HOME

HOSTS = ['de.wikipedia.org', 'sv.wikipedia.org', HOME]
PEOPLE = [Target(host, f'User talk:{name}') for name in 'ABCD' for host in HOSTS]
TEXTS = [
    '',
    'Lead.\n\n== Notes ==\nKeep me.\n',
    'Lead.\n== de.wikipedia.org ==\n== sv.wikipedia.org ==\n[[Category:X]]\n',
    '{{#target:User talk:A}}\n',
]
WANTED = st.lists(st.sampled_from(PEOPLE), max_size=6, unique=True)


@dataclass
class Wiki:
    """A list page with its history, edited by people and by a script."""

    text: str
    history: list[ListRevision] = field(default_factory=list)
    ours: set[Target] = field(default_factory=set)

    def save(self, text: str, *, ours: bool) -> None:
        if text != self.text or not self.history:
            self.text = text
            self.history.append(ListRevision(text, ours))

    def run(self, wanted: list[Target]) -> Merge:
        past = history_of(self.history, HOME)
        before = parse(self.text, HOME)
        ours = [target for target in before.targets if target not in past.added]
        merged = merge(before, wanted, removed_by_people=past.removed, ours=ours)
        self.save(merged.list.text, ours=True)
        return merged


EDITS = st.one_of(
    st.tuples(st.just('run'), WANTED),
    st.tuples(st.sampled_from(['add', 'remove', 'comment out']), st.sampled_from(PEOPLE)),
    st.tuples(st.just('write'), st.sampled_from(['A word.', '== A heading ==', '<!-- a remark -->'])),
)


def by_hand(text: str, kind: str, what: Any) -> str:
    """Edit as people do: at the end of the page, or in the line of an entry."""
    if kind == 'write':
        return f'{text.rstrip()}\n{what}\n'
    entries = [entry for entry in parse(text, HOME).entries if entry.target == what]
    if kind == 'add':
        name = what.page.removeprefix('User talk:')
        site = '' if what.host == HOME else f'|site={what.host}'
        return text if entries else f'{text.rstrip()}\n* {{{{Target|user={name}{site}}}}}\n'
    for entry in reversed(entries):
        new = f'<!-- {entry.written} -->' if kind == 'comment out' else ''
        text = text[: entry.start] + new + text[entry.end :]
    return text


def people_lose_nothing(text: str, edits: list[tuple[str, Any]]) -> None:
    """Play one history of people and the script editing a list in turn, and hold it to its laws."""
    wiki = Wiki('')
    wiki.save(text, ours=False)
    present = set(parse(text, HOME).targets)
    left: set[str] = set()
    written: list[str] = []
    for kind, what in edits:
        if kind == 'run':
            merged = wiki.run(what)
            listed = set(parse(wiki.text, HOME).targets)
            names = {target.page for target in listed}
            assert present <= listed
            assert not left & {target.page for target in merged.added}
            assert {target.page for target in what} - left <= names
            assert all(line in wiki.text for line in written)
            assert wiki.run(what).list.text == merged.list.text
            continue
        before = set(parse(wiki.text, HOME).targets)
        wiki.save(by_hand(wiki.text, kind, what), ours=False)
        after = set(parse(wiki.text, HOME).targets)
        present = (present | (after - before)) - (before - after)
        left |= {target.page for target in before - after}
        left -= {target.page for target in after - before}
        written += [what] if kind == 'write' else []
