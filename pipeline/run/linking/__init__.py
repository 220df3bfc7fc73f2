"""Who is who, worked on: what changed is read, compared, united; people decide where nobody can be sure."""
