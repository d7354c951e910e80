"""All SQL of Boxrank: questions and writes, in sets, the same statements on SQLite and PostgreSQL."""
