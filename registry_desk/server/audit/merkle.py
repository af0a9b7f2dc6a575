"""Merkle trees over leaf hashes: root, inclusion path, and the check anybody can do.

Source: RFC 6962, 2.1 (trees and paths), RFC 9162, 2.1.3.2 (the check).
"""

import hashlib
from collections.abc import Sequence


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Give the root over leaf hashes in order; of none, the hash of nothing."""
    if not leaves:
        return hashlib.sha256().digest()
    level = list(leaves)
    while len(level) > 1:
        pairs = [_node(a, b) for a, b in zip(level[::2], level[1::2], strict=False)]
        level = pairs + level[len(pairs) * 2 :]
    return level[0]


def path_of(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """Give the hashes that lead from a leaf to the root, the nearest first."""
    if len(leaves) <= 1:
        return []
    half = 1 << ((len(leaves) - 1).bit_length() - 1)
    if index < half:
        return [*path_of(index, leaves[:half]), root_of(leaves[half:])]
    return [*path_of(index - half, leaves[half:]), root_of(leaves[:half])]


def leads_to(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Tell whether a path proves that a leaf stands at ``index`` of a tree of ``size`` leaves."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if place % 2 or place == last:
            found = _node(step, found)
            while place and not place % 2:
                place, last = place >> 1, last >> 1
        else:
            found = _node(found, step)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()
