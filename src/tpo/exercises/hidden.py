"""Fresh scenarios for grading: reproducible for the instructor, unforeseeable for the learner.

The draw is seeded by HMAC-SHA256(secret, learner id + exercise id), so knowing the code does
not give the cases, and the same learner meets the same cases on every machine.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import random
from pathlib import Path

from tpo.notebook_env import SECRET

SELF_STUDY = "self-study"
"""The documented default secret, for people who learn alone and grade themselves."""


def secret_file() -> Path:
    """Where an instructor keeps the secret: outside every course folder."""
    return Path.home() / ".two-languages" / "grading-secret"


def secret() -> str:
    """The grading secret: TPO_GRADING_SECRET, else the secret file, else the default."""
    given = os.environ.get(SECRET, "").strip()
    if given:
        return given
    try:
        return secret_file().read_text(encoding="utf-8").strip() or SELF_STUDY
    except (OSError, ValueError):  # no file, or one that isn't UTF-8
        return SELF_STUDY


def seed(secret: str, learner: str, exercise: str) -> int:
    """What decides one learner's hidden cases in one exercise, and gives away nothing else."""
    message = f"{learner}\0{exercise}".encode()
    return int.from_bytes(hmac.new(secret.encode(), message, hashlib.sha256).digest(), "big")


def draw(secret: str, learner: str, exercise: str) -> random.Random:
    """The random source of one learner's hidden cases in one exercise."""
    return random.Random(seed(secret, learner, exercise))
