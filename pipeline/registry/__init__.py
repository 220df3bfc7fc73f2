"""Who is who, as PostgreSQL keeps it: mentions and pairs, people, plans, what happened to them."""
