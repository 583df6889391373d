"""Try all attacks, or those whose numbers are given, on a farm of its own, and print the table."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from sandbox.farm import Farm
from tests.sandbox.tools.attacks import on_orders, on_records, on_send_pages
from tests.sandbox.tools.attacks.arena import Attack, verdict

ATTACKS = (*on_send_pages.ATTACKS, *on_orders.ATTACKS, *on_records.ATTACKS)


def table(rows: Sequence[tuple[Attack, str, str]]) -> str:
    """Return the verdicts as text."""
    lines = [f'{one.number:4} {one.what:54} {said:12} {why}' for one, said, why in rows]
    wrong = sum(said != one.wanted for one, said, _ in rows)
    return '\n'.join([*lines, f'{len(rows)} attacks, otherwise than wanted: {wrong}'])


def main() -> int:
    """Try them and print each as it is done."""
    rows = []
    chosen = [one for one in ATTACKS if {one.number, one.what} & set(sys.argv[1:])] or ATTACKS
    with Farm.start() as farm:
        farm.reset('medicine')
        before = farm.snapshot()
        print(farm.describe(), flush=True)
        for attack in chosen:
            rows.append((attack, *verdict(farm, attack)))
            print(table(rows[-1:]).splitlines()[0], flush=True)
            farm.restore(before)
    print(table(rows).splitlines()[-1])
    return 0 if all(said == one.wanted for one, said, _ in rows) else 1


if __name__ == '__main__':
    raise SystemExit(main())
