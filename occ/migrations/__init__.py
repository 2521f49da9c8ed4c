"""The schema and its steps (Alembic)."""
