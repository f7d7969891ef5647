"""Wording and identifiers: rules as data, findings as values."""
