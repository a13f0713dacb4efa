"""Who stands for a cell.

A member stands for as many as the cell is larger than she. Cells are gone through from the largest down, and
what those before put down too much or too little is carried on: the member is taken with whom the sums so far
are nearest to the truth. So errors of single cells do not add up.
"""

from __future__ import annotations

import numpy as np


def chosen(found: np.ndarray, size: np.ndarray, cells: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """The member of each cell (positions, ascending), and for how many of her like she stands.

    `found`: trait × row, EUR. `size`: by row, above 0. `cells`: rows of each.
    """
    whole = np.array([float(np.add.reduce(size[members])) for members in cells])
    who, missing = np.empty(len(cells), dtype=np.int64), np.zeros(len(found))
    for number in np.argsort(-whole, kind="stable").tolist():
        members = cells[number]
        if len(members) == 1:
            who[number] = members[0]
            continue
        traits = found[:, members]
        left = (missing + np.add.reduce(traits, axis=1))[:, None] - traits * (whole[number] / size[members])
        best = int(np.argmin(np.add.reduce(left * left)))
        who[number], missing = members[best], left[:, best]
    order = np.argsort(who)
    return who[order], (whole / size[who])[order]
