"""Where labels go, so that none stands on another."""

from collections.abc import Sequence
from typing import NamedTuple


def spread(
    wanted: Sequence[float], heights: Sequence[float], *, bounds: tuple[float, float]
) -> list[float]:
    """Return centres near ``wanted`` (ascending) at which boxes of ``heights`` do not overlap.

    Boxes that collide are moved apart together, about the mean of what they wanted; all stay
    between ``bounds`` if there is room.
    """
    low, high = bounds
    blocks: list[list[int]] = []
    edges: list[float] = []  # where each block begins

    def place(block: list[int]) -> float:
        tall = sum(heights[i] for i in block)
        middle = sum(wanted[i] for i in block) / len(block)
        return max(min(middle - tall / 2, high - tall), low)

    for i in range(len(wanted)):
        blocks.append([i])
        edges.append(place([i]))
        while len(blocks) > 1 and edges[-2] + sum(heights[j] for j in blocks[-2]) > edges[-1]:
            last = blocks.pop()
            edges.pop()
            blocks[-1] += last
            edges[-1] = place(blocks[-1])
    places = [0.0] * len(wanted)
    for block, edge in zip(blocks, edges, strict=True):
        for i in block:
            places[i] = edge + heights[i] / 2
            edge += heights[i]
    return places


class Box(NamedTuple):
    """A rectangle in points: its middle, its width and its height."""

    x: float
    y: float
    wide: float
    high: float

    def overlaps(self, other: "Box") -> bool:
        """Say whether the two share any room."""
        return (
            abs(self.x - other.x) * 2 < self.wide + other.wide
            and abs(self.y - other.y) * 2 < self.high + other.high
        )


def place_labels(
    points: Sequence[tuple[float, float]],
    sizes: Sequence[tuple[float, float]],
    *,
    radius: Sequence[float],
    room: tuple[float, float],
) -> list[tuple[float, float] | None]:
    """Return the middle of each label beside its point, or None where there is no room for it.

    All in points, in a field of ``room`` (wide, high). ``radius`` is that of the dots, which no
    label covers. The labels come in the order of their importance: the first choose first,
    among right, left, above, below and the corners, near before far.
    """
    dots = [Box(x, y, 2 * r, 2 * r) for (x, y), r in zip(points, radius, strict=True)]
    taken: list[Box] = []
    places: list[tuple[float, float] | None] = []
    for (x, y), (wide, high), own in zip(points, sizes, radius, strict=True):
        found = None
        for away in (1.0, 2.5, 5.0, 8.0):
            reach_x, reach_y = own + away + wide / 2, own + away + high / 2
            for step_x, step_y in (
                *((1, 0), (-1, 0), (0, 1), (0, -1)),
                *((0.8, 0.8), (-0.8, 0.8), (0.8, -0.8), (-0.8, -0.8)),
            ):
                box = Box(x + step_x * reach_x, y + step_y * reach_y, wide, high)
                inside = (
                    box.wide / 2 <= box.x <= room[0] - box.wide / 2
                    and box.high / 2 <= box.y <= room[1] - box.high / 2
                )
                if inside and not any(box.overlaps(other) for other in (*taken, *dots)):
                    found = box
                    break
            if found:
                break
        if found:
            taken.append(found)
        places.append((found.x, found.y) if found else None)
    return places
