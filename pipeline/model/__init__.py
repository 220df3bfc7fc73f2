"""The nouns: frozen dataclasses that every room shares and that import nothing of ours."""
