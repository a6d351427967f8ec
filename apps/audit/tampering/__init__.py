"""Attacks on a log by somebody who may do everything in its database. Never run on a live one."""
