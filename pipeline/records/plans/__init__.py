"""Plans over their life: which version holds what, who is in them, and which still go on."""
