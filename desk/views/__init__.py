"""The pages of the desk app."""
