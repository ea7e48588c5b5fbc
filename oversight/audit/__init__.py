"""Findings that only several documents together tell."""
