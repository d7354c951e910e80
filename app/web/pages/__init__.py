"""Pages: view data in, HTML out."""
