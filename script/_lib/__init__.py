"""What the commands share. Standard library only: it runs before the virtual environment exists.

`inside.py`, `web.py` and `walk.py` are the exceptions: they are run by the virtual environment's Python.
"""
