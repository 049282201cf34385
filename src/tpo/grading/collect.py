"""Collect what learners submitted, but only what they submitted themselves.

Everybody can write to nbgrader's inbound folder under anybody's name, and stock `nbgrader collect`
warns and collects it all the same: a forged submission replaced a real one. Here it is refused.
Links are not followed: they would be read with the instructor's rights.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from nbgrader.exchange import ExchangeError
from nbgrader.exchange.default import ExchangeCollect

REFUSED = "REFUSED: {} claims to be submitted by {} but is owned by {}. It was not collected."


class Collect(ExchangeCollect):
    """nbgrader's collect. On Windows and with ``check_owner`` off, nobody's name is checked."""

    def _path_to_record(self, path: str) -> dict[str, Any]:
        try:
            return super()._path_to_record(path)
        except (ExchangeError, ValueError, OverflowError):
            return {"username": "", "filename": os.path.basename(path), "timestamp": datetime.min}

    def _sort_by_timestamp(self, records: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The one place that every record of a learner passes."""
        return super()._sort_by_timestamp([r for r in records if self._genuine(r)] or records)

    def init_src(self) -> None:
        """Find what to collect; forget whoever has only forged submissions."""
        self._owners: dict[str, str] = {}
        super().init_src()
        found: list[dict[str, Any]] = self.src_records  # type: ignore[has-type]
        self.src_records = [record for record in found if self._genuine(record)]

    def _genuine(self, record: dict[str, Any]) -> bool:
        name, claimed = record["filename"], record["username"]
        if name not in self._owners:
            self._owners[name] = found = owner(os.path.join(self.inbound_path, name))
            if not self.check_owner or sys.platform == "win32":
                self._owners[name] = claimed
            elif found != claimed:
                self.log.error(REFUSED.format(name, claimed or "nobody", found))
        return bool(claimed) and not claimed.startswith(".") and self._owners[name] == claimed

    def copy_files(self) -> None:
        """Collect one record at a time; one that can't be copied stops nobody else's.

        Each is first copied to a private place, so that its owner can't change it any more and
        an earlier submission is only replaced by one that is whole.
        """
        records, check = self.src_records, self.check_owner  # type: ignore[has-type]
        if not records:
            super().copy_files()
        failed = []
        self.check_owner = False  # it was checked, and the private copy has another owner
        for record in records:
            with TemporaryDirectory(prefix="tpo-") as private:
                copied = os.path.join(private, record["filename"])
                try:
                    self._take(os.path.join(self.inbound_path, record["filename"]), copied)
                    self.src_records = [{**record, "filename": copied}]
                    super().copy_files()
                except (OSError, RuntimeError, shutil.Error) as error:
                    failed.append(record["username"])
                    self.log.error("Not collected: %s (%s)", record["filename"], error)
        self.src_records, self.check_owner = records, check
        if failed:
            self.log.error("Nothing new was collected of: %s", ", ".join(sorted(failed)))

    def _take(self, source: str, target: str) -> None:
        """Copy plain files and folders; links and devices stay behind."""
        size, most = self.get_size(source), 1000 * self.coursedir.max_dir_size
        if size > most:
            raise RuntimeError(f"it has {size:,} bytes, and at most {most:,} are collected")

        def special(folder: str, names: list[str]) -> list[str]:
            found = [name for name in names if not _plain(os.path.join(folder, name))]
            for name in found:
                self.log.warning("%s: %s is a link or a device and was left out.", source, name)
            return found

        # symlinks=True: what turns into a link meanwhile arrives as one, and goes in the next step
        shutil.copytree(source, target, symlinks=True, ignore=special)
        for path in Path(target).rglob("*"):
            if path.is_symlink():
                path.unlink()


def owner(path: str) -> str:
    """The name of who owns this very entry (a link's own owner, not its target's)."""
    import pwd  # not on Windows

    try:
        return pwd.getpwuid(os.lstat(path).st_uid).pw_name
    except KeyError:
        return "somebody without a name"
    except OSError:
        return "nobody"


def _plain(path: str) -> bool:
    mode = os.lstat(path).st_mode
    return stat.S_ISREG(mode) or stat.S_ISDIR(mode)
