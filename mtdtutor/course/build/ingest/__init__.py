"""From messy pages to candidates for the knowledge base, each with its exact place."""
