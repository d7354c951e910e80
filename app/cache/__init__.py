"""Bytes and keys in two tiers: process memory and Redis."""
