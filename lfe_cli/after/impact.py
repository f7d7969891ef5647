"""Records whether practice has changed: how much was done, how well, what difference it made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lfe_cli.checks.kept import keep_text
from lfe_cli.errors import LfeError
from lfe_cli.review import events
from lfe_cli.review.changes import Changes
from lfe_cli.review.days import short_date
from lfe_cli.review.impact import ImpactCheck, impact_checks, months_in_words
from lfe_cli.review.recommendations import Recommendation
from lfe_cli.review.workspace import Review
from lfe_cli.sentences import joined

NO_CHECKS = "This partnership makes no impact checks (follow_up_months is empty)"
HOW_TO_HAVE_CHECKS = (
    "To ask after three months, for instance, write it into partnership.yaml: follow_up_months: [3]"
)


@dataclass(frozen=True)
class Answers:
    """A group's answers to the three questions of an impact check."""

    how_much: str
    how_well: str
    difference: str

    def by_option(self) -> dict[str, str]:
        """Each answer under the option that gives it."""
        return {
            "--how-much": self.how_much,
            "--how-well": self.how_well,
            "--difference": self.difference,
        }


@dataclass(frozen=True)
class Asked:
    """A check that was recorded, and what to look at once more in its answers."""

    check: ImpactCheck
    remarks: tuple[str, ...]


def check_impact(
    review: Review, named: str, answers: Answers, on: date, months: int | None = None
) -> tuple[Asked, Changes]:
    """Records one check of the recommendation `named`; without `months` the first that is open.

    Raises LfeError for a recommendation that nobody acts on, a check that is recorded already or
    that the partnership does not make, a day before its own, an answer that is missing, and one
    that names or blames somebody.
    """
    one = _acted_on(review, named)
    check = _check_meant(review, one, months)
    if one.decided_on and on < one.decided_on:
        raise LfeError(
            f"{one.id} was decided on {short_date(one.decided_on)}: there is no difference before.",
            next_step="Give the day on which you asked: --on DATE",
        )
    given = answers.by_option()
    missing = [option for option, text in given.items() if not text.strip()]
    if missing:
        raise LfeError(
            f"What did {one.id} change? An answer is missing.",
            next_step=f"Add {joined(f'{option} TEXT' for option in missing)}. "
            "Where nothing is known yet, say so.",
        )
    if on < check.due:
        raise _too_early(one, check)
    looked = {option: keep_text(review, text.strip(), option) for option, text in given.items()}
    kept = {option[2:].replace("-", "_"): text for option, (text, _) in looked.items()}
    checked = events.ImpactChecked(on=on, recommendation=one.id, months=check.months, **kept)
    remarks = tuple(remark for _, found in looked.values() for remark in found)
    return Asked(check, remarks), Changes(review.reference, events=(checked,))


def _too_early(one: Recommendation, check: ImpactCheck) -> LfeError:
    return LfeError(
        f"What {one.id} changed is asked after {months_in_words(check.months)}, from "
        f"{short_date(check.due)} on.",
        next_step="An early note does not show what lasts, so it is not recorded. Ask again then.",
    )


def _acted_on(review: Review, named: str) -> Recommendation:
    found = review.recommendations
    one = next((r for r in found if r.id == named.strip().upper()), None)
    if one is None:
        known = ", ".join(r.id for r in found)
        raise LfeError(
            f"There is no recommendation {named} in {review.reference}.",
            next_step=f"There are {known}." if known else "Submit the page first: lfe submit",
        )
    if not one.is_acted_on:
        so_far = f"It is {one.decision}." if one.decision else "It is not decided yet."
        raise LfeError(
            f"No working group acts on {one.id}, so there is no difference to ask about.",
            next_step=f"{so_far} What the subgroup decides: lfe decide",
        )
    return one


def _check_meant(review: Review, one: Recommendation, months: int | None) -> ImpactCheck:
    if not review.partnership.settings.follow_up_months:
        raise LfeError(f"{NO_CHECKS}, so {one.id} has none.", next_step=HOW_TO_HAVE_CHECKS)
    checks = [check for check in impact_checks(review) if check.recommendation == one.id]
    if months is not None:
        checks = [check for check in checks if check.months == months]
        if not checks:
            known = ", ".join(map(str, sorted(review.partnership.settings.follow_up_months)))
            raise LfeError(
                f"There is no check after {months_in_words(months)}.",
                next_step=f"This partnership asks after these months: {known} (follow_up_months).",
            )
    still_open = [check for check in checks if check.recorded is None]
    if still_open:
        return still_open[0]
    last = checks[-1].recorded if checks else None
    when = f" on {short_date(last.day)}" if last else ""
    raise LfeError(
        f"What difference {one.id} made is recorded already{when}.",
        next_step="If it was recorded by mistake, take it back: "
        f"{review.state.way_back(last) if last else 'lfe undo --list'}",
    )
