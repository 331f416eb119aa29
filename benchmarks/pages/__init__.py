"""How quick the pages are: on a phone's line, and for many readers at once."""
