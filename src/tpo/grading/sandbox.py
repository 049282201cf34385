"""Two walls around submitted code: bubblewrap around all kernels, namespaces around each one.

`outer` is the bubblewrap command that the warm process runs under: no network, and of the machine's
files only Python, the course's code and one folder for sockets. `enter` is called in a fresh fork
of that process and shuts this one kernel in: it sees no other kernel, has a private home, /tmp and
working folder in memory, a user id that owns nothing, bounded resources and no capabilities.
bubblewrap alone can't do that: it starts programs, and a warm kernel is a fork.
The calls are those of unshare(2), mount(2), mount_setattr(2), pivot_root(2) and prctl(2).
"""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import struct
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

HOME = "/home/learner"
WORK = f"{HOME}/assignment"
OWN_IDS = 0x7000_0000  # this and the next 2**24 user ids belong to nobody
PRIVATE_FILES = ("submission_secret.txt", "timestamp.txt")
BUBBLEWRAP = "bwrap"
MOST_FILES = 5_000
DEVICES = ("null", "zero", "full", "random", "urandom")

_NS = {"mount": 0x20000, "uts": 0x4000000, "ipc": 0x8000000, "pid": 0x20000000, "net": 0x40000000}
_NEWUSER = 0x10000000
_RDONLY, _NOSUID, _NODEV, _NOEXEC, _REMOUNT, _BIND, _REC, _PRIVATE = (
    1,
    2,
    4,
    8,
    32,
    4096,
    16384,
    1 << 18,
)
_DETACH = 2
_PIVOT_ROOT = {"aarch64": 41, "arm64": 41}.get(os.uname().machine, 155) if os.name == "posix" else 0
_MOUNT_SETATTR = 442
_KEYCTL = {"aarch64": 219, "arm64": 219}.get(os.uname().machine, 250) if os.name == "posix" else 0
_JOIN_SESSION_KEYRING = 1
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS = 1, 4, 24, 38
_CAP_SYS_ADMIN = 1 << 21


@dataclass(frozen=True)
class Limits:
    """What one kernel may use; every figure is per process, except ``processes``."""

    memory_mb: int = 3072  # address space; a warm kernel maps about 1,000
    cpu_s: int = 600
    processes: int = 64  # of the kernel's user, threads included
    file_mb: int = 64
    open_files: int = 512
    folder_mb: int = 128  # each of home with the working folder, and /tmp


def outer(shared: str, readable: Sequence[str]) -> list[str]:
    """The bubblewrap command around the warm process: it reads ``readable``, writes ``shared``."""
    rights = ["--cap-add", "ALL"] if _may_mount() else ["--unshare-user"]
    spaces = [f"--unshare-{name}" for name in ("ipc", "pid", "net", "uts", "cgroup-try")]
    system = ["--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp"]
    shown = [word for path in sorted(readable, key=len) for word in ("--ro-bind-try", path, path)]
    files = [*system, *shown, "--bind", shared, shared, "--chdir", "/"]
    return [shutil.which(BUBBLEWRAP) or BUBBLEWRAP, *rights, *spaces, "--new-session", *files]


def _may_mount() -> bool:
    """Whether this is a root that can mount; others make a user namespace first."""
    lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
    effective = next(line for line in lines if line.startswith("CapEff"))
    return os.getuid() == 0 and bool(int(effective.split()[1], 16) & _CAP_SYS_ADMIN)


