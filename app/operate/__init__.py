"""What an operator runs: status, checks and the assets of the pages."""
