"""One file measures one thing."""