def enter(files: str, shared: str, readable: Sequence[str], limits: Limits) -> Callable[[], None]:
    """Never return in the calling process; return, shut in, in a grandchild.

    ``files`` is the folder whose files are copied into the working folder, ``shared`` the one
    folder that stays common with the grader. The caller ends with the grandchild's exit code.
    The grandchild calls what this returns when its sockets are in ``shared``; from then on it
    can't write there, so it can neither fill the machine's disk nor leave a link for the grader.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    mine = (os.getuid(), os.getgid())
    root = mine[0] == 0 and libc.unshare(sum(_NS.values())) == 0
    if not root:
        _check(libc.unshare(sum(_NS.values()) | _NEWUSER), "unshare")
        _map_ids(*mine)
    libc.syscall(_KEYCTL, _JOIN_SESSION_KEYRING, None)  # an empty one instead of the grader's
    _system(libc, files, shared, readable, limits)
    _follow(os.fork())
    _mount(libc, "proc", "/new/proc", "proc", _NOSUID | _NODEV | _NOEXEC)
    _change_root(libc)
    with suppress(OSError):  # if memory runs out, this one goes first
        Path("/proc/self/oom_score_adj").write_text("1000")
    id = OWN_IDS + int.from_bytes(os.urandom(3), "big")
    asked, ask = os.pipe()
    told, tell = os.pipe()
    kernel = os.fork()
    if kernel:
        os.close(ask)
        os.close(told)
        if os.read(asked, 1):
            _read_only(libc, shared)
            os.write(tell, b".")
        os.close(tell)
        if root:
            _become(libc, id)
        _give_up(libc, limits)
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)  # a change of user would clear it
        _follow(kernel)
    os.close(asked)
    os.close(tell)
    if root:
        _own(id, shared)
        _become(libc, id)
        if libc.unshare(_NEWUSER) == 0:  # only to forbid further ones
            _map_ids(id, id)
    with suppress(OSError):
        Path("/proc/sys/user/max_user_namespaces").write_text("0")
    _give_up(libc, limits)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    os.chdir(WORK)

    def seal() -> None:
        os.write(ask, b".")
        sealed = os.read(told, 1)
        os.close(ask)
        os.close(told)
        if not sealed:
            raise OSError("the shared folder could not be closed")

    return seal


def _map_ids(uid: int, gid: int) -> None:
    for name, line in (
        ("setgroups", "deny"),
        ("uid_map", f"1000 {uid} 1"),
        ("gid_map", f"1000 {gid} 1"),
    ):
        Path(f"/proc/self/{name}").write_text(line)


def _system(
    libc: ctypes.CDLL, files: str, shared: str, readable: Sequence[str], limits: Limits
) -> None:
    """Build the new system in /new; the old one is in /old until ``_change_root``."""
    _mount(libc, "none", "/", None, _REC | _PRIVATE)
    _mount(libc, "tmpfs", "/tmp", "tmpfs", _NOSUID | _NODEV, "size=1m,mode=0755")
    os.mkdir("/tmp/old")
    os.mkdir("/tmp/new")
    _check(libc.syscall(_PIVOT_ROOT, b"/tmp", b"/tmp/old"), "pivot_root")
    os.chdir("/")
    _mount(libc, "tmpfs", "/new", "tmpfs", _NOSUID | _NODEV, "size=8m,mode=0755")
    size = f"size={limits.folder_mb}m"
    for folder, mode in ((HOME, "0755"), ("/tmp", "1777"), ("/dev/shm", "1777")):
        os.makedirs(f"/new{folder}")
        _mount(libc, "tmpfs", f"/new{folder}", "tmpfs", _NOSUID | _NODEV, f"{size},mode={mode}")
    for path in sorted(dict.fromkeys(readable), key=len):
        _show(libc, path, writable=False)
    _show(libc, shared, writable=True)
    for device in DEVICES:
        _show(libc, f"/dev/{device}", writable=True)
    os.makedirs("/new/proc", exist_ok=True)
    os.makedirs(f"/new{WORK}")
    copy_files(f"/old{files}", f"/new{WORK}", limits.folder_mb << 20)


def copy_files(source: str, target: str, most: int) -> None:
    """Plain files of a submission, without notebooks, links and what is none of the kernel's.

    At most ``most`` bytes and `MOST_FILES` files; what comes after is not there.
    """
    count = 0
    for folder, folders, names in os.walk(source):
        folders[:] = [name for name in folders if not name.startswith(".")]
        here = os.path.join(target, os.path.relpath(folder, source))
        os.makedirs(here, exist_ok=True)
        for name in names:
            path = os.path.join(folder, name)
            if name in PRIVATE_FILES or name.endswith(".ipynb") or not _plain(path):
                continue
            most -= os.path.getsize(path)
            count += 1
            if most < 0 or count > MOST_FILES:
                return
            with suppress(OSError):
                shutil.copyfile(path, os.path.join(here, name), follow_symlinks=False)


def _plain(path: str) -> bool:
    return os.path.isfile(path) and not os.path.islink(path)


def _show(libc: ctypes.CDLL, path: str, writable: bool) -> None:
    old, new = f"/old{path}", f"/new{path}"
    if not os.path.lexists(old) or (os.path.lexists(new) and not os.path.isdir(new)):
        return
    os.makedirs(os.path.dirname(new), exist_ok=True)
    if os.path.islink(old):
        if not os.path.lexists(new):
            os.symlink(os.readlink(old), new)
        return
    if os.path.isdir(old):
        os.makedirs(new, exist_ok=True)
    else:
        Path(new).touch()
    _mount(libc, old, new, None, _BIND | _REC)
    if not writable:
        _read_only(libc, new)


def _read_only(libc: ctypes.CDLL, path: str) -> None:
    attributes = struct.pack("QQQQ", _RDONLY | _NOSUID | _NODEV, 0, 0, 0)
    _check(
        libc.syscall(_MOUNT_SETATTR, -100, path.encode(), 0x8000, attributes, len(attributes)),
        f"mount_setattr {path}",
    )


def _change_root(libc: ctypes.CDLL) -> None:
    _check(libc.umount2(b"/old", _DETACH), "umount")
    os.chdir("/new")
    _check(libc.syscall(_PIVOT_ROOT, b".", b"."), "pivot_root")
    _check(libc.umount2(b".", _DETACH), "umount")
    os.chdir("/")
    _mount(libc, "none", "/", None, _REMOUNT | _BIND | _RDONLY | _NOSUID | _NODEV)


def _own(id: int, shared: str) -> None:
    """Give a user the private home and the shared folder."""
    for top in (HOME, shared):
        for folder, _, names in os.walk(top):
            for path in (folder, *(os.path.join(folder, name) for name in names)):
                os.chown(path, id, id, follow_symlinks=False)


def _become(libc: ctypes.CDLL, id: int) -> None:
    """Become a user who owns nothing else; a user namespace needs /proc/self to be one's own."""
    os.setgroups([])
    os.setresgid(id, id, id)
    os.setresuid(id, id, id)
    libc.prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0)


