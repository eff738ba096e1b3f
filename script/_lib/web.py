"""What granian serves: the project's WSGI application, in web processes that end with their parent too."""

import os

from script._lib.processes import end_with_parent

# Granian's own parent watches over granian; this watches over granian's children, also when granian is killed.
end_with_parent(os.getppid())

from advocacy.wsgi import application  # noqa: E402

__all__ = ["application"]
