"""The window: pages, widgets, theme, keys. Qt lives here and in ``app`` only."""

from __future__ import annotations

from mtdtutor.ui.immortal import keep_singletons

# Before anything of Qt is called; see the module for the reason.
keep_singletons()
