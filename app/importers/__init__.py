"""Outside formats, read into validated observations and catalogues."""
