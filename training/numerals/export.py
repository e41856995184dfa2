"""Writes the trained networks as ONNX into the package.

   python -m training.numerals.export FINDER.pt READER.pt [--out WEIGHTS] [--eight-bits SHARDS]

* Batch norm is folded away; the reader's answer is softmaxed, so that the package needs no more than probabilities.
* Weights are kept as 16-bit floats where that is all that is asked (half the size, the same answers within 1 in 1,000);
  onnxruntime turns them back when it loads them.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from onnxruntime.quantization import (
    CalibrationDataReader,
    CalibrationMethod,
    QuantFormat,
    QuantType,
    quantize_static,
    shape_inference,
)
from torch import Tensor, nn
from training.numerals.lessons import Views, normal
from training.numerals.networks import Finder, Reader
from training.numerals.shards import read_shard

WEIGHTS = Path(__file__).parents[2] / "src/isnad/instruments/numerals/weights"
ENOUGH = 64  # numbers in a tensor, from where on it is kept in half the bits


class Saying(nn.Module):
    """The reader with its answer as probabilities."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, lines: Tensor) -> Tensor:
        return torch.softmax(self.reader(lines), -1)


def written(
    network: nn.Module, example: Tensor, name: str, axes: dict[int, str], out: Path, *, half: bool = True
) -> Path:
    """One network as ONNX."""
    torch.onnx.export(
        network.eval(), (example,), str(out), input_names=[name], output_names=["said"],
        dynamic_axes={name: axes}, opset_version=17, dynamo=False, do_constant_folding=True,
    )  # fmt: skip
    if half:
        halved(out)
    return out


def halved(path: Path) -> None:
    """Keeps large tensors as 16-bit floats, each followed by a cast back."""
    model = onnx.load(path)
    casts = []
    for tensor in model.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.size < ENOUGH:
            continue
        kept = f"{tensor.name}.half"
        casts.append(helper.make_node("Cast", [kept], [tensor.name], to=onnx.TensorProto.FLOAT))
        tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float16), kept))
    nodes = list(model.graph.node)
    del model.graph.node[:]
    model.graph.node.extend(casts + nodes)
    onnx.checker.check_model(model)
    onnx.save(model, path)


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


def eight_bits(path: Path, name: str, given: list[np.ndarray]) -> None:
    """Turns a network's convolutions to eight bits, twice as fast on processors that know them."""
    full = path.with_suffix(".full.onnx")
    shape_inference.quant_pre_process(str(path), str(full), skip_symbolic_shape=True)
    quantize_static(
        str(full), str(path), Shown(name, given), quant_format=QuantFormat.QDQ, per_channel=True,
        activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8, op_types_to_quantize=["Conv", "Add"],
        calibrate_method=CalibrationMethod.Percentile, extra_options={"CalibPercentile": 99.99},
    )  # fmt: skip
    full.unlink()


def main() -> None:
    """Exports both."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("finder", type=Path)
    asked.add_argument("reader", type=Path)
    asked.add_argument("--out", type=Path, default=WEIGHTS)
    asked.add_argument("--eight-bits", type=Path, help="shards on which the finder's ranges are measured")
    given = asked.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    finder, reader = Finder(), Reader()
    finder.load_state_dict(torch.load(given.finder, map_location="cpu"))
    reader.load_state_dict(torch.load(given.reader, map_location="cpu"))
    found = written(
        finder, torch.zeros(1, 1, 96, 128), "picture", {2: "high", 3: "wide"}, given.out / "finder.onnx",
        half=given.eight_bits is None,
    )  # fmt: skip
    if given.eight_bits:
        scenes = read_shard(sorted(given.eight_bits.glob("train-*.pickle"))[0])[:48]
        eight_bits(found, "picture", [each.picture[None, None].astype(np.float32) / 127.5 - 1 for each in scenes])
    lines = {0: "many", 3: "wide"}
    read = written(
        Saying(reader), torch.zeros(2, 1, 32, 64), "lines", lines, given.out / "reader.onnx",
        half=given.eight_bits is None,
    )  # fmt: skip
    if given.eight_bits:
        views = Views(np.random.default_rng(3))
        crops = [views.cut(each, line).picture for each in scenes for line in each.lines if line.legible]
        eight_bits(read, "lines", [_as_wide(normal(each))[None, None] for each in crops])
    for each in sorted(given.out.glob("*.onnx")):
        print(each.name, each.stat().st_size)


if __name__ == "__main__":
    main()
