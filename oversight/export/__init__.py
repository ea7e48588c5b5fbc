"""Results as files, and back again."""
