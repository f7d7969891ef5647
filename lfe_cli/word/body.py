"""The size of a document's body text."""

from __future__ import annotations

from lfe_cli.word.package import open_package
from lfe_cli.word.xml import parse, val, w

_WORDS_DEFAULT = 10.0


def body_size(content: bytes) -> float:
    """The size of the style Normal in points; the document's default where it has none."""
    root = parse(open_package(content).parts["word/styles.xml"])
    defaults = root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}/{w('sz')}")
    normal = next((s for s in root.iter(w("style")) if s.get(w("styleId")) == "Normal"), None)
    own = normal.find(f"{w('rPr')}/{w('sz')}") if normal is not None else None
    half_points = val(own) or val(defaults)
    return float(half_points) / 2 if half_points else _WORDS_DEFAULT
