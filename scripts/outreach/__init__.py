"""What the outreach scripts share: pure modules named for a noun of the field, and thin edges."""

from pathlib import Path

SCRIPTS = Path(__file__).resolve().parent.parent
