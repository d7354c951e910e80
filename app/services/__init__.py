"""The modules that code outside this repository imports by name."""
