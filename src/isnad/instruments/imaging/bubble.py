"""How the worker is started: in bubblewrap where it is usable, else as a plain process that confines itself.

Inside bubblewrap: no network, no process but its own, nobody's user number, a file system that holds the system's
libraries, Python and this package, read-only, and nothing else: no home, no data folder, no keys, no devices.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

_MODULE = "isnad.instruments.imaging.worker"
_SYSTEM = ("/lib", "/lib64", "/lib32", "/bin", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d")


def plain() -> list[str]:
    """The command line of a worker that confines itself."""
    return [sys.executable, "-I", "-B", "-X", "utf8", "-m", _MODULE, "alone"]


def bubblewrap() -> list[str] | None:
    """The command line of a worker inside bubblewrap; None where it is not installed."""
    program = shutil.which("bwrap", path="/usr/bin:/bin:/usr/local/bin")
    if program is None:
        return None
    line = [program, "--unshare-all", "--clearenv", "--uid", "65534", "--gid", "65534", "--ro-bind", "/usr", "/usr"]
    for name in _SYSTEM:
        line += _seen(Path(name))
    for folder in sorted(_python()):
        if not folder.startswith("/usr/"):
            line += ["--ro-bind", folder, folder]
    return [*line, "--remount-ro", "/", "--chdir", "/", "--", *plain()[:-1], "namespaces"]


def _seen(path: Path) -> list[str]:
    if path.is_symlink():
        return ["--symlink", os.readlink(path), str(path)]
    return ["--ro-bind", str(path), str(path)] if path.exists() else []


def _python() -> set[str]:
    """The folders that Python and this package need; none that lies inside another of them."""
    wanted = {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix}
    wanted.add(str(Path(__file__).resolve().parents[3]))  # the folder that holds the package, where it is not installed
    whole = {str(Path(each)) for each in wanted}
    return {each for each in whole if not any(each != other and each.startswith(other + "/") for other in whole)}
