"""What rules found: kept as it stands now, with when it became so, and what people declared about it."""
