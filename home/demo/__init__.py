"""The demo company: people, channels, items and pictures as plain data, loaded by ``script/demo``."""
