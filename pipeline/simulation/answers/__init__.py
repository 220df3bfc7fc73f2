"""What enumerators type into the forms: KoBoToolbox's shape, full paths, only what the story is about."""
