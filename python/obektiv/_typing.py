"""Names for what functions take."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from os import PathLike
from typing import Any, BinaryIO, Literal, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt


class ArrowStream(Protocol):
    """A table or a column that exports Arrow: pandas, polars, pyarrow and others."""

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any: ...


class ArrowArray(Protocol):
    """One column that exports Arrow."""

    def __arrow_c_array__(self, requested_schema: Any = None) -> Any: ...


class Frame(Protocol):
    """A data frame without an Arrow export: pandas without pyarrow."""

    def to_numpy(self) -> npt.NDArray[Any]: ...


Scores: TypeAlias = (
    npt.NDArray[np.uint8] | npt.NDArray[Any] | Sequence[Sequence[float | None]] | ArrowStream | Frame
)
Labels: TypeAlias = npt.NDArray[Any] | Sequence[str | float | None] | ArrowStream | ArrowArray | Frame
Marks: TypeAlias = npt.NDArray[Any] | Sequence[float | None] | ArrowStream | ArrowArray | Frame
Group: TypeAlias = Literal["school", "class", "municipality", "all"]
Season: TypeAlias = Literal["autumn", "spring"]
Language: TypeAlias = Literal["ru", "en"]
ItemKind: TypeAlias = Literal["key", "open"]
Shape: TypeAlias = Literal["ours", "official"]
KindName: TypeAlias = Literal["lift", "dictate", "one_hand", "copy", "fit", "home", "leak"]
SpreadName: TypeAlias = Literal["usual", "wild", "tame"]


class Calibrated(Protocol):
    """What `irt.fit` returns."""

    @property
    def items(self) -> list[dict[str, Any]]: ...
    @property
    def log_likelihood(self) -> float: ...


class ItemTable(Protocol):
    """A table of items: ours, or a data frame."""

    @property
    def columns(self) -> Any: ...
    def __getitem__(self, name: str, /) -> Any: ...


class Points(Protocol):
    """A distribution of ability."""

    @property
    def points(self) -> Any: ...
    @property
    def weights(self) -> Any: ...


Items: TypeAlias = Sequence[Mapping[str, Any]] | Calibrated | ItemTable
Ability: TypeAlias = tuple[npt.ArrayLike, npt.ArrayLike] | Points
Source: TypeAlias = str | PathLike[str] | bytes | BinaryIO


Steps: TypeAlias = Callable[[int, int], Any] | bool


class Progress(Protocol):
    """Told after each of several files; False stops."""

    def __call__(
        self, name: str, files: int, files_total: int, bytes_read: int, bytes_total: int, /
    ) -> bool | None: ...


Path: TypeAlias = str | PathLike[str]
Sources: TypeAlias = Path | Iterable[Path | tuple[str, bytes]]
