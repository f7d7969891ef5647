"""The open things of the audits: the manifest, the inbox, the forms, replies and reminders."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from lfe_cli.audits.outdated import (
    OutdatedForm,
    outdated_forms,
    outdated_letters_about_gaps,
    outdated_reminder,
    papers_of_the_forms,
    reissue,
)
from lfe_cli.audits.reminder_days import Waiting, waiting_for
from lfe_cli.audits.returns.noted import noted
from lfe_cli.audits.which_form import sent_before_it_changed
from lfe_cli.checks.identifiers import identifiers_path, load_identifiers
from lfe_cli.letters.fit import has_taken_place
from lfe_cli.letters.kinds import REMINDERS, REQUEST, STILL_OPEN
from lfe_cli.letters.made_from import named, outdated_paper
from lfe_cli.review import days, files
from lfe_cli.review.events import CarriedOver
from lfe_cli.review.lookup import agencies_at, takes_part
from lfe_cli.review.partnership import Agency
from lfe_cli.review.todo import AtClosing, Code, Said, Todo
from lfe_cli.review.workspace import Review, in_the_inbox
from lfe_cli.sentences import counted, joined

_IS_OUT = ("issued", "withdrawn")


def todos(review: Review, today: date) -> Iterator[Todo]:
    """Everything that is open, in the order in which it is needed."""
    yield from _manifest(review)
    yield from _names(review)
    yield from _day(review)
    yield from inbox(review)
    if has_taken_place(review, today):  # nobody is asked for an audit, or for a reply, any more
        return
    yield from _releases(review)
    yield from _forms(review)
    outdated = outdated_forms(review, today)
    agencies = [one.agency for one in outdated]
    yield from _outdated(review, outdated)
    yield from _new_forms(review, agencies)
    yield from _requests(review, agencies)
    yield from _identity(review)
    yield from replies(review, today)
    yield from _waiting_for_a_reply(review, today)
    yield from _reminders(review, today)
    for one in outdated_letters_about_gaps(review, today):
        command, file = f"lfe ingest --ask {one.agency.id}", STILL_OPEN.file(one.agency.id)
        says = f"out of date: {file} ({one.why}). Make it anew: {command}"
        yield Todo("outdated form", (one.agency.id,), says=Said(says), command=command)


def _manifest(review: Review) -> Iterator[Todo]:
    """The manifest's open points, in the order in which they are needed."""
    manifest = review.manifest
    event, why = manifest.event, manifest.why_this_review
    cancelled = review.state.event.cancelled  # then another sentence asks for it
    open_points = (
        ("agencies", "who is asked", not manifest.agencies),
        ("why.decided_by", "who decided on this kind of review", not why.decided_by),
        ("why.decided_on", "when that was decided", not why.decided_on),
        ("why.basis", "on what basis", not why.basis),
        ("audits.due", "by when audits are ready", not manifest.audits.due),
        ("event.at", "when the event begins", not event.at and not cancelled),
        ("event.venue", "where it is", not event.venue),
        ("event.facilitator", "who facilitates it", not event.facilitator),
        (
            "event.facilitator_independent",
            "that the facilitator had no part in the work",
            not event.facilitator_independent,
        ),
        ("event.wellbeing", "who looks after people on the day", not event.wellbeing),
        ("family", "who of the family is told", not manifest.family),
    )
    for field, what, is_open in open_points:
        if is_open:
            says = Said("complete review.yaml (lfe edit): ", what)
            yield Todo("manifest", (field,), says=says, command="lfe edit")


def _names(review: Review) -> Iterator[Todo]:
    """The list of names, until it holds one: without it no text is checked for any."""
    known = load_identifiers(review.workspace, review.reference)
    if (known is None or not known.count) and review.state.page.stage not in _IS_OUT:
        says = f"write the names and places that may never appear into {files.IDENTIFIERS}"
        if known is None and os.path.lexists(
            path := identifiers_path(review.workspace, review.reference)
        ):
            says = (
                f"put {path.name} right: it cannot be read as it is typed, or not by you, so "
                "nothing is checked against it: lfe check"
            )
        yield Todo("names", says=Said(says))


