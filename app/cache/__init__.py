"""Bytes and keys in two tiers: the process's own memory and Redis."""
