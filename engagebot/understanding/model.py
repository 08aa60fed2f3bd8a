"""The trained part of the intents: one row of small whole numbers for each feature, added up and made into
probabilities.

`scripts/train-understanding` makes the file from the phrase files; reading it needs the standard library only.
"""

from __future__ import annotations

import json
import math
import zlib
from array import array
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .features import BUCKETS

FORMAT = 2


@dataclass(frozen=True, slots=True)
class Model:
    """`weights`: `BUCKETS` rows of one signed byte for each intent; times `scale` they are logits. `made_from`:
    digest of the phrases.

    `known`: keys of the lines of phrase files that it has learnt. `whole`: `key_of` of its short phrases -> intent."""

    intents: tuple[str, ...]
    bias: tuple[float, ...]
    scale: float
    weights: array[int]
    made_from: int
    known: frozenset[int]
    whole: Mapping[int, int]

    def logits(self, buckets: Sequence[int]) -> list[float]:
        """One number for each intent; their softmax is how likely each is."""
        width = len(self.intents)
        weights = self.weights
        total = [0] * width
        for bucket in buckets:
            start = bucket * width
            total = [a + b for a, b in zip(total, weights[start : start + width], strict=True)]
        factor = self.scale / math.sqrt(len(buckets) or 1)
        return [bias + factor * one for bias, one in zip(self.bias, total, strict=True)]

    def weight(self, bucket: int, intent: int) -> int:
        """How much a feature speaks for an intent, against the average over intents."""
        width = len(self.intents)
        row = self.weights[bucket * width : (bucket + 1) * width]
        return row[intent] - sum(row) // width

    def telling(self, bucket: int) -> int:
        """How much a feature tells at all, 0 to 127."""
        width = len(self.intents)
        return max(map(abs, self.weights[bucket * width : (bucket + 1) * width]))


def key_of(words: Sequence[str]) -> int:
    """A number for a whole short message, to know it again."""
    return zlib.crc32(" ".join(words).encode())


EMPTY = Model((), (), 1.0, array("b"), 0, frozenset(), {})
"""Knows nothing: without a model file, phrases alone decide."""


def read_model(text: str) -> Model:
    """A model from its file. ValueError when the file is of another format or incomplete."""
    made = json.loads(text)
    if made.get("format") != FORMAT or made.get("buckets") != BUCKETS:
        raise ValueError("the intent model is of another version: make it again with scripts/train-understanding")
    weights = array("b", zlib.decompress(b64decode(made["weights"])))
    if len(weights) != BUCKETS * len(made["intents"]):
        raise ValueError("the intent model is incomplete: make it again with scripts/train-understanding")
    known = array("I", zlib.decompress(b64decode(made["known"])))
    keys = array("I", zlib.decompress(b64decode(made["whole_keys"])))
    meant = zlib.decompress(b64decode(made["whole_intents"]))
    return Model(
        tuple(made["intents"]),
        tuple(made["bias"]),
        made["scale"],
        weights,
        made["made_from"],
        frozenset(known),
        dict(zip(keys, meant, strict=True)),
    )


def write_model(model: Model) -> str:
    """The text of a model file."""
    made = {
        "format": FORMAT,
        "buckets": BUCKETS,
        "made_from": model.made_from,
        "intents": model.intents,
        "bias": model.bias,
        "scale": model.scale,
        "known": b64encode(zlib.compress(array("I", sorted(model.known)).tobytes(), 9)).decode(),
        "whole_keys": b64encode(zlib.compress(array("I", sorted(model.whole)).tobytes(), 9)).decode(),
        "whole_intents": b64encode(zlib.compress(bytes(model.whole[key] for key in sorted(model.whole)), 9)).decode(),
        "weights": b64encode(zlib.compress(model.weights.tobytes(), 9)).decode(),
    }
    return json.dumps(made, indent=0) + "\n"
