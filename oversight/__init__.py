"""Records to answers: running, storing, comparing, exporting, reviewing."""
