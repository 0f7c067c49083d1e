"""Widgets that know no service: they show values and report what people do."""
