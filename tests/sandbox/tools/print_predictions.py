"""Run by `pwb`: print as JSON what the linter predicts for each entry of the lists given as arguments."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from outreach import wiki
from outreach.checks.lint import predict
from outreach.checks.lookup import collect, rules_of
from outreach.exitcodes import exit_code
from outreach.farm import connect
from outreach.lists.listpages import find_lists


def main(*args: str) -> int:
    """Read the lists and print {title: [[line, state], …]}."""
    titles = wiki.arguments(args)
    farm = connect()
    namespaces = rules_of(farm.home).namespaces
    lists = [listed for title in titles for _, listed in find_lists(farm.home, title, namespaces)]
    standing = collect(farm, [target for listed in lists for target in listed.named], datetime.now(UTC))
    told = {
        listed.title: [(entry.line, state.value) for entry, state in predict(listed, standing).items()]
        for listed in lists
    }
    print('PREDICTED' + json.dumps(told))
    return 0


if __name__ == '__main__':
    raise SystemExit(exit_code(main))
