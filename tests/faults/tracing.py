"""A process stopped before each call that changes a file, and killed or refused there (Linux, x86-64).

The kernel hands the calls over by itself (a seccomp filter and ptrace), so nothing but the standard
library is needed, every call is counted in the order in which it is made, SQLite's among them, and
what does not concern the folder under test is let pass.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import re
import signal
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path

Act = Callable[[], int]
"""What is run: answers an exit code."""


class Fault(StrEnum):
    """What happens at a point: ``IO`` once, ``FULL`` and ``GONE`` from there on."""

    KILL = "kill"
    IO = "io"
    FULL = "full"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Point:
    """A call on a file of the folder, named without what differs from run to run."""

    call: str
    file: str

    def __str__(self) -> str:
        return f"{self.call} {self.file}"


@dataclass(slots=True)
class Run:
    """What a run did: its exit code, ``None`` when it was killed, its points and what it said."""

    code: int | None = None
    points: list[Point] = field(default_factory=list)
    met: bool = False
    out: str = ""
    err: str = ""


class _Where(StrEnum):
    """Which argument of a call names the file."""

    HANDLE = "handle"
    PATH = "path"
    PATH_AT = "path at"
    OPEN_AT = "open at"


# Numbers of calls: arch/x86/entry/syscalls/syscall_64.tbl of Linux.
_CALLS: dict[int, tuple[str, _Where]] = {
    1: ("write", _Where.HANDLE),
    18: ("pwrite64", _Where.HANDLE),
    20: ("writev", _Where.HANDLE),
    40: ("sendfile", _Where.HANDLE),
    74: ("fsync", _Where.HANDLE),
    75: ("fdatasync", _Where.HANDLE),
    76: ("truncate", _Where.PATH),
    77: ("ftruncate", _Where.HANDLE),
    82: ("rename", _Where.PATH),
    83: ("mkdir", _Where.PATH),
    84: ("rmdir", _Where.PATH),
    86: ("link", _Where.PATH),
    87: ("unlink", _Where.PATH),
    90: ("chmod", _Where.PATH),
    91: ("fchmod", _Where.HANDLE),
    257: ("open", _Where.OPEN_AT),
    258: ("mkdir", _Where.PATH_AT),
    263: ("unlink", _Where.PATH_AT),
    264: ("rename", _Where.PATH_AT),
    265: ("link", _Where.PATH_AT),
    268: ("chmod", _Where.PATH_AT),
    285: ("fallocate", _Where.HANDLE),
    296: ("pwritev", _Where.HANDLE),
    316: ("rename", _Where.PATH_AT),
    326: ("copy_file_range", _Where.HANDLE),
}
_READS: dict[int, tuple[str, _Where]] = {
    0: ("read", _Where.HANDLE),
    17: ("pread64", _Where.HANDLE),
}
_TAKES_NO_ROOM = {"unlink", "rmdir", "chmod", "fchmod", "fsync", "fdatasync"}

_TRACEME, _CONT, _GETREGS, _SETREGS, _SETOPTIONS = 0, 7, 12, 13, 0x4200
_FOLLOW = 0x2 | 0x4 | 0x8  # fork, vfork, threads
_AT_SECCOMP, _DIE_WITH_US = 0x80, 0x100000
_EVENT_SECCOMP = 7
_EVERY_CHILD = 0x40000000
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2
_ALLOW, _HAND_OVER = 0x7FFF0000, 0x7FF00000
_HERE = -100

# Where the registers stand in ``struct user_regs_struct``.
_REGISTERS = 27
_RAX, _RDX, _RSI, _RDI, _CALL = 10, 12, 13, 14, 15

_VARIES = (
    (re.compile(r"\.[0-9a-f]{8}\.tmp"), ".*.tmp"),
    (re.compile(r"\d{8}-\d{6}"), "TIME"),
    (re.compile(r"(?<=[./-])[a-z0-9_]{8}(?=\.|$|/)"), "*"),
    (re.compile(r"\.json\.\d+\.tmp"), ".json.*.tmp"),
)


@cache
def obstacle() -> str:
    """Why no process can be stopped here; empty when it can."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return "stopping a process at its calls is written for Linux on x86-64"
    try:
        ran = run(_write_something, Path("/dev"))
    except OSError as error:
        return f"this machine lets no process be traced: {error.strerror}"
    return "" if ran.points else "this machine hands no calls over to a tracer"


