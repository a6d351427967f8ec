"""What the pages show of proposals: small frozen values, so that templates hold no logic."""
