"""What lies under a folder: a synchronisation service, an encrypted disk, as far as the system says."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import psutil

# Folder names as the services' own programs make them; a name that begins so counts ("OneDrive - Croix-Rouge").
SERVICES = (
    ("onedrive", "OneDrive"),
    ("dropbox", "Dropbox"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("my drive", "Google Drive"),
    ("mon drive", "Google Drive"),
    ("icloud drive", "iCloud"),
    ("iclouddrive", "iCloud"),
    ("com~apple~clouddocs", "iCloud"),
    ("mobile documents", "iCloud"),
    ("cloudstorage", "a cloud service"),
    ("nextcloud", "Nextcloud"),
    ("owncloud", "ownCloud"),
    ("kdrive", "kDrive"),
    ("pclouddrive", "pCloud"),
    ("seafile", "Seafile"),
    ("sharepoint", "SharePoint"),
)
MARKERS = (
    (".dropbox", "Dropbox"),
    (".dropbox.cache", "Dropbox"),
    (".nextcloudsync.log", "Nextcloud"),
    (".owncloudsync.log", "ownCloud"),
    (".sync_*.db", "Nextcloud"),
    ("._sync_*.db", "ownCloud"),
    (".stfolder", "Syncthing"),
    (".tmp.drivedownload", "Google Drive"),
    (".849C9593-D756-4E56-8D6E-42412F2A707B", "OneDrive"),
)
ENVIRONMENT = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
ENCRYPTED_TYPES = {"ecryptfs", "fuse.gocryptfs", "fuse.encfs", "fuse.cryfs"}


def synchronised_by(folder: Path, environment: Mapping[str, str]) -> str | None:
    """The service that seems to copy this folder to other machines; None = no sign of any."""
    here = folder.resolve()
    for above in (here, *here.parents):
        for name, service in SERVICES:
            if above.name.lower().startswith(name):
                return service
        for marker, service in MARKERS:
            if _has(above, marker):
                return service
    for variable in ENVIRONMENT:
        root = environment.get(variable, "")
        if root and here.is_relative_to(Path(root).resolve()):
            return "OneDrive"
    return None


def encryption_of(folder: Path) -> tuple[bool | None, str]:
    """Whether the disk under the folder is encrypted, and how that is known; None where the system does not say."""
    if sys.platform == "win32":
        return _bitlocker(folder.resolve().drive)
    if sys.platform == "darwin":
        return _filevault()
    mount = _mount_of(folder.resolve())
    if mount is None:
        return None, "the disk under the folder is not known"
    if mount.fstype in ENCRYPTED_TYPES:
        return True, mount.fstype
    block = Path("/sys/class/block") / Path(mount.device).resolve().name
    if not mount.device.startswith("/dev/") or not block.exists():
        return None, f"the system does not say ({mount.fstype or 'unknown file system'})"
    if is_encrypted(block):
        return True, "LUKS"
    return False, "the system knows of no encryption; the disk itself or a host below may still have one"


def _has(folder: Path, marker: str) -> bool:
    """Whether the folder holds the marker; a folder that may not be read holds none."""
    try:
        return any(True for _ in folder.glob(marker)) if "*" in marker else (folder / marker).exists()
    except OSError:
        return False


def _mount_of(folder: Path) -> "psutil._ntuples.sdiskpart | None":
    """The mounted file system the folder is on: the longest mount point above it."""
    found = [part for part in psutil.disk_partitions(all=True) if folder.is_relative_to(part.mountpoint)]
    return max(found, key=lambda part: len(part.mountpoint), default=None)


def is_encrypted(block: Path) -> bool:
    """Whether this block device, or all that it is made of, is a dm-crypt one."""
    try:
        if (block / "dm" / "uuid").read_text(encoding="ascii").startswith("CRYPT-"):
            return True
    except OSError:
        pass
    below = list((block / "slaves").glob("*"))
    return bool(below) and all(is_encrypted(device.resolve()) for device in below)


def _filevault() -> tuple[bool | None, str]:
    """What macOS says of its own disk."""
    said = _said(["/usr/bin/fdesetup", "status"])
    return (None, "FileVault does not answer") if not said else ("FileVault is On" in said, "FileVault")


def _bitlocker(drive: str) -> tuple[bool | None, str]:
    """What Windows shows in its Explorer, which needs no administrator: 1, 3 and 5 are protected."""
    question = (
        f"(New-Object -ComObject Shell.Application).NameSpace('{drive}').Self"
        ".ExtendedProperty('System.Volume.BitLockerProtection')"
    )
    said = _said(["powershell", "-NoProfile", "-Command", question]).strip()
    return (said in {"1", "3", "5"}, "BitLocker") if said.isdigit() else (None, "BitLocker does not answer")


def _said(words: list[str]) -> str:
    """What a program of the system prints; '' if it cannot be asked."""
    try:
        return subprocess.run(words, capture_output=True, text=True, check=False, timeout=15).stdout  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return ""
