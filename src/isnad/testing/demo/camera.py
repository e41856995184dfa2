"""Where the camera stands: from the scene's units (a body is 1.7 of them tall, its middle at 0, 0) to pixels."""

from __future__ import annotations

import math
from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Camera:
    """Looks at ``middle``, ``zoom`` pixels a unit, turned by ``angle`` (radians), on ``width`` × ``height`` pixels."""

    middle: Point
    zoom: float
    angle: float
    width: int
    height: int

    def place(self, point: Point) -> Point:
        """A point of the scene in pixels."""
        x, y = point[0] - self.middle[0], point[1] - self.middle[1]
        cos, sin = math.cos(self.angle) * self.zoom, math.sin(self.angle) * self.zoom
        return self.width / 2 + x * cos - y * sin, self.height / 2 + x * sin + y * cos

    def smaller(self, by: int) -> Camera:
        """The same view on fewer pixels."""
        return Camera(self.middle, self.zoom / by, self.angle, self.width // by, self.height // by)
