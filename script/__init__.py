"""The commands of the project. The files without an ending are run; what they share lies in _lib."""
