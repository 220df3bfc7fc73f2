"""A whole programme on made-up data, played, counted and checked."""
