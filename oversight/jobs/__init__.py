"""The run loop: guarded children, limits, and what became of each item; it knows no stage."""
