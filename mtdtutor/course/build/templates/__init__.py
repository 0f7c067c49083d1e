"""The question templates: one function each, from the knowledge base to questions."""
