"""A practice network: a local server that speaks Mastodon's own wire format, for the demo and the tests.

It knows no app of the project, needs no database and listens on the loopback address only.
"""
