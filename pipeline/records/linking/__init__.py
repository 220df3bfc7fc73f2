"""Which records speak of the same person: names brought to one spelling, pairs weighed by Splink, people told apart."""
