"""Trying a sentence on an action written by hand: no workspace, no table. What `manage.py policy try` does."""
