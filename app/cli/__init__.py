"""The command `boxrank`: words and tables in a terminal, JSON for programs."""
