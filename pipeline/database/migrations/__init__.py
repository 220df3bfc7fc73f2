"""The fixed tables' history: one hand-written step per file, in one line."""
