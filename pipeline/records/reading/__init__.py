"""Submissions become the nouns of the practice: one file per family of forms."""
