"""Test data that we made ourselves."""
