"""Bech32, the checked spelling of age's recipients and identities (BIP 173, without its limit of 90 characters)."""

from __future__ import annotations

from isnad.words import Refusal

ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def encode(prefix: str, data: bytes) -> str:
    """``data`` as lower-case Bech32 behind ``prefix``."""
    values = _regroup(data, 8, 5, pad=True)
    assert values is not None
    check = _polymod([*_expand(prefix), *values, 0, 0, 0, 0, 0, 0]) ^ 1
    checksum = [(check >> 5 * (5 - place)) & 31 for place in range(6)]
    return prefix + "1" + "".join(ALPHABET[value] for value in [*values, *checksum])


def decode(prefix: str, text: str) -> bytes:
    """The bytes behind ``prefix`` in ``text``; refuses another prefix, mixed case, a wrong checksum, loose padding."""
    lowered = text.lower()
    if text not in (lowered, text.upper()) or not lowered.startswith(prefix + "1"):
        raise Refusal("sealing.not-bech32")
    spelled = lowered[len(prefix) + 1 :]
    values = [ALPHABET.find(letter) for letter in spelled]
    if len(values) < 6 or min(values) < 0 or _polymod([*_expand(prefix), *values]) != 1:
        raise Refusal("sealing.not-bech32")
    data = _regroup(values[:-6], 5, 8, pad=False)
    if data is None:
        raise Refusal("sealing.not-bech32")
    return bytes(data)


def _expand(prefix: str) -> list[int]:
    return [ord(letter) >> 5 for letter in prefix] + [0] + [ord(letter) & 31 for letter in prefix]


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, part in enumerate(_GENERATOR):
            if top >> place & 1:
                check ^= part
    return check


def _regroup(data: bytes | list[int], width: int, into: int, *, pad: bool) -> list[int] | None:
    """Bits in groups of ``width`` as groups of ``into``; None where what is left over is not zero padding."""
    held = bits = 0
    groups = []
    for value in data:
        held = (held << width | value) & 0xFFFF
        bits += width
        while bits >= into:
            bits -= into
            groups.append(held >> bits & (1 << into) - 1)
    rest = held & (1 << bits) - 1
    if pad:
        return [*groups, rest << (into - bits)] if bits else groups
    return groups if bits < width and rest == 0 else None
