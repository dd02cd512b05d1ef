"""Owns asking what becomes of texts that were typed when the program ended, and opening each where it was typed."""
