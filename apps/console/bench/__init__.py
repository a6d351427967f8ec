"""`manage.py bench`: how fast the product is, each figure as a ratio to what its database can do at that moment."""
