"""The pages of policies: what is in force, drafts and their editor, backtests, versions, and the draft that watches."""
