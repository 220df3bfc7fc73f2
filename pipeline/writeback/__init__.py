"""Validation statuses the server should have: which ones to write, and what we wrote there."""
