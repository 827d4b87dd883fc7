"""Tests of beleidsgraaf."""
