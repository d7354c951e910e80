"""One file per question; every read is a function of a connection and a request."""
