"""Where things lie."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REAL_DATA = ROOT / "data"
DEMO_DATA = ROOT / "data" / "demo"


def requirements(kind: str) -> Path:
    """The file of pinned and hashed packages: `base` to run, `dev` to test."""
    return ROOT / "requirements" / f"{kind}.txt"
