"""The options that commands share, with one wording each."""

from __future__ import annotations

from typing import Annotated

import typer

ReviewOption = Annotated[
    str | None,
    typer.Option(
        "--review",
        "-r",
        metavar="REFERENCE",
        help="The review: its reference or the end of it (001), or its folder. Without it, "
        "the one you stand in, or the only one that is open.",
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would be done, and do nothing.")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer with one JSON document.")]
NoInput = Annotated[
    bool, typer.Option("--no-input", help="Ask nothing: what is missing is an error.")
]
Sheet = Annotated[
    bool,
    typer.Option(
        "--sheet", help="Make one sheet to tick; with a FILE in place of AGENCY, read it."
    ),
]
Yes = Annotated[bool, typer.Option("--yes", help="With a sheet: record it without asking.")]
On = Annotated[
    str | None,
    typer.Option("--on", metavar="DATE", help="The day it happened, if that was not today."),
]
Keep = Annotated[
    bool, typer.Option("--keep", help="Keep the papers that you edited, make the others.")
]
Replace = Annotated[
    bool,
    typer.Option("--replace", help="Make it anew although you edited it; yours is kept beside."),
]
