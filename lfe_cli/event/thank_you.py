"""Thanks those who came to the learning event, for something real."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from lfe_cli.checks.identifiers import load_identifiers
from lfe_cli.checks.text_check import names_in
from lfe_cli.clock import uk_date
from lfe_cli.errors import FileProblems, LfeError
from lfe_cli.event.day import refuse_before_the_event
from lfe_cli.letters.draft import Contents, Drafted, draft
from lfe_cli.letters.kinds import THANK_YOU
from lfe_cli.letters.outbox import was_sent
from lfe_cli.letters.template import recipient
from lfe_cli.review import files
from lfe_cli.review.changes import Changes, together
from lfe_cli.review.lookup import agency_named, takes_part
from lfe_cli.review.partnership import Agency
from lfe_cli.review.workspace import Review
from lfe_cli.review.yamlfile import read_yaml
from lfe_cli.sentences import counted, joined


def thank_you(review: Review, ids: Sequence[str], moment: datetime) -> tuple[Drafted, Changes]:
    """A letter of thanks to each agency that came, or takes part where nobody recorded who came.

    Raises LfeError before the event, and for a named agency that was not there.
    """
    refuse_before_the_event(
        review,
        uk_date(moment),
        nothing="there is nothing to thank for",
        next_step="Run it again within two days of the event.",
    )
    coming = _who_came(review)
    agencies = _named(review, ids, coming) if ids else coming.agencies
    thanked = [a for a in agencies if not ids and was_sent(review, a, THANK_YOU)]
    wanted = [a for a in agencies if a not in thanked]
    strengths = _strengths(review)
    contents = Contents({"good_practice": list(strengths.texts)})
    parts = [
        draft(review, THANK_YOU, agency, moment, contents, keep_edited=True) for agency in wanted
    ]
    drafted = Drafted(
        lines=(
            *(_line(review, agency) for agency in wanted),
            *(f"{agency.name}: thanked already, left as it is" for agency in thanked),
            *(() if agencies else ("Nobody came, as far as it is recorded: no letter is made.",)),
        ),
        files=tuple(f"{review.reference}/{THANK_YOU.file(a.id)}" for a in wanted),
        remarks=(*coming.remarks, *strengths.remarks) if wanted else (),
        next=tuple(_next(review, wanted)),
    )
    return drafted, together(review.reference, parts)


@dataclass(frozen=True)
class _Coming:
    """Who is thanked, and what an officer has to know of it."""

    agencies: tuple[Agency, ...]
    remarks: tuple[str, ...] = ()


def _who_came(review: Review) -> _Coming:
    """Those whose coming was recorded; while none was, all that take part but the apologies."""
    known = {a.id: review.state.agency(a.id).attendance for a in review.agencies()}
    came = tuple(a for a in review.agencies() if (e := known[a.id]) and e.event.people)
    unknown = tuple(a for a in takes_part(review) if known[a.id] is None)
    if came:
        names = ", ".join(agency.name for agency in unknown)
        say = f"Who came from {names} is not recorded yet (lfe attended): no letter is made."
        return _Coming(came, (say,) if unknown else ())
    say = (
        "Who came is not recorded yet (lfe attended), so everybody who takes part has a draft. "
        "Send them only to those who came."
    )
    return _Coming(unknown, (say,) if unknown else ())


def _named(review: Review, ids: Sequence[str], coming: _Coming) -> tuple[Agency, ...]:
    named = tuple(agency_named(review, i) for i in ids)
    absent = [agency.name for agency in named if agency not in coming.agencies]
    if absent:
        raise LfeError(
            f"Nothing says that {joined(absent)} came, and the letter thanks for coming.",
            next_step="Record first who came: lfe attended. Or write a few lines of your own.",
        )
    return named


@dataclass(frozen=True)
class _Strengths:
    """The good practice that a letter may name; none leaves the gap, and `remarks` say why."""

    texts: tuple[str, ...]
    remarks: tuple[str, ...]


def _strengths(review: Review) -> _Strengths:
    """What worked well, as learning.yaml has it, unless it could name somebody."""
    texts = _worked_well(review)
    if not texts:
        why = f"{files.LEARNING} says nothing yet of what worked well"
        return _Strengths((), (f"{why}, so each letter has a gap for it.",))
    identifiers = load_identifiers(review.workspace, review.reference)
    if identifiers is None:
        why = "The list of names is missing or cannot be read, so nothing was taken from"
        return _Strengths((), (f"{why} {files.LEARNING}: each letter has a gap instead.",))
    content = "\n".join(texts).encode()
    if names_in(review.workspace, review.reference, "text.txt", content):
        why = f"What worked well ({files.LEARNING}) holds what may name somebody"
        say = "so each letter has a gap instead. Put a role there (lfe check says where)."
        return _Strengths((), (f"{why}, {say}",))
    words = counted(identifiers.count, "listed word")
    return _Strengths(
        texts,
        (f"What worked well is from {files.LEARNING}, checked against {words}: read it again.",),
    )


def _worked_well(review: Review) -> tuple[str, ...]:
    """The strengths, even while other parts of the file are still to be written."""
    content = review.read(files.LEARNING)
    if content is None:
        return ()
    try:
        source = read_yaml(content.decode("utf-8-sig"), files.LEARNING, collect=True)
    except (FileProblems, UnicodeDecodeError):
        return ()
    told = source.data.get("worked_well") if isinstance(source.data, dict) else None
    texts = told if isinstance(told, list) else []
    return tuple(" ".join(t.split()) for t in texts if isinstance(t, str) and t.strip())


def _line(review: Review, agency: Agency) -> str:
    if review.is_edited(THANK_YOU.file(agency.id)):
        return f"{agency.name}: its letter was edited by you, left as it is"
    if recipient(THANK_YOU, agency) is None:
        return f"{agency.name}: letter drafted, not addressed (it has no contact yet)"
    return f"{agency.name}: letter drafted"


def _next(review: Review, wanted: Sequence[Agency]) -> Iterator[str]:
    if not wanted:
        return
    ids = " ".join(f"--agency {agency.id}" for agency in wanted)
    yield f"open each letter in {review.reference}/{files.OUTBOX}"
    yield "write by hand what this service is thanked for, where the letter says so"
    yield "read it and send it yourself, within two days of the event"
    yield f"then record it: lfe sent --letter {THANK_YOU.id} {ids}"
