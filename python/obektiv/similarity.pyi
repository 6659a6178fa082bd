from ._obektiv import Results, Table

__all__ = ["by_class"]

def by_class(
    results: Results,
    permutations: int | None = None,
    permute_below: float | None = None,
    pair_level: float | None = None,
    seed: int | None = None,
) -> Table: ...
