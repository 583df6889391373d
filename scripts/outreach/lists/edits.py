"""Changing a delivery list where it must change: entries taken out, changed, and put where they belong.

All other bytes stay as they are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from outreach.lists import listjson
from outreach.lists.deliverylist import JSON, DeliveryList, parse
from outreach.lists.entries import Entry, Target, written
from outreach.lists.listheadings import TOGETHER, ListParts, WikiHeadings, parts
from outreach.visibletext import end_of_line

LINE_WITH = re.compile(r'[ \t]*+[*#:;]*+[ \t]*+')


def without(current: DeliveryList, entries: Collection[Entry]) -> DeliveryList:
    """Return the list without these entries; a line that held nothing else goes with its entry."""
    if not entries:
        return current
    if current.model == JSON:
        remove = {entry.start for entry in entries}
        return _again(current, listjson.edited(current.text, current.home_host, remove, (), {}))
    text, kept, done = current.text, [], 0
    for some in _by_line(text, entries):
        begin, end = text.rfind('\n', 0, some[0].start) + 1, end_of_line(text, some[-1].end)
        cuts = zip(
            [begin, *(entry.end for entry in some)], [*(entry.start for entry in some), end], strict=True
        )
        rest = ''.join(text[after:before] for after, before in cuts)
        kept.append(text[done:begin])
        done = end
        if not LINE_WITH.fullmatch(rest):
            kept.append(rest)
        elif end < len(text):
            done = end + 1
        else:
            return _again(current, ''.join(kept).removesuffix('\n'))
    return _again(current, ''.join([*kept, text[done:]]))


def _by_line(text: str, entries: Iterable[Entry]) -> list[list[Entry]]:
    """Return the entries in order, those together that share a line."""
    lines: list[list[Entry]] = []
    end = -1
    for entry in sorted(entries, key=lambda entry: entry.start):
        if entry.start > end:
            lines.append([])
        lines[-1].append(entry)
        end = end_of_line(text, entry.end)
    return lines


def changed(current: DeliveryList, targets: Mapping[Entry, Target]) -> DeliveryList:
    """Return the list with the targets of these entries changed; the rest of each line stays."""
    if not targets:
        return current
    if current.model == JSON:
        change = {entry.start: target for entry, target in targets.items()}
        return _again(current, listjson.edited(current.text, current.home_host, (), (), change))
    pieces, done = [], 0
    for entry in sorted(targets, key=lambda entry: entry.start):
        new = written(targets[entry], entry.form, current.home_host)
        pieces += [current.text[done : entry.start], new]
        done = entry.end
    return _again(current, ''.join([*pieces, current.text[done:]]))


def _again(current: DeliveryList, text: str) -> DeliveryList:
    return parse(text, current.home_host, current.model, title=current.title)


def extended(
    current: DeliveryList, new: Sequence[Target], headings: WikiHeadings | None = None
) -> DeliveryList:
    """Return the list with these targets added, each where it belongs."""
    if not new:
        return current
    if current.model == JSON:
        return _again(current, listjson.edited(current.text, current.home_host, (), new, {}))
    headings = headings or WikiHeadings()
    there = parts(current)
    form = '#target' if _main_form(current) == '#target' else 'target'
    line = _line_writer(current, form)
    if not (there.by_host or there.together or headings.always):
        lines = [line(target) for target in new]
        return _again(current, _insert(current.text, {_after_last(current, 0, len(current.text)): lines}))
    hosts: dict[str, list[str]] = {}
    for target in new:
        hosts.setdefault(target.host, []).append(line(target))
    return _again(current, _insert(current.text, _insertions(current, there, hosts, headings)))


def _insertions(
    current: DeliveryList, there: ListParts, hosts: Mapping[str, Sequence[str]], headings: WikiHeadings
) -> dict[int, list[str]]:
    """Return the lines to put in, by place: under the heading of their wiki, or under a new one."""
    insertions: dict[int, list[str]] = {}
    few = there.joins({host: len(lines) for host, lines in hosts.items()}, headings.together)
    level = there.level
    apart: list[str] = []
    for host, lines in sorted(hosts.items()):
        section = there.by_host.get(host)
        if section:
            insertions.setdefault(_after_last(current, section.begin, section.end), []).extend(lines)
            continue
        if host in few:
            apart += lines
            continue
        later = [one.start for other, one in there.by_host.items() if other > host]
        later += [there.together.start] if there.together else []
        at = min(later, default=None)
        heading = f'{level} {headings.of(host)} {level}'
        block = ['', heading, *lines] if at is None else [heading, *lines, '']
        place = _after_last(current, 0, len(current.text)) if at is None else at
        insertions.setdefault(place, []).extend(block)
    if apart and there.together:
        place = _after_last(current, there.together.begin, there.together.end)
        insertions.setdefault(place, []).extend(apart)
    elif apart:
        place = _after_last(current, 0, len(current.text))
        block = ['', f'{level} {headings.together} {level} {TOGETHER}', *apart]
        insertions.setdefault(place, []).extend(block)
    return insertions


def _line_writer(current: DeliveryList, form: str) -> Callable[[Target], str]:
    """Return what writes a line for a target: with the bullet that the page uses most."""
    bullets: Counter[str] = Counter()
    for entry in current.entries:
        begin = current.text.rfind('\n', 0, entry.start) + 1
        lead = current.text[begin : entry.start]
        if LINE_WITH.fullmatch(lead):
            bullets[lead] += 1
    bullet = bullets.most_common(1)[0][0] if bullets else '* '
    return lambda target: bullet + written(target, form, current.home_host)


def _main_form(current: DeliveryList) -> str:
    forms = Counter(entry.form for entry in current.entries)
    return forms.most_common(1)[0][0] if forms else 'target'


def _after_last(current: DeliveryList, begin: int, end: int) -> int:
    """Return the end of the line of the last entry within the span, else the end of its text."""
    ends = [entry.end for entry in current.entries if begin <= entry.start < end]
    if not ends:
        return begin + len(current.text[begin:end].rstrip())
    return end_of_line(current.text, max(ends))


def _insert(text: str, insertions: Mapping[int, Sequence[str]]) -> str:
    """Put lines into the text: at the start of a line before it, at the end of one after it."""
    for at, lines in sorted(insertions.items(), reverse=True):
        block = '\n'.join(lines)
        before, after = text[:at], text[at:]
        if not before.strip():
            text = before + block.lstrip('\n') + ('\n' + after if after.strip() else after)
        elif before.endswith('\n') and after:
            text = before + block + '\n' + after
        else:
            text = before.rstrip('\n') + '\n' + block + after
    return text
