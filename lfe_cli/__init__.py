"""lfe: run Learning from Experience Reviews from a folder, a manifest and Word."""

__version__ = "0.1.0"
