"""What every room may use: ids, errors and their messages, the clock, changes."""
