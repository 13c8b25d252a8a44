"""Offer the command line: parse, call the library, print."""
