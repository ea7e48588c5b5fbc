"""The review desk: the page beside its table, in the browser; correct, approve, compare."""
