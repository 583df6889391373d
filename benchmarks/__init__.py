"""Requests, time and memory of a large run against the lower bound and against what people write today."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# The package of the scripts lies beside them, as it does when Pywikibot starts one.
sys.path.insert(0, str(ROOT / 'scripts'))
