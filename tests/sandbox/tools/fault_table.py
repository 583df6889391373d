"""Kill and break a real campaign at every step of the send path, go on after it, and count.

`make faults` runs every case and prints the table; `test_faults.py` runs a telling part of it. Parts and
seeds of schedules can be named: `python -m tests.sandbox.tools.fault_table schedules 6 7`. Each
case: the wikis are put back, a send is started and spoilt, it is started again until it has nothing
more to do (unsettled sends are rechecked and sent again as an operator would). Then every send to every
target that the log accepted is counted, for no guard against duplicates can hide one there; and the job
queues run, and the messages that are on the wikis are counted.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence

from sandbox.farm import Farm
from tests.sandbox.tools import hostile_messages
from tests.sandbox.tools.mishaps import SCENES
from tests.sandbox.tools.schedules import schedule
from tests.sandbox.tools.spoilt_sends import Case, Count, Scene, requests_of, spoil

SCHEDULES = 20
PARTS = ('cases', 'mishaps', 'schedules', 'messages')
HOW = ('kill after', 'lost before', 'lost after', '429', '502', '504', 'html')


def all_cases(scene: Scene) -> Iterator[Case]:
    """Return every case: killed at every request, and every fault at every write."""
    yield Case('nothing', 1)
    for number in range(1, requests_of(scene) + 1):
        yield Case('kill before', number)
    for kind in ('edit', 'massmessage'):
        for number in range(1, requests_of(scene, kind) + 1):
            for how in HOW:
                yield Case(how, number, kind)


def table(counts: Sequence[Count]) -> str:
    """Return the result as text."""
    lines = [
        f'{one.case:<78} runs {one.runs}  duplicates {len(one.duplicates)}  lost {len(one.lost)}'
        + (f'  {one.note.strip().splitlines()[-1]}' if one.note.strip() else '')
        for one in counts
    ]
    runs, twice = sum(one.runs for one in counts), sum(len(one.duplicates) for one in counts)
    lost, wrong = sum(len(one.lost) for one in counts), sum(bool(one.note or not one.hit) for one in counts)
    last = f'{len(counts)} cases, {runs} runs, duplicates: {twice}, lost: {lost}, otherwise wrong: {wrong}'
    return '\n'.join([*lines, last])


def counts_of(scene: Scene, parts: Sequence[str], seeds: Sequence[int]) -> Iterator[Count]:
    """Return what becomes of everybody: in each case, when something goes wrong around, in each schedule."""
    if 'cases' in parts:
        yield from (spoil(scene, case) for case in all_cases(scene))
    if 'mishaps' in parts:
        yield from (happen(scene) for happen in SCENES)
    if 'schedules' in parts:
        yield from (schedule(scene, seed) for seed in seeds)


def main() -> int:
    """Run everything, or the parts that are named, on a farm of its own and print the table."""
    started = time.monotonic()
    parts = [one for one in sys.argv[1:] if not one.isdigit()] or PARTS
    seeds = [int(one) for one in sys.argv[1:] if one.isdigit()] or range(1, SCHEDULES + 1)
    counts: list[Count] = []
    sent, wrong = 0, list[str]()
    with Farm.start() as farm:
        farm.reset('medicine')
        scene = Scene(farm, int(os.environ.get('FAULT_TARGETS', '200')))
        print(farm.describe())
        for count in counts_of(scene, parts, seeds):
            counts.append(count)
            print(table([count]).splitlines()[0], flush=True)
        if 'messages' in parts:
            sent, wrong = hostile_messages.differences(farm, 1850)
    print('\n'.join([f'{sent} hostile messages, otherwise than previewed: {len(wrong)}', *wrong]))
    print(table(counts).splitlines()[-1], f'({time.monotonic() - started:.0f} s)')
    return 0 if all(one.good for one in counts) and not wrong else 1


if __name__ == '__main__':
    raise SystemExit(main())
