"""Rules asked about what changed, their findings kept, explained, tried and overridden."""
