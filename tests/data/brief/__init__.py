"""A sample letter in three formats."""
