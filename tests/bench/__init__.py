"""How fast the backbone is beside what others would use, measured in one run on one machine."""
