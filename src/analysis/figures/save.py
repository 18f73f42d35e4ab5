"""Charts as files: each language, each format, the table behind it, and the manifest."""

import hashlib
import io
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from analysis.figures.frame import Drawing, drawing_of
from analysis.figures.style import in_style
from analysis.outputs import locked
from analysis.paths import find_study

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FORMATS = ("png", "svg")
LANGUAGES = ("zh", "en")
MANIFEST = "manifest.json"

# The date of drawing is left out of every format, so that a second run gives the same bytes.
_DATE_KEY = {"svg": "Date", "pdf": "CreationDate"}


def save_figure(
    ax: "Axes",
    name: str,
    *,
    folder: str | Path | None = None,
    formats: Sequence[str] | None = None,
    languages: Sequence[str] = LANGUAGES,
) -> None:
    """Write the chart on ``ax`` as ``<name>.<lang>.<format>`` in every language, and its rows.

    ``folder`` defaults to the figures folder of the study around the working directory;
    ``formats`` to PNG (300 dpi) and SVG, and those that the environment variable FORMATS names.
    ``<name>.csv`` has one row per mark of the chart; ``manifest.json`` gets the hash of each
    file, the function and its parameters, the tables that went in and the alternative text.
    A chart on Axes of one's own figure is saved in the language that it was drawn in.
    Raises ValueError for Axes that no ``plot_`` function drew and for an unknown format.
    """
    import matplotlib.pyplot as plt

    drawing = drawing_of(ax)
    folder = find_study().figures if folder is None else Path(folder)
    formats = _formats(formats)
    files: dict[str, bytes] = {}
    alt: dict[str, str] = {}
    for lang in languages if drawing.own_figure else (drawing.lang,):
        drawn = ax if lang == drawing.lang else _redraw(drawing, lang)
        alt[lang] = drawing_of(drawn).alt
        with in_style(drawing.style):
            for kind in formats:
                files[f"{name}.{lang}.{kind}"] = _figure_bytes(drawn, kind, alt[lang])
        if drawn is not ax:
            plt.close(drawn.figure)
    files[f"{name}.csv"] = _csv_bytes(drawing.rows)
    folder.mkdir(parents=True, exist_ok=True)
    for file, data in files.items():
        _write(folder / file, data)
    entry = _entry(drawing, files, alt)
    # Notebooks that run side by side note their figures in one manifest.
    with locked(folder):
        _note(folder / MANIFEST, name, entry)


def _formats(formats: Sequence[str] | None) -> tuple[str, ...]:
    if formats is None:
        more = os.environ.get("FORMATS", "").replace(",", " ").lower().split()
        formats = tuple(dict.fromkeys((*FORMATS, *more)))
    unknown = [kind for kind in formats if kind not in ("png", "svg", "pdf")]
    if unknown:
        raise ValueError(f"unknown figure format {unknown[0]!r}: choose png, svg or pdf")
    return tuple(formats)


def _redraw(drawing: Drawing, lang: str) -> "Axes":
    with in_style(drawing.style):
        return drawing.plot(drawing.table, lang=lang, **drawing.parameters)


def _figure_bytes(ax: "Axes", kind: str, alt: str) -> bytes:
    buffer = io.BytesIO()
    metadata: dict[str, str | None] = {}
    if kind == "png":
        metadata = {"Description": alt, "Software": None}
    elif kind == "svg":
        metadata = {"Description": alt, "Date": None, "Creator": None}
    else:
        metadata = {"Subject": alt, "CreationDate": None, "Creator": None, "Producer": None}
    ax.figure.savefig(buffer, format=kind, metadata=metadata)
    return buffer.getvalue()


def _csv_bytes(table: pd.DataFrame) -> bytes:
    return table.to_csv(index=False, lineterminator="\n").encode("utf-8")


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _entry(drawing: Drawing, files: Mapping[str, bytes], alt: Mapping[str, str]) -> dict:
    tables = {"table": drawing.table} | {
        key: value for key, value in drawing.parameters.items() if isinstance(value, pd.DataFrame)
    }
    return {
        "function": drawing.plot.__name__,
        "parameters": {
            key: _plain(value)
            for key, value in drawing.parameters.items()
            if key not in tables and value is not None
        },
        "inputs": {
            key: {"rows": len(table), "sha256": _sha256(_csv_bytes(table))}
            for key, table in tables.items()
        },
        "width_inches": drawing.style["figure.figsize"][0],
        "alt": dict(alt),
        "files": {file: _sha256(data) for file, data in files.items()},
    }


def _plain(value: object) -> object:
    """Return ``value`` as JSON can hold it; an object is told by the hash that it has."""
    if isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, Sequence):
        return [_plain(part) for part in value]
    return getattr(value, "sha256", None) or str(value)


def _note(path: Path, name: str, entry: dict) -> None:
    """Put ``entry`` into the manifest, in place of the one of that name."""
    try:
        known = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        known = {}
    except json.JSONDecodeError as error:
        raise ValueError(f"{path.name}, line {error.lineno}: not JSON (delete the file)") from None
    known[name] = entry
    text = json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True)
    _write(path, f"{text}\n".encode())


def _write(path: Path, data: bytes) -> None:
    """Write ``data`` at once: a reader sees the old file or the new one, never half of it."""
    if path.is_file() and path.read_bytes() == data:
        return
    part = path.with_name(path.name + ".part")
    part.write_bytes(data)
    part.replace(path)
