"""The course: what is taught, as the running program reads it, and how its bank is built."""