def _write_something() -> int:
    with Path(os.devnull).open("wb", buffering=0) as file:
        file.write(b"x")
    return 0


def run(
    act: Act, folder: Path, *, at: int = 0, fault: Fault = Fault.KILL, reads: bool = False
) -> Run:
    """Run an act in a process of its own, with a fault at its ``at``-th point, counted from 1.

    Points are calls on files of ``folder``; with ``reads`` those that read it are points instead of
    those that change it. Without ``at`` nothing happens to it.
    """
    out, err = os.memfd_create("out"), os.memfd_create("err")
    try:
        pid = _begun(act, out, err, _READS if reads else _CALLS)
        tracer = _Tracer(pid, folder, at, fault)
        tracer.follow()
        return Run(tracer.code, tracer.points, tracer.met, _said(out), _said(err))
    finally:
        os.close(out)
        os.close(err)


def _said(handle: int) -> str:
    os.lseek(handle, 0, os.SEEK_SET)
    with os.fdopen(os.dup(handle), "rb") as file:
        return file.read().decode("utf-8", "replace")


def _begun(act: Act, out: int, err: int, calls: dict[int, tuple[str, _Where]]) -> int:
    """A process that runs the act and waits to be followed."""
    pid = os.fork()
    if pid:
        return pid
    code = 99
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out, 1)
        os.dup2(err, 2)
        _ptrace(_TRACEME, 0, 0, 0)
        os.kill(os.getpid(), signal.SIGSTOP)
        _hand_over(calls)
        code = act()
        sys.stdout.flush()
    except BaseException:  # noqa: BLE001 -- told on stderr, as Python does at its end
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stderr.flush()
        os._exit(code)


