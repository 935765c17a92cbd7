"""Adjudication: what annotators agree on is merged, the rest is put before a person."""
