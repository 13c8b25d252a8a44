"""Speak to other people's triple stores by the SPARQL 1.1 Graph Store Protocol."""

from __future__ import annotations

from newsgraph.remote.credentials import NOBODY, Credentials, credentials_from_netrc
from newsgraph.remote.endpoint import Endpoint, checked_address, checked_graph
from newsgraph.remote.graphstore import GraphStore, detect_profile
from newsgraph.remote.profiles import PROFILES, Profile, profile_of
from newsgraph.remote.transport import Limits

__all__ = [
    "NOBODY",
    "PROFILES",
    "Credentials",
    "Endpoint",
    "GraphStore",
    "Limits",
    "Profile",
    "checked_address",
    "checked_graph",
    "credentials_from_netrc",
    "detect_profile",
    "profile_of",
]
