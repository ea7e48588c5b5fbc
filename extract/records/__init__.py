"""From tables to measure records: header to field, section to instrument, normalised values."""
