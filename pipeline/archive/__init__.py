"""Every edition of every submission and form, append-only; all that follows can be rebuilt from it."""
