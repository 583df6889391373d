"""post_events as it is, its connections led to the server of the sandbox where one runs."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from sandbox import leading


def main(*args: str) -> int:
    """Run the script that users run."""
    return leading.run('post_events', *args)


if __name__ == '__main__':
    raise SystemExit(main())
