"""The window: pages, widgets, theme, keys. Qt lives here and in ``app`` only."""
