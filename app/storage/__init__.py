"""What the database is made of: its URL, its engines, its one writer, its revision, its file."""
