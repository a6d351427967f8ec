"""Pages: what is spent against which cap, one budget with what holds it, and the forms that propose a change."""
