"""Stores what people and marketplaces report: observations and the catalogue."""
