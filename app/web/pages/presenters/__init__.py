"""Results of the services in, view models of the pages out."""
