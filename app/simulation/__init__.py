"""The invented market of the demonstration and the tests."""
