"""What each page of the web face shows, from the same reads."""
