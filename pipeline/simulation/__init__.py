"""Synthetic returnees and what a programme does with them: for the demo, for training, for tests. Nobody is real."""
