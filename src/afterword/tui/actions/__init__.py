"""The table of actions: every key of the app, said once."""
