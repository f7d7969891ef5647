"""All that knows Office files: packages, text and styles, rendering, the layout of a page."""
