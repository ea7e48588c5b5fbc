"""The store: what was read, what became of each file, what people corrected; SQLite or PostgreSQL."""
