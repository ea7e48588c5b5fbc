"""Lets the tests here import their helper module ``page_paper``."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
