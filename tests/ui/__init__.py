"""Tests of the window, its pages and widgets, without a screen."""

from __future__ import annotations
