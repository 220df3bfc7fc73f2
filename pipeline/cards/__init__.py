"""Pre-printed cards: codes that are given out once, sheets to cut, and what replaces a lost card."""
