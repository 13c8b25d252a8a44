"""Speak to other people's triple stores by the SPARQL 1.1 Graph Store Protocol."""
