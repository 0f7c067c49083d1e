"""The rules of the linter, by what they look at; each yields what it finds."""