class _Tracer:
    def __init__(self, pid: int, folder: Path, at: int, fault: Fault) -> None:
        self._pid = pid
        self._folder = f"{folder.resolve()}/"
        self._at = at
        self._fault = fault
        self.points: list[Point] = []
        self.met = False
        self.code: int | None = None

    def follow(self) -> None:
        """Go with the process and its threads until it has ended."""
        os.waitpid(self._pid, 0)
        _ptrace(_SETOPTIONS, self._pid, 0, _AT_SECCOMP | _DIE_WITH_US | _FOLLOW)
        _ptrace(_CONT, self._pid, 0, 0)
        while self.code is None:
            try:
                pid, status = os.waitpid(-1, _EVERY_CHILD)
            except ChildProcessError:
                return
            if not os.WIFSTOPPED(status):
                if pid == self._pid:
                    self.code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else None
                    return
                continue
            self._stopped(pid, status)

    def _stopped(self, pid: int, status: int) -> None:
        passed_on = 0
        if status >> 16 == _EVENT_SECCOMP:
            self._at_call(pid)
        elif status >> 16 == 0 and os.WSTOPSIG(status) not in (signal.SIGSTOP, signal.SIGTRAP):
            passed_on = os.WSTOPSIG(status)
        try:
            _ptrace(_CONT, pid, 0, passed_on)
        except ProcessLookupError:
            return  # killed meanwhile

    def _at_call(self, pid: int) -> None:
        registers = (ctypes.c_ulonglong * _REGISTERS)()
        _ptrace(_GETREGS, pid, 0, ctypes.addressof(registers))
        point = self._point(pid, registers)
        if point is None:
            return
        self.points.append(point)
        number = len(self.points)
        if self._at == 0 or number < self._at:
            return
        refusal = self._refusal(point, number)
        if refusal:
            self.met = True
            registers[_CALL] = 2**64 - 1
            registers[_RAX] = 2**64 - refusal
            _ptrace(_SETREGS, pid, 0, ctypes.addressof(registers))
        elif self._fault is Fault.KILL and number == self._at:
            self.met = True
            os.kill(self._pid, signal.SIGKILL)

    def _refusal(self, point: Point, number: int) -> int:
        if self._fault is Fault.IO:
            return errno.EIO if number == self._at else 0
        if self._fault is Fault.GONE:
            return errno.EIO
        if self._fault is Fault.FULL and (
            number == self._at or point.call not in {*_TAKES_NO_ROOM, "rename", "ftruncate"}
        ):
            return 0 if point.call in _TAKES_NO_ROOM - {"fsync", "fdatasync"} else errno.ENOSPC
        return 0

    def _point(self, pid: int, registers: ctypes.Array[ctypes.c_ulonglong]) -> Point | None:
        call, where = (_CALLS | _READS)[registers[_CALL]]
        if where is _Where.HANDLE:
            path = _link(f"/proc/{pid}/fd/{registers[_RDI] & 0xFFFFFFFF}")
        elif where is _Where.PATH:
            path = _path(pid, registers[_RDI], _HERE)
        else:
            path = _path(pid, registers[_RSI], ctypes.c_int(registers[_RDI] & 0xFFFFFFFF).value)
            if where is _Where.OPEN_AT and not registers[_RDX] & (os.O_CREAT | os.O_TRUNC):
                return None
        if not f"{path}/".startswith(self._folder):
            return None
        file = f"{path}/".removeprefix(self._folder).removesuffix("/") or "."
        for varying, same in _VARIES:
            file = varying.sub(same, file)
        return Point(call, file)


def _path(pid: int, address: int, beside: int) -> str:
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        memory.seek(address)
        # A page at most: what follows it need not be there.
        text = memory.read(4096 - address % 4096)
        if b"\0" not in text:
            text += memory.read(4096)
    path = os.fsdecode(text.split(b"\0", 1)[0])
    if path.startswith("/"):
        return path
    at = f"/proc/{pid}/cwd" if beside == _HERE else f"/proc/{pid}/fd/{beside}"
    return f"{_link(at)}/{path}"


def _link(path: str) -> str:
    try:
        return str(Path(path).readlink())
    except OSError:
        return ""


@cache
def _libc() -> ctypes.CDLL:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.argtypes = [ctypes.c_long] + [ctypes.c_void_p] * 3
    libc.ptrace.restype = ctypes.c_long
    libc.prctl.argtypes = [ctypes.c_int] + [ctypes.c_ulong] * 4
    return libc


def _ptrace(request: int, pid: int, address: int, value: int) -> None:
    if _libc().ptrace(request, pid, address, value) == -1:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def _hand_over(calls: dict[int, tuple[str, _Where]]) -> None:
    """Stop this process for its tracer before each of these calls (linux/filter.h)."""
    numbers = sorted(calls)
    steps = [struct.pack("HBBI", 0x20, 0, 0, 0)]
    for left, number in zip(range(len(numbers), 0, -1), numbers, strict=True):
        steps.append(struct.pack("HBBI", 0x15, left, 0, number))
    steps.append(struct.pack("HBBI", 0x06, 0, 0, _ALLOW))
    steps.append(struct.pack("HBBI", 0x06, 0, 0, _HAND_OVER))
    program = ctypes.create_string_buffer(b"".join(steps))
    head = ctypes.create_string_buffer(
        struct.pack("HxxxxxxQ", len(steps), ctypes.addressof(program))
    )
    for arguments in (
        (_NO_NEW_PRIVILEGES, 1, 0, 0, 0),
        (_SET_SECCOMP, _FILTER, ctypes.addressof(head), 0, 0),
    ):
        if _libc().prctl(*arguments) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
