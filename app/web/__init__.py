"""The web face: pages, API and what they share."""
