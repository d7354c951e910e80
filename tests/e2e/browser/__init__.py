"""A package, so that the browser is closed with its last test: other tests have event loops of their own."""
