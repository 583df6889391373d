"""A reader that never comes to the end of one answer, run as `guardedreading` runs readers."""

from __future__ import annotations

import sys
import time

from outreach.guardedreading import serve

ENDLESS = b'for ever'


def read(body: bytes, *_about: str) -> dict[str, str]:
    """Return the body as it is; wait for ever at one of them."""
    while body == ENDLESS:
        time.sleep(1)
    return {'body': body.decode()}


if __name__ == '__main__':
    serve(read, sys.stdin, sys.stdout, int(sys.argv[1]))
