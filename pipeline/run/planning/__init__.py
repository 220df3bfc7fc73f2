"""What to do next, as commands ask for it: meetings and their packs, orientations, late work, samples."""
