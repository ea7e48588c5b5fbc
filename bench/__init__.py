"""Measurements: how right the output is, and how fast it comes."""
