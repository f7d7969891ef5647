"""The steps that are required before the page comes to a stage, in one table, and what is open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from lfe_cli.checks.identifiers import about_the_list
from lfe_cli.errors import LfeError
from lfe_cli.event.family import learning_unheard, told_undecided
from lfe_cli.letters.kinds import THANK_YOU
from lfe_cli.page.as_decided import differing, how_to_put_right, make_anew, steps_of
from lfe_cli.page.learning import learning_hash, read_learning
from lfe_cli.page.stages import Stage, stage_of
from lfe_cli.review import files
from lfe_cli.review.recommendations import recommended_in
from lfe_cli.review.workspace import Review
from lfe_cli.sentences import joined

Code = Literal[
    "page", "made anew", "read", "agreed", "submitted", "decided", "as decided", "circulation",
    "family told", "family heard", "hold", "names",
]  # fmt: skip
Override = Literal["--although", "--before-family"]
BeforeFamily = Literal["not-reached", "another-process", "urgent"]
_Found = Iterable[tuple[str, str]]  # what is open, and the command that does it


@dataclass(frozen=True)
class Step:
    """A step that is required before the page comes to one of the stages `before`.

    `open` says what of it is. `override` is the option with which the page goes on all the same:
    it passes over the order alone, and never what keeps somebody safe. A partnership can do
    without a step that --although passes over (`page_steps_left_out` in its settings).
    """

    code: Code
    before: tuple[Stage, ...]
    open: Callable[[Review], _Found]
    override: Override | None = None


@dataclass(frozen=True)
class Open:
    """One thing that is open, and the command that does it."""

    step: Step
    says: str
    command: str

    @property
    def sentence(self) -> str:
        """What is open, with its command."""
        return f"{self.says}: {self.command}"

    def as_json(self) -> dict[str, Any]:
        """The open step as `--json` has it."""
        return {
            "step": self.step.code,
            "says": self.says,
            "command": self.command,
            "override": self.step.override,
        }


def open_steps(review: Review, stage: Stage) -> tuple[Open, ...]:
    """All that is open before the page may come to `stage`, in the order in which it is done."""
    return tuple(
        Open(step, says, command)
        for step in REQUIRED
        if stage in step.before and not is_left_out(review, step.code)
        for says, command in step.open(review)
    )


def is_open(review: Review, code: Code) -> bool:
    """Whether this step is required, and still to be done."""
    step = next(step for step in REQUIRED if step.code == code)
    return not is_left_out(review, code) and any(step.open(review))


def is_next(review: Review, stage: Literal["read", "agreed"]) -> bool:
    """Whether the step of this name is still to be done, and nothing comes before it."""
    return is_open(review, stage) and not open_steps(review, stage)


def next_command(review: Review) -> str:
    """What brings the page nearer to being issued."""
    found = open_steps(review, "issued")
    return found[0].command if found else "lfe report --stage issued"


def is_left_out(review: Review, code: Code) -> bool:
    """Whether this partnership does without the step."""
    return code in review.partnership.settings.page_steps_left_out


@dataclass(frozen=True)
class GoingOn:
    """The word of an officer that the page goes on although steps are open: why, and who else.

    `before_family` is one of fixed reasons, and `second_reader` the role of somebody who agrees.
    """

    although: str = ""
    before_family: str = ""
    second_reader: str = ""

    def passes(self, one: Open) -> bool:
        """Whether it lets the page go on with this step open."""
        given = {"--although": self.although, "--before-family": self.before_family}
        return one.step.override is not None and bool(given[one.step.override])


def refuse_half_said(going_on: GoingOn) -> None:
    """Raises LfeError for a reason that is not among the fixed ones, or nobody's second word."""
    if not going_on.before_family:
        return
    known = get_args(BeforeFamily)
    if going_on.before_family not in known:
        raise LfeError(
            f"--before-family {going_on.before_family} is no reason that is known.",
            next_step=f"Write {joined(known, 'or')}.",
        )
    if not going_on.second_reader:
        raise LfeError(
            "A page goes out before the family has heard it only when a second person agrees.",
            next_step='Add --second-reader and their role: --second-reader "Safeguarding lead"',
        )


def how_to_go_on(left: Sequence[Open]) -> str:
    """What to do about the steps that keep a page, and with which options it may go on."""
    overrides = {one.step.override for one in left}
    said = ["Do this first." if len(left) == 1 else "Do these first, in this order."]
    if "--although" in overrides:
        said.append("To pass over the order alone, with a reason, add --although TEXT.")
    if "--before-family" in overrides:
        reasons = joined(get_args(BeforeFamily), "or")
        said.append(
            f"To go out before the family has heard, add --before-family {reasons}, and "
            "--second-reader ROLE."
        )
    return " ".join(said)


# ---------------------------------------------------------------- what is open