def _day(review: Review) -> Iterator[Todo]:
    """A day for the event, until the page is there. What is to be typed stands elsewhere."""
    if review.state.page.stage is None and review.manifest.event.at is None:
        another = "another" if review.state.event.cancelled else "a"
        yield Todo("day", next=Said(f"find {another} day for the event"))


def inbox(review: Review) -> Iterator[Todo]:
    """The files in the inbox; closing would remove them."""
    number = len(in_the_inbox(review))
    if not number:
        return
    there, lie = counted(number, "file"), "lies" if number == 1 else "lie"
    yield Todo(
        "inbox",
        (files.INBOX,),
        says=Said(f"look at the inbox ({there}), and take in what lies there: lfe ingest"),
        command="lfe ingest",
        closing=AtClosing(
            CarriedOver(item=files.INBOX),
            f"{there} {lie} in {files.INBOX} and nobody has taken them in",
            "lfe ingest",
            "they are removed with the other papers, not taken in",
        ),
    )


def _releases(review: Review) -> Iterator[Todo]:
    """The agencies whose form does not say clearly that the facilitator may read ahead."""
    for agency in takes_part(review):
        if review.state.agency(agency.id).filed and noted(review, agency.id).release_unclear:
            yes, no = (f"lfe ingest --{may}-read {agency.id}" for may in ("may", "may-not"))
            says = (
                f"ask {agency.name} whether the facilitator may read ahead what it brings: its "
                f"form does not say it clearly. If so: {yes}; if not: {no}"
            )
            yield Todo("release", (agency.id,), "an agency", says=Said(says), command=yes)


def _forms(review: Review) -> Iterator[Todo]:
    """The forms: for whom there is none yet; on the board, that there are none at all."""
    without = tuple(a.id for a in takes_part(review) if not review.state.agency(a.id).form)
    none_yet = not review.state.forms and review.state.page.stage is None
    if without or none_yet:
        yield Todo(
            "form",
            without,
            says=Said("make the audit forms and letters: lfe issue-audits") if without else None,
            command="lfe issue-audits",
            next=Said("make the audit forms") if none_yet else None,
        )


def _outdated(review: Review, outdated: Sequence[OutdatedForm]) -> Iterator[Todo]:
    """Forms, and requests that are still to be sent, that are not as they would be made now."""
    command = reissue(review, outdated)
    for why in dict.fromkeys(one.why for one in outdated):
        names = joined(one.agency.name for one in outdated if one.why == why)
        says = f"out of date ({why}): the forms and letters of {names}; make them anew: {command}"
        about = tuple(one.agency.id for one in outdated if one.why == why)
        yield Todo("outdated form", about, says=Said(says), command=command)
    papers = [outdated_paper(review, p) for p in papers_of_the_forms(review)]
    found = [one for one in papers if one and review.state.forms]
    if found and not outdated:
        says = f"out of date: {named(found)}. Make it anew: lfe issue-audits"
        about = tuple(one.file for one in found)
        yield Todo("outdated form", about, says=Said(says), command="lfe issue-audits")


def _new_forms(review: Review, outdated: Collection[Agency]) -> Iterator[Todo]:
    for agency in sent_before_it_changed(review):
        if agency not in outdated:
            before = (
                "send the new form and letter in outbox, what was sent before asked for "
                "something else; then record it: lfe sent ("
            )
            yield _with("new form", agency, before, "lfe sent")


