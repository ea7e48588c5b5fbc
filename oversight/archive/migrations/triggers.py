"""What SQLAlchemy's tables cannot say: the index for search, and that corrections are never changed."""

# The index holds no text of its own: triggers keep it in step with the records, also when a document's rows
# go by cascade. detail=none is enough for GLOB, is half the size and takes 1.2 instead of 2.2 ms a document.
SQLITE = (
    """CREATE VIRTUAL TABLE record_search USING fts5(
        search_text, content='records', content_rowid='id', tokenize='trigram case_sensitive 1',
        detail='none')""",
    """CREATE TRIGGER record_search_in AFTER INSERT ON records BEGIN
        INSERT INTO record_search(rowid, search_text) VALUES (new.id, new.search_text); END""",
    """CREATE TRIGGER record_search_out AFTER DELETE ON records BEGIN
        INSERT INTO record_search(record_search, rowid, search_text)
        VALUES ('delete', old.id, old.search_text); END""",
    """CREATE TRIGGER record_search_new AFTER UPDATE OF search_text ON records BEGIN
        INSERT INTO record_search(record_search, rowid, search_text)
        VALUES ('delete', old.id, old.search_text);
        INSERT INTO record_search(rowid, search_text) VALUES (new.id, new.search_text); END""",
    """CREATE TRIGGER corrections_stay BEFORE UPDATE ON corrections BEGIN
        SELECT RAISE(ABORT, 'corrections are never changed'); END""",
    """CREATE TRIGGER corrections_last BEFORE DELETE ON corrections BEGIN
        SELECT RAISE(ABORT, 'corrections are never deleted'); END""",
)
POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX ix_records_search ON records USING gin (search_text gin_trgm_ops)",
    """CREATE FUNCTION corrections_stay() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'corrections are never changed or deleted'; END $$""",
    """CREATE TRIGGER corrections_stay BEFORE UPDATE OR DELETE ON corrections
        FOR EACH ROW EXECUTE FUNCTION corrections_stay()""",
)
STATEMENTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
EVENTS = {
    "sqlite": (
        """CREATE TRIGGER events_stay BEFORE UPDATE ON events BEGIN
        SELECT RAISE(ABORT, 'events are never changed'); END""",
        """CREATE TRIGGER events_last BEFORE DELETE ON events BEGIN
        SELECT RAISE(ABORT, 'events are never deleted'); END""",
    ),
    "postgresql": (
        """CREATE TRIGGER events_stay BEFORE UPDATE OR DELETE ON events
        FOR EACH ROW EXECUTE FUNCTION corrections_stay()""",
    ),
}
