"""Backtests: drafts asked about the recorded past, in parts that several workers take up."""
