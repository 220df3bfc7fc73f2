"""From the servers into the archive, and from there into the answers tables: pull and build."""
