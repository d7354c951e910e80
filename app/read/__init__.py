"""One file per question a reader asks, each a function of a connection and a request."""
