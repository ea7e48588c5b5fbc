"""What stands on a page beside its text: stamps, signatures, notes by hand, page furniture."""