def _requests(review: Review, outdated: Collection[Agency]) -> Iterator[Todo]:
    state = review.state
    if state.page.stage is None and state.forms and not state.letters.sent_of(REQUEST.id):
        yield Todo("request", next=Said("send the audit forms"), command="lfe sent")
    sent_before = sent_before_it_changed(review)
    for agency in agencies_at(review, "form made"):
        if agency not in sent_before and agency not in outdated:
            before = "send the letters in outbox, then record it: lfe sent ("
            yield _with("request", agency, before, "lfe sent")


def _identity(review: Review) -> Iterator[Todo]:
    which = "which child it is about"
    if review.manifest.children != 1:
        which = f"which children it is about, with their letters ({review.manifest.child_letters})"
    for agency in agencies_at(review, "request sent"):
        before = f"let them know separately {which}, then record it: lfe told identity ("
        yield _with("identity", agency, before, "lfe told identity")


def _with(code: Code, agency: Agency, before: str, command: str) -> Todo:
    """A thing to do with each of several agencies, which one sentence names."""
    return Todo(code, (agency.id,), says=Said(before, agency.name, ")"), command=command)


def replies(review: Review, today: date) -> Iterator[Todo]:
    """The number that has not replied, before the event; by name the list says it of each."""
    event = review.manifest.event.at
    asked = agencies_at(review, "asked", "request sent")
    if asked and review.state.page.stage is None and (event is None or event.date() >= today):
        number = len(asked)
        whose = "1 agency's reply" if number == 1 else f"the replies of {number} agencies"
        yield Todo(
            "replies",
            tuple(agency.id for agency in asked),
            "an agency",
            waiting=Said(f"{whose}, not heard yet"),
        )


def _waiting_for_a_reply(review: Review, today: date) -> Iterator[Todo]:
    for agency in agencies_at(review, "asked"):
        request = review.state.agency(agency.id).request_sent
        assert request is not None  # nobody is counted as asked before it
        by = days.add_working_days(request.day, review.partnership.settings.reply_working_days)
        left = days.working_days_between(today, by)
        until = f"{counted(left, 'working day')} until {days.short_date(by)}"
        when = "not heard yet" if left <= 0 else until
        after = f" ({when}); when it comes: lfe reply"
        says = Said("waiting for a reply from ", agency.name, after)
        yield Todo(
            "reply",
            (agency.id,),
            "an agency",
            since=request.day,
            due=by,
            says=says,
            command="lfe reply",
        )


def _reminders(review: Review, today: date) -> Iterator[Todo]:
    """The reminders that fit now: first those that are still to be drafted."""
    fitting = [one for one in waiting_for(review, today) if one.fits(today)]
    drafted = [one for one in fitting if _is_drafted(review, one)]
    outdated = [one for one in drafted if outdated_reminder(review, one, today)]
    for one in outdated:
        says = Said("out of date: the reminder to ", one.agency.name, ". Make it anew: lfe chase")
        yield _reminder(one, says, "lfe chase")
    for one in fitting:
        if one not in drafted:
            says = Said("a reminder would fit now: lfe chase (", one.agency.name, ")")
            yield _reminder(one, says, "lfe chase")
    for kind in REMINDERS:
        record = f"lfe sent --letter {kind.id}"
        for one in drafted:
            if one in outdated:
                continue
            if REMINDERS[one.number - 1] is kind:
                before = f"read and send the reminder in outbox, then: {record} "
                says = Said(before, f"--agency {one.agency.id}", between=" ")
                yield _reminder(one, says, record, "reminder letter")


def _reminder(waiting: Waiting, says: Said, command: str, code: Code = "reminder") -> Todo:
    about, since = (waiting.agency.id,), waiting.fits_from
    return Todo(code, about, since=since, says=says, command=command)


def _is_drafted(review: Review, waiting: Waiting) -> bool:
    letter, agency = REMINDERS[waiting.number - 1].id, waiting.agency.id
    its = review.state.agency(agency)
    drafted, request = its.last_drafted(letter), its.request_sent
    return drafted is not None and request is not None and drafted.at > request.at
