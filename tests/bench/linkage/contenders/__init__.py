"""One program per contender; each runs in a fresh process and prints one JSON line about what it found."""
