"""Owns the one weight that ends all weighing: a standard said what the mail is."""

DECISIVE = 30.0
