"""A local server that answers as KoBoToolbox does, and simulated enumerators."""
