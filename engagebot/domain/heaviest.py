"""The heaviest matching: pairs such that everybody is in one at most, and all their weights together are the most.

Up to `EXACT` people every pair is looked at, and the matching is the heaviest there is. Beyond, each has a **price**:
what they bring to whoever gets them. A pair is worth a look when its weight comes near the sum of both prices; of these
few the heaviest matching is exact again. And no matching weighs more than all prices together, once no pair weighs more
than the prices of its two (the dual of the linear programme): that is the **bound** which says how good it is.

First the prices of a sample say which pairs may be worth a look; the prices of these pairs, held against everybody, say
which were missed and what the bound is. Then it is matched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import rustworkx

Cells = npt.NDArray[np.float32]
Prices = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Blocks = Callable[[], Iterable[tuple[int, Cells]]]
"""Gives (first row, whole weights of so many rows against everybody), until all rows were given; 0: no pair."""

EXACT = 500
"""All pairs of so many fit into 50 MB, and take half a second."""
SOFT = (32.0, 16.0, 8.0, 4.0, 2.0, 1.0, 0.5)
"""Points by which a pair may be worse than another and still count half as much or so: prices come near to the lowest
when the many good pairs count first, and the very best ones more and more (Sinkhorn's iteration)."""
FINE = 64
"""Prices are rounded to so many parts of a point: machines differ in the last digit of a logarithm."""
SAMPLE = 1024
EACH = 16
"""Candidates that each person has at first; some they are a candidate of come on top."""
MISSED = 6
"""Candidates that each may get when prices are held against everybody."""
LOOKED_AT = 10
"""Pairs a person, on average, that are matched exactly; fewer beyond 5,000 people, since that takes time."""
LEAST, MOST = 3, 50_000
GOOD = 0.995
"""Of the bound. A pairing that weighs less is looked for again in the slower way."""
TIE = 1 << 24
"""Weights are multiplied by it, and what decides between equals is added: in sum less than one point."""


@dataclass(frozen=True, slots=True)
class Edges:
    """Pairs, each once, `ones` before `others`; sorted."""

    ones: Ints
    others: Ints
    weights: Ints

    def only(self, which: npt.NDArray[np.bool_] | Ints) -> Edges:
        return Edges(self.ones[which], self.others[which], self.weights[which])


@dataclass(frozen=True, slots=True)
class Heaviest:
    pairs: tuple[tuple[int, int], ...]
    """Sorted, the lower number first."""
    bound: float
    """No matching of these people weighs more."""


def heaviest(size: int, blocks: Blocks, bonus: Ints, ties: Ints) -> Heaviest:
    """`bonus`: of each, added to the weight of whatever pair they are in. `ties`: a number of each, from 0 to 2³² - 1,
    that decides between equals."""
    if size <= EXACT:
        edges = _merged(size, bonus, [_all(first, cells) for first, cells in blocks()])
        pairs = _matched(size, edges, ties)
        return Heaviest(pairs, float(_weight(edges, pairs)))
    near = _nearest(blocks, _sampled(size, blocks), ties)
    edges = _merged(size, bonus, near)
    prices = _prices(size, edges)
    bound, missed = _against_all(size, blocks, prices - bonus, prices)
    edges = _merged(size, bonus, [(edges.ones, edges.others, edges.weights - bonus[edges.ones] - bonus[edges.others]),
                                  *missed])
    slack = (prices := _prices(size, edges))[edges.ones] + prices[edges.others] - edges.weights
    most = min(LOOKED_AT * size, max(MOST, LEAST * size), len(slack))
    best = np.sort(np.argsort(slack, kind="stable")[:most])
    few = edges.only(best)
    pairs = _matched_by_slack(size, few, slack[best], prices)
    if _weight(few, pairs) < GOOD * bound:  # not everybody can be in a pair, so it matters who is
        pairs = _matched(size, few, ties)
    return Heaviest(pairs, bound)


def _weight(edges: Edges, pairs: Iterable[tuple[int, int]]) -> int:
    found = set(pairs)
    taken = [pair in found for pair in zip(edges.ones.tolist(), edges.others.tolist(), strict=True)]
    return int(edges.weights[np.array(taken, bool)].sum())


Triples = tuple[Ints, Ints, Ints]


def _all(first: int, cells: Cells) -> Triples:
    rows, columns = np.nonzero(np.triu(cells, first + 1))
    return rows + first, columns, cells[rows, columns].astype(np.int64)


def _merged(size: int, bonus: Ints, some: Iterable[Triples]) -> Edges:
    """Each pair once."""
    ones, others, weights = (np.concatenate(parts) for parts in zip(*some, strict=True))
    low, high = np.minimum(ones, others), np.maximum(ones, others)
    _, kept = np.unique(low * size + high, return_index=True)
    low, high = low[kept], high[kept]
    return Edges(low, high, weights[kept] + bonus[low] + bonus[high])


# --------------------------------------------------------------------------------------------------------------- prices
def _sampled(size: int, blocks: Blocks) -> Prices:
    """A guess of each price, from how the first `SAMPLE` would be matched among themselves."""
    rows, known = [], 0
    for _, cells in blocks():
        rows.append(cells)
        if (known := known + len(cells)) >= SAMPLE:
            break
    cells = np.concatenate(rows)[:SAMPLE]
    among = cells[:, : len(cells)]
    there = among.any(axis=1)
    prices = among.max(axis=1, initial=0) / 2
    for soft in SOFT[:-2]:
        for _ in range(8):
            left = np.where(among > 0, among - prices, np.float32(-np.inf))[there]
            prices[there] = (prices[there] + _wished(left, soft)) / 2
    return np.asarray(np.maximum(0, (cells - prices[:, None]).max(axis=0)), np.float64)


def _nearest(blocks: Blocks, prices: Prices, ties: Ints) -> Iterator[Triples]:
    """For each those who would leave the most beyond their price."""
    off, mixed = prices.astype(np.float32), ties.astype(np.uint32)
    for first, cells in blocks():
        left = np.where(cells > 0, cells - off, np.float32(-np.inf))
        left += (mixed[first : first + len(cells), None] * mixed >> np.uint32(8)) * np.float32(2.0**-24)
        yield _picked(first, cells, left, EACH, -np.inf)


def _picked(first: int, cells: Cells, left: Cells, each: int, least: float) -> Triples:
    columns = np.argpartition(left, -min(each, left.shape[1]), axis=1)[:, -each:]
    rows = np.repeat(np.arange(len(cells)), columns.shape[1])
    flat = columns.ravel()
    good = left[rows, flat] > least
    rows, flat = rows[good], flat[good]
    return rows + first, flat, cells[rows, flat].astype(np.int64)


def _prices(size: int, edges: Edges) -> Prices:
    """Near to the lowest prices at which no one of these pairs weighs more than its two."""
    heads = np.concatenate([edges.ones, edges.others])
    order = np.argsort(heads, kind="stable")
    tails, weights = np.concatenate([edges.others, edges.ones])[order], np.tile(edges.weights, 2)[order]
    there, starts, counts = np.unique(heads[order], return_index=True, return_counts=True)
    prices = np.zeros(size)
    prices[there] = np.maximum.reduceat(weights, starts) / 2
    for soft in SOFT:
        for _ in range(25):
            left = (weights - prices[tails]) / soft
            most = np.maximum.reduceat(left, starts)
            total = np.add.reduceat(np.exp(left - np.repeat(most, counts)), starts)
            prices[there] = (prices[there] + np.maximum(0, soft * (most + np.log(total)))) / 2
    return np.round(prices * FINE) / FINE


def _wished(left: Cells, soft: float) -> Cells:
    most = left.max(axis=1)
    total = np.exp((left - most[:, None]) / np.float32(soft)).sum(axis=1)
    wished: Cells = np.maximum(0, most + np.float32(soft) * np.log(total))
    return wished


def _against_all(size: int, blocks: Blocks, net: Prices, prices: Prices) -> tuple[float, list[Triples]]:
    """The bound, and pairs that weigh more than their two prices. `net`: the prices without each one's bonus."""
    more, missed, off = np.zeros(size), [], net.astype(np.float32)
    for first, cells in blocks():
        left = np.where(cells > 0, cells - off, np.float32(-np.inf))
        left -= off[first : first + len(cells), None]
        more[first : first + len(cells)] = np.maximum(0, left.max(axis=1))
        missed.append(_picked(first, cells, left, MISSED, 0.0))
    return float((prices + more / 2).sum()) + 1e-6 * size, missed


# ------------------------------------------------------------------------------------------------------------- matching
def _matched_by_slack(size: int, edges: Edges, slack: Prices, prices: Prices) -> tuple[tuple[int, int], ...]:
    """As many of these pairs as can be, with the least slack (the prices of the two, less the weight), in whole points.

    When everybody is in a pair, that is the heaviest matching but for the rounding. It is found ten times as fast: the
    search begins where the prices have led, and most pairs have no slack at all. So that somebody is left over where
    the number is odd, each such part has one more who is nobody, and can be had for the price of whoever gets them.
    Between equals the order of the people decides, which is drawn by lot."""
    graph: rustworkx.PyGraph[None, int] = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from([None] * size)
    whole = np.round(slack).astype(np.int64).tolist()
    graph.add_edges_from(list(zip(edges.ones.tolist(), edges.others.tolist(), whole, strict=True)))
    for part in rustworkx.connected_components(graph):
        if len(part) % 2 and len(part) > 1:
            nobody = graph.add_node(None)
            graph.add_edges_from([(one, nobody, round(float(prices[one]))) for one in sorted(part)])
    most = 4 * max(graph.edges(), default=0) + 1
    found = rustworkx.max_weight_matching(graph, weight_fn=lambda slack: 2 * (most - slack))
    return tuple(sorted((min(pair), max(pair)) for pair in found if max(pair) < size))


def _matched(size: int, edges: Edges, ties: Ints) -> tuple[tuple[int, int], ...]:
    """The heaviest matching of exactly these pairs; between equals `ties` decide."""
    decide = (ties[edges.ones] * ties[edges.others] % 4_294_967_291) * (TIE // max(1, size)) >> 32
    weights = edges.weights * TIE + decide
    graph: rustworkx.PyGraph[None, int] = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from([None] * size)
    graph.add_edges_from(list(zip(edges.ones.tolist(), edges.others.tolist(), weights.tolist(), strict=True)))
    found = rustworkx.max_weight_matching(graph, weight_fn=lambda weight: weight)
    return tuple(sorted((min(pair), max(pair)) for pair in found))
