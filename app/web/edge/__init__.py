"""Everything between the socket and the framework."""
