"""Folders in which a database is not safe: those that a network or a cloud program keeps in step."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from mediation.i18n import _

_SYNCED = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "icloud": "iCloud",
    "nutstore": "坚果云",
    "我的坚果云": "坚果云",
    "坚果云": "坚果云",
    "baidunetdisk": "百度网盘",
    "baidusyncdisk": "百度网盘",
    "百度网盘": "百度网盘",
    "百度云": "百度网盘",
    "wps云盘": "WPS 云盘",
    "wpsdrive": "WPS 云盘",
    "阿里云盘": "阿里云盘",
    "天翼云盘": "天翼云盘",
    "ecloud": "天翼云盘",
    "115": "115 网盘",
    "syncthing": "Syncthing",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "seafile": "Seafile",
}
_MARKS = {".stfolder": "Syncthing", ".dropbox": "Dropbox", ".owncloudsync.log": "ownCloud"}
_NETWORK = (
    "nfs",
    "cifs",
    "smb",
    "afs",
    "ncpfs",
    "9p",
    "fuse.sshfs",
    "fuse.rclone",
    "davfs",
    "fuse.gvfsd",
)
_REMOTE_DRIVE = 4


def doubt_about(path: Path, *, mounts: Path = Path("/proc/self/mounts")) -> str:
    """Why a database is not safe at ``path``, empty when nothing speaks against the place."""
    folder = path.absolute().parent
    for part in (folder, *folder.parents):
        program = _program_of(part)
        if program:
            return _(
                "数据库在 {program} 的同步文件夹里:同步程序可能在保存时换掉文件,会丢数据。请移到别处。"
            ).format(program=program)
    if _is_on_network(folder, mounts):
        return _("数据库在网络盘上:断线或文件锁不可靠时会损坏。请放在本机磁盘。")
    return ""


def _program_of(folder: Path) -> str:
    name = folder.name.casefold()
    for known, program in _SYNCED.items():
        # "OneDrive - 某单位" and "Nutstore Files" are named after the program and go on.
        if name == known or (
            len(known) > 3 and name.startswith((known + " ", known + "-", known + "("))
        ):
            return program
    with suppress(OSError):
        for mark, program in _MARKS.items():
            if (folder / mark).exists():
                return program
    return ""


def _is_on_network(folder: Path, mounts: Path) -> bool:
    if sys.platform == "win32":
        import ctypes

        drive = os.path.splitdrive(folder)[0]
        return drive.startswith("\\\\") or (
            ctypes.windll.kernel32.GetDriveTypeW(drive + "\\") == _REMOTE_DRIVE
        )
    longest, kind = -1, ""
    with suppress(OSError):
        for line in mounts.read_text("utf-8", "replace").splitlines():
            _device, at, system, *_rest = [*line.split(" "), "", "", ""]
            point = Path(at.replace("\\040", " "))
            if len(at) > longest and (point == folder or point in folder.parents):
                longest, kind = len(at), system
    return kind.startswith(_NETWORK)
