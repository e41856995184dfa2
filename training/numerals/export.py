"""Writes the trained networks as ONNX into the package, in eight bits.

   python -m training.numerals.export FINDER.pt READER.pt SECOND.pt SHARDS [--out WEIGHTS]

* Batch norm is folded away; the reader's answer is softmaxed, so that the package needs no more than probabilities.
* Weights and activations are whole numbers of eight bits, their ranges measured on scenes of ``SHARDS``. The reader's
  first convolution, which has one grey level to multiply, stays as it is: it is faster so.
* The finder is given the photograph's own bytes, 4 x 4 pixels behind each other: nothing is turned to floats first.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from onnxruntime.quantization import (
    CalibrationDataReader,
    CalibrationMethod,
    QuantFormat,
    QuantType,
    quantize_static,
    shape_inference,
)
from torch import Tensor, nn
from torch.nn import functional
from training.numerals.lessons import Views, normal
from training.numerals.networks import Finder, Reader
from training.numerals.scenes import Scene
from training.numerals.shards import read_shard

WEIGHTS = Path(__file__).parents[2] / "src/isnad/instruments/numerals/weights"
PLAIN = "/reader/look/look.0/look.0.0/Conv"  # the reader's first convolution
SHOWN = 80  # scenes on which ranges are measured


class Saying(nn.Module):
    """The reader with its answer as probabilities."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, lines: Tensor) -> Tensor:
        return torch.softmax(self.reader(lines), -1)


class Folded(nn.Module):
    """The finder without its first rearrangement, which the package does on bytes."""

    def __init__(self, finder: Finder) -> None:
        super().__init__()
        self.finder = finder

    def forward(self, given: Tensor) -> Tensor:
        return self.finder.folded(given)


def written(network: nn.Module, example: Tensor, name: str, axes: dict[int, str], out: Path) -> None:
    """One network as ONNX, in floats."""
    torch.onnx.export(
        network.eval(), (example,), str(out), input_names=[name], output_names=["said"],
        dynamic_axes={name: axes}, opset_version=17, dynamo=False, do_constant_folding=True,
    )  # fmt: skip


class Shown(CalibrationDataReader):
    """What a network is shown while the ranges of its layers are measured."""

    def __init__(self, name: str, given: list[np.ndarray]) -> None:
        self.name, self.waiting = name, iter(given)

    def get_next(self) -> dict[str, np.ndarray] | None:
        """The next input, or None at the end."""
        given = next(self.waiting, None)
        return None if given is None else {self.name: given}


def _as_wide(crop: np.ndarray, wide: int = 160) -> np.ndarray:
    """A crop of one width, since the ranges are measured over inputs of one shape."""
    return np.pad(crop, ((0, 0), (0, max(0, wide - crop.shape[1]))))[:, :wide].astype(np.float32)


def eight_bits(path: Path, name: str, given: list[np.ndarray], plain: list[str]) -> None:
    """Turns a network's convolutions, and what stands between them, to eight bits."""
    full = path.with_suffix(".full.onnx")
    shape_inference.quant_pre_process(str(path), str(full), skip_symbolic_shape=True)
    quantize_static(
        str(full), str(path), Shown(name, given), quant_format=QuantFormat.QDQ, per_channel=True,
        activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8,
        op_types_to_quantize=["Conv", "Add", "Relu", "Resize"], nodes_to_exclude=plain,
        calibrate_method=CalibrationMethod.Percentile, extra_options={"CalibPercentile": 99.99},
    )  # fmt: skip
    full.unlink()


def takes_bytes(path: Path, name: str) -> None:
    """Lets a network take grey levels as they are: its first step was to turn floats into just those bytes."""
    model = onnx.load(path)
    first = next(each for each in model.graph.node if each.input and each.input[0] == name)
    assert first.op_type == "QuantizeLinear", first.op_type
    after = next(each for each in model.graph.node if each.input[0] == first.output[0])
    after.input[0] = name
    scale, zero = (next(each for each in model.graph.initializer if each.name == known) for known in first.input[1:])
    scale.CopyFrom(numpy_helper.from_array(np.float32(1 / 127.5), scale.name))
    zero.CopyFrom(numpy_helper.from_array(np.uint8(128), zero.name))
    model.graph.node.remove(first)
    next(each for each in model.graph.input if each.name == name).type.tensor_type.elem_type = onnx.TensorProto.UINT8
    onnx.checker.check_model(model)
    onnx.save(model, path)


def folded(picture: np.ndarray) -> np.ndarray:
    """A picture as the exported finder is shown it while ranges are measured."""
    return functional.pixel_unshuffle(torch.from_numpy(picture[None, None]).float() / 127.5 - 1, 4).numpy()


def export(finder: Finder, readers: dict[str, Reader], scenes: list[Scene], out: Path) -> None:
    """The networks, with ranges measured on these scenes."""
    views = Views(np.random.default_rng(3))
    crops = [views.cut(each, line).picture for each in scenes for line in each.lines if line.legible]
    find = out / "finder.onnx"
    written(Folded(finder), torch.zeros(1, 16, 24, 32), "picture", {2: "high", 3: "wide"}, find)
    eight_bits(find, "picture", [folded(each.picture) for each in scenes], [])
    takes_bytes(find, "picture")
    for name, reader in readers.items():
        read = out / f"{name}.onnx"
        written(Saying(reader), torch.zeros(2, 1, 32, 64), "lines", {0: "many", 3: "wide"}, read)
        eight_bits(read, "lines", [_as_wide(normal(each))[None, None] for each in crops], [PLAIN])


def main() -> None:
    """Exports the three."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("finder", type=Path)
    asked.add_argument("reader", type=Path)
    asked.add_argument("second", type=Path)
    asked.add_argument("shards", type=Path)
    asked.add_argument("--out", type=Path, default=WEIGHTS)
    given = asked.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    finder, readers = Finder(), {"reader": Reader(), "second": Reader()}
    finder.load_state_dict(torch.load(given.finder, map_location="cpu"))
    for name, reader in readers.items():
        reader.load_state_dict(torch.load(vars(given)[name], map_location="cpu"))
    shown = read_shard(sorted(given.shards.glob("train-*.pickle"))[-1])[:SHOWN]
    export(finder, readers, shown, given.out)
    for each in sorted(given.out.glob("*.onnx")):
        print(each.name, each.stat().st_size)


if __name__ == "__main__":
    main()
