"""Makes Django ready for one data folder. Nothing is unlocked by that: no key is asked for until a room needs one."""

from __future__ import annotations

import os
from pathlib import Path

import django
from django.apps import apps

from isnad.keys import DataFolder
from isnad.keys.sqlcipher import open_with


def wake(data: Path | None = None) -> DataFolder:
    """Makes Django ready for the data folder given, or the one that ``ISNAD_DATA`` names."""
    folder = DataFolder.find(data)
    start_django(folder.root)
    from isnad.house.opening import open_desk  # models can be imported only now
    from isnad.record.desk import when_asked

    when_asked(lambda: open_desk(folder))
    return folder


def start_django(data: Path | None = None) -> None:
    """Loads the settings, for the data folder where one is given, and the models; once a process."""
    if data is not None:
        os.environ["ISNAD_DATA"] = str(data.absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "isnad.settings")
    if not apps.ready:
        django.setup()
        open_with(_database_key)


def _database_key() -> bytes:
    """What opens the tables, from the desk that is laid, or will be now."""
    from isnad.record.desk import desk

    return desk().holder.database_key()
