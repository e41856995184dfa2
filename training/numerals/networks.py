"""The two networks. Both take grey, both are small enough to run on any processor.

* The finder sees the whole photograph (long side at most 960) and says, for each 4 x 4 pixels: is this the core of a
  line of numbers, which way does it read (cosine, sine), how high are its signs (logarithm of pixels / 16).
* The reader sees one straightened line, 32 pixels high, and says sign by sign what stands there (CTC). Beside the
  signs it has three words of doubt: *cut* (the line goes on beyond the crop), *upside down*, *mirrored*.
"""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional
from training.numerals.hands import ALPHABET

CUT, UPSIDE, MIRRORED = len(ALPHABET) + 1, len(ALPHABET) + 2, len(ALPHABET) + 3
CLASSES = len(ALPHABET) + 4  # 0 is the blank of CTC


class Block(nn.Sequential):
    """Convolution, batch norm, ReLU."""

    def __init__(self, inward: int, outward: int, stride: int | tuple[int, int] = 1, dilation: int = 1) -> None:
        super().__init__(
            nn.Conv2d(inward, outward, 3, stride, dilation, dilation, bias=False),
            nn.BatchNorm2d(outward),
            nn.ReLU(True),
        )


class Residual(nn.Module):
    """Two convolutions and a way round them."""

    def __init__(self, width: int, dilation: int = 1) -> None:
        super().__init__()
        self.first, self.second = Block(width, width, 1, dilation), Block(width, width)

    def forward(self, given: Tensor) -> Tensor:
        return given + self.second(self.first(given))


class Finder(nn.Module):
    """(n, 1, h, w) grey from -1 to 1, sides multiples of 32 -> (n, 6, h/4, w/4).

    The six: core (logit), axis (cosine, sine of the double angle), height, way (cosine, sine).
    """

    def __init__(self) -> None:
        super().__init__()
        self.fold = nn.PixelUnshuffle(4)
        self.quarter = Block(16, 24)
        self.eighth = nn.Sequential(Block(24, 40, 2), Block(40, 40))
        self.sixteenth = nn.Sequential(Block(40, 64, 2), Residual(64))
        self.deep = nn.Sequential(Block(64, 96, 2), Residual(96), Residual(96, 2))
        self.up_deep = nn.Conv2d(96, 64, 1)
        self.join_sixteenth = Block(64, 64)
        self.up_sixteenth = nn.Conv2d(64, 40, 1)
        self.join_eighth = Block(40, 48)
        self.head = nn.Conv2d(48, 4 * 6, 1)
        self.unfold = nn.PixelShuffle(2)
        nn.init.constant_(self.head.bias[:4], -3.0)  # nearly everything is no core of a line

    def forward(self, given: Tensor) -> Tensor:
        return self.folded(self.fold(given))

    def folded(self, given: Tensor) -> Tensor:
        """The answer to a picture whose 4 x 4 pixels lie behind each other already: (n, 16, h/4, w/4)."""
        eighth = self.eighth(self.quarter(given))
        sixteenth = self.sixteenth(eighth)
        joined = self.join_sixteenth(sixteenth + _twice(self.up_deep(self.deep(sixteenth))))
        joined = self.join_eighth(eighth + _twice(self.up_sixteenth(joined)))
        return self.unfold(self.head(joined))


def _twice(given: Tensor) -> Tensor:
    return functional.interpolate(given, scale_factor=2.0, mode="nearest")


class Along(nn.Module):
    """A residual step along the line."""

    def __init__(self, width: int, dilation: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv1d(width, width, 3, padding=dilation, dilation=dilation, bias=False),
            nn.BatchNorm1d(width),
            nn.ReLU(True),
            nn.Conv1d(width, width, 3, padding=1, bias=False),
            nn.BatchNorm1d(width),
        )

    def forward(self, given: Tensor) -> Tensor:
        return functional.relu(given + self.body(given))


class Reader(nn.Module):
    """(n, 1, 32, w) grey, centred and scaled -> (n, w/4, classes) logits."""

    def __init__(self) -> None:
        super().__init__()
        self.look = nn.Sequential(
            Block(1, 16), Block(16, 32, 2), Block(32, 32), Block(32, 64, 2), Residual(64), Block(64, 96, (2, 1))
        )
        self.collapse = nn.Sequential(nn.Conv2d(96, 144, (4, 1), bias=False), nn.BatchNorm2d(144), nn.ReLU(True))
        self.along = nn.Sequential(Along(144, 1), Along(144, 2), Along(144, 4))
        self.say = nn.Conv1d(144, CLASSES, 1)

    def forward(self, given: Tensor) -> Tensor:
        flat = self.collapse(self.look(given)).squeeze(2)
        return self.say(self.along(flat)).transpose(1, 2)
