"""Alembic's scripts; ``oversight.archive.migrate`` runs them."""
