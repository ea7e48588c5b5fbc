"""One file a change of form, numbered."""
