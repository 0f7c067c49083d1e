"""How the bank is made from the knowledge base; the window never imports this."""
