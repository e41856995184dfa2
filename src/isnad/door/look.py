"""Turns a template and what it shows into a page: Django's template engine, which escapes everything."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

from django.conf import settings
from django.template import Context, Engine

from isnad.door.folder import Prepared
from isnad.door.voice import Spoken, Voice

HERE = Path(str(resources.files("isnad.door")))


class Look:
    """Renders the door's pages."""

    def __init__(self, voice: Voice, prepared: Prepared) -> None:
        if not settings.configured:
            settings.configure(USE_I18N=False)  # Django's engine and form parser are libraries here, nothing more
        self._voice, self._prepared = voice, prepared
        self._engine = Engine(
            dirs=[str(HERE / "templates")],
            loaders=[("django.template.loaders.cached.Loader", ["django.template.loaders.filesystem.Loader"])],
        )

    def page(self, language: str, place: str, template: str, /, **shown: object) -> bytes:
        """One page; ``place`` is its address behind the language."""
        names = self._prepared.names
        about = {
            "t": Spoken(self._voice, language, {"person": self._prepared.person}),
            "language": language,
            "direction": self._voice.direction(language),
            "place": place,
            "others": list(self._voice.others(language)),
            "window": names.get(language) or names.get("en", ""),
            "person": self._prepared.person,
            "way_out": self._prepared.way_out,
            **shown,
        }
        rendered: str = self._engine.get_template(f"{template}.html").render(Context(about))
        return rendered.encode()


@cache
def still(name: str) -> bytes:
    """A file of the look: the style sheet, the script for leaving."""
    return (HERE / "static" / name).read_bytes()
