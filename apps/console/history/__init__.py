"""A large and plausible past: what `manage.py generate_history` writes."""
