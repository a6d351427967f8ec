"""Sentence ⇄ rule. Pure: no Django, no table, no clock."""

from apps.policies.language.errors import NotUnderstood
from apps.policies.language.parse import parse
from apps.policies.language.render import render, words_of_test

__all__ = ["NotUnderstood", "parse", "render", "words_of_test"]
