"""Afterword: reflection, requests for feedback and evaluation after a job interview."""

__version__ = "0.1.0"