def _give_up(libc: ctypes.CDLL, limits: Limits) -> None:
    """Limits, then every capability and the way back to them."""
    import resource  # not on Windows

    for name, value in (
        (resource.RLIMIT_AS, limits.memory_mb << 20),
        (resource.RLIMIT_CPU, limits.cpu_s),
        (resource.RLIMIT_FSIZE, limits.file_mb << 20),
        (resource.RLIMIT_NPROC, limits.processes),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(name, (value, value))
    for capability in range(64):
        libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)
    _check(libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")
    _check(libc.capset(struct.pack("Ii", 0x20080522, 0), struct.pack("IIIIII", *[0] * 6)), "capset")


def _follow(pid: int) -> None:
    """In the parent, wait for the child and end as it ended; in the child, go on."""
    if pid == 0:
        return
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        ended, status = os.waitpid(-1, 0)  # the first process of a namespace reaps all others
        if ended == pid:
            os._exit(os.waitstatus_to_exitcode(status) & 255)


def _mount(
    libc: ctypes.CDLL, source: str, target: str, kind: str | None, flags: int, data: str = ""
) -> None:
    done = libc.mount(
        source.encode(),
        target.encode(),
        kind.encode() if kind else None,
        ctypes.c_ulong(flags),
        data.encode() if data else None,
    )
    _check(done, f"mount {target}")


def _check(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
