"""The linkage benchmark: who is who in labelled synthetic files, by retour and by its peers on the same file."""
