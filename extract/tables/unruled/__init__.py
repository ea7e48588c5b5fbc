"""Borderless and partially ruled tables: columns and rows by the white between their text."""
