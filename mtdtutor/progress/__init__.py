"""What the history says: events, totals and figures made from them, without a database."""