def _page(review: Review) -> _Found:
    if stage_of(review) is None or review.read(files.REPORT) is None:
        yield "there is no page yet", "lfe report"


def _made_anew(review: Review) -> _Found:
    if stage_of(review) == "withdrawn":
        yield "it is withdrawn; once its words are right, make it anew", make_anew(review)
        return
    last = review.state.page.last
    has_changed = last is not None and last.event.learning not in (None, learning_hash(review))
    if has_changed and not review.is_edited(files.REPORT):
        yield "learning.yaml has changed since the page was made", make_anew(review)


def is_promised_to_be_read(review: Review) -> bool:
    """Whether those who took part were told, in the thank-you letter, that they see it first."""
    is_promised = bool(review.state.letters.sent_of(THANK_YOU.id))
    return is_promised and not is_left_out(review, "read")


def _read(review: Review) -> _Found:
    if is_promised_to_be_read(review) and not {"read", "agreed"} & _stages_since(review, "draft"):
        yield "those who took part have not read it", "lfe report --stage read"


def _agreed(review: Review) -> _Found:
    command = "lfe report --stage agreed"
    if "agreed" not in _stages_since(review, "draft", "read"):
        yield "it is not recorded that the facilitator agreed it", command
    elif review.is_edited(files.REPORT):
        yield "it was edited in Word since it was agreed", command


def _stages_since(review: Review, *of: Stage) -> set[str]:
    """The stages to which the page came since it was last at one of these, that one included."""
    found: set[str] = set()
    for entry in review.state.page.versions:
        found = {entry.event.stage} if entry.event.stage in of else found | {entry.event.stage}
    return found


def _submitted(review: Review) -> _Found:
    group, known = review.partnership.subgroup, review.recommendations
    if not review.state.subgroup.submitted:
        yield f"it was not submitted to the {group}", "lfe submit"
    elif known and _has_new_steps(review):
        yield f"it has next steps that the {group} has not had before it", "lfe submit"


def _has_new_steps(review: Review) -> bool:
    try:
        meant = recommended_in(steps_of(read_learning(review)), review.recommendations)
    except LfeError:
        return False
    lost = [one for one in review.recommendations if one.is_acted_on and one not in meant]
    return None in meant and not lost  # what was decided and lost its words is told by itself


def _decided(review: Review) -> _Found:
    group, known = review.partnership.subgroup, review.recommendations
    undecided = [one.id for one in known if one.decision is None]
    held = [one.id for one in known if one.decision == "held" and _is_on_the_page(review, one.id)]
    if undecided:
        yield f"the {group} has not decided on {', '.join(undecided)}", "lfe decide"
    if held:
        yield f"the {group} holds {', '.join(held)}", "lfe decide"


def _is_on_the_page(review: Review, recommendation: str) -> bool:
    try:
        meant = recommended_in(steps_of(read_learning(review)), review.recommendations)
    except LfeError:
        return True
    return recommendation in [one.id for one in meant if one]


def _as_decided(review: Review) -> _Found:
    found = ", ".join(f"{one.id} {one.decision}" for one in differing(review))
    if found:
        by_hand, command = how_to_put_right(review)
        says = f"it does not say what was decided ({found})"
        yield f"{says}; {by_hand}, then" if by_hand else says, command


def _circulation(review: Review) -> _Found:
    if review.state.subgroup.circulation is None:
        yield "who else may read it is not decided", "lfe decide"


def _hold(review: Review) -> _Found:
    holds = [process.kind for process in review.manifest.parallel if process.hold == "circulation"]
    if holds:
        kinds = ", ".join(holds)
        yield f"a hold stands for circulation ({kinds}); once it does not hold", "lfe edit"


def _names(review: Review) -> _Found:
    words, found = about_the_list(review.workspace, review.reference)
    if words is None and found:
        yield "the list of names is missing or cannot be read", "lfe check"
    elif words == 0:
        says = f"{files.IDENTIFIERS} holds no name: write them there, or say why there are none"
        yield says, "lfe report --stage issued --reason TEXT"


_ALWAYS: tuple[Stage, ...] = ("read", "agreed", "subgroup", "issued")

REQUIRED: tuple[Step, ...] = (
    Step("page", _ALWAYS, _page),
    Step("made anew", _ALWAYS, _made_anew),
    Step("read", ("agreed", "subgroup", "issued"), _read, "--although"),
    Step("agreed", ("subgroup", "issued"), _agreed, "--although"),
    Step("submitted", ("issued",), _submitted, "--although"),
    Step("decided", ("issued",), _decided, "--although"),
    Step("as decided", ("issued",), _as_decided),
    Step("circulation", ("issued",), _circulation),
    Step("family told", ("issued",), told_undecided),
    Step("family heard", ("issued",), learning_unheard, "--before-family"),
    Step("hold", ("issued",), _hold),
    Step("names", ("issued",), _names),
)
