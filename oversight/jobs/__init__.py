"""Running a function over many documents: workers, limits, progress."""
