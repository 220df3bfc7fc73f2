"""Small stories from the field, told to the whole chain: forms, decoding, people, plans, cases, rules."""
