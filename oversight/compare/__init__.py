"""The same measure in other years and at other agencies."""
