"""The page beside what the subgroup decided: whether it says so, and what puts it right.

A recommendation is its id. Its words are those of the page, and then those that the subgroup gave
it; here it is looked for in each.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from lfe_cli.errors import LfeError
from lfe_cli.page.learning import Learning, NextStep, read_learning
from lfe_cli.review import files
from lfe_cli.review.changes import Changes, Write, refuse_if_open
from lfe_cli.review.events import DecidedWordsUsed
from lfe_cli.review.recommendations import Recommendation, as_compared, recommended_in
from lfe_cli.review.splicing import CannotSplice, remove_item, set_value
from lfe_cli.review.workspace import Review, text_of
from lfe_cli.sentences import joined


def differing(review: Review) -> tuple[Recommendation, ...]:
    """What was decided, and the page does not say so: in other words, still, or not at all.

    It goes by learning.yaml, of which the page is made; by the page where that was edited in Word.
    What cannot be read tells nothing.
    """
    known = review.recommendations
    text = _what_it_says(review) if any(not one.is_open for one in known) else None
    if text is None:
        return ()
    found = _wordings_in(text, known)
    return tuple(one for one in known if not one.is_open and not _is_as_decided(one, known, found))


def _is_as_decided(
    one: Recommendation, known: Iterable[Recommendation], found: frozenset[str]
) -> bool:
    """Whether its words stand there as decided, and no others but what another one says by now."""
    others = {as_compared(o.words) for o in known if o is not one and o.decision != "declined"}
    there, now = one.every_wording & found, as_compared(one.words)
    if not one.is_acted_on:
        return not there - others
    return now in there and not there - others - {now}


def _wordings_in(text: str, known: Iterable[Recommendation]) -> frozenset[str]:
    """The words of recommendations that stand in `text`, each where no longer ones hold them."""
    found = set()
    every = {words for one in known for words in one.every_wording}
    for words in sorted(every, key=len, reverse=True):
        if words in text:
            found.add(words)
            text = text.replace(words, "\n")
    return frozenset(found)


def _what_it_says(review: Review) -> str | None:
    if is_edited_in_word(review):
        return text_of_page(review.read(files.REPORT) or b"")
    try:
        return "\n".join(map(as_compared, steps_of(read_learning(review))))
    except LfeError:
        return None


def is_edited_in_word(review: Review) -> bool:
    """Whether the page holds what a person wrote in Word since it was made of learning.yaml."""
    last = review.state.page.last
    return review.is_edited(files.REPORT) or bool(last and last.event.edited)


def words_put_otherwise(review: Review) -> str:
    """The first words of learning.yaml, of what goes to the subgroup, that the page has not; or "".

    A step is on the page where it stands there in any of the words that it has or had.
    """
    page = text_of_page(review.read(files.REPORT) or b"")
    if page is None:
        return ""
    learning = read_learning(review)
    steps = steps_of(learning)
    meant = recommended_in(steps, review.recommendations)
    said = [
        (text, one.every_wording if one else {as_compared(text)})
        for text, one in zip(steps, meant, strict=True)
    ]
    said.insert(0, (learning.why_we_looked, {as_compared(learning.why_we_looked)}))
    return next(
        (" ".join(text.split()) for text, any_of in said if not any(w in page for w in any_of)), ""
    )


def steps_of(learning: Learning) -> tuple[str, ...]:
    """The words of the page's next steps."""
    return tuple(step.recommendation for step in learning.next_steps)


def text_of_page(content: bytes) -> str | None:
    """All that a page says, each paragraph as it is compared; None where it cannot be opened."""
    from lfe_cli.word.package import open_document  # `status` opens pages rarely
    from lfe_cli.word.paragraphs import Paragraph
    from lfe_cli.word.walk import walk
    from lfe_cli.word.xml import parse
    from lfe_cli.word.zips import PackageRefused

    try:
        body = parse(open_document(content).parts["word/document.xml"])
    except PackageRefused:
        return None
    return "\n".join(as_compared(one.text) for one in walk(body) if isinstance(one, Paragraph))


# ---------------------------------------------------------------- putting the words in


class ByHand(LfeError):
    """What was decided, and only a person can put it into learning.yaml."""


@dataclass(frozen=True)
class _Change:
    """What becomes of the step at `place`: it says what `one` says, or goes.

    `group`: its working group is another one, too.
    """

    place: int
    one: Recommendation
    stays: bool = True
    group: bool = False

    def put_into(self, text: str) -> str:
        """`text` of learning.yaml with it."""
        path = ("next_steps", self.place)
        if not self.stays:
            return remove_item(text, path)
        text = set_value(text, (*path, "recommendation"), self.one.words)
        return set_value(text, (*path, "working_group"), self.one.group) if self.group else text

    def __str__(self) -> str:
        if self.one.is_acted_on and not self.stays:
            return f"{self.one.id} stands there once"
        return f"{_in_words(self.one)}{f', and goes to {self.one.group}' if self.group else ''}"


def _in_words(one: Recommendation) -> str:
    """What was decided, as somebody puts it into learning.yaml."""
    return f"{one.id} says “{one.words}”" if one.is_acted_on else f"{one.id} was declined"


def use_decided_words(review: Review) -> tuple[Review, Changes]:
    """The review with learning.yaml as was decided, and the changes that make it so.

    What was amended gets the subgroup's words, what was declined goes, and each goes to the group
    that was decided. Every other character stays. Raises ByHand for what only a person can change.
    """
    changed = _to_change(review)
    if not changed:
        return review, Changes(review.reference)
    where = f"{review.reference}/{files.LEARNING}"
    present = review.read(files.LEARNING) or b""
    text = text_of(Path(where), present)
    try:
        for change in reversed(changed):
            text = change.put_into(text)
    except CannotSplice:
        what = "cannot be put right by a command, as the file is written"
        raise _by_hand(review, what, [change.one for change in changed]) from None
    refuse_if_open(review, files.LEARNING)
    mark = codecs.BOM_UTF8 if present.startswith(codecs.BOM_UTF8) else b""
    content = mark + text.encode()
    event = DecidedWordsUsed(recommendations=tuple(change.one.id for change in changed))
    changes = Changes(review.reference, (Write(where, content),), events=(event,))
    return review.with_file(files.LEARNING, content), changes


def _to_change(review: Review) -> list[_Change]:
    """The steps that say something else than was decided.

    Where the subgroup put two into one, an earlier wording beside that one goes as well.
    """
    steps = read_learning(review).next_steps
    decided = [one for one in review.recommendations if not one.is_open]
    meant = recommended_in([step.recommendation for step in steps], review.recommendations)
    lost = [one for one in decided if one.is_acted_on and one not in meant]
    if lost:
        raise _by_hand(review, "stands in none of the words submitted or decided", lost)
    found: list[_Change] = []
    for place, (step, one) in enumerate(zip(steps, meant, strict=True)):
        earlier = (o for o in decided if as_compared(step.recommendation) in o.every_wording)
        if one is None and (stale := next(earlier, None)):
            found.append(_Change(place, stale, stays=False))
        elif one in decided and not _says_so(review, step, one):
            has_moved = one.is_acted_on and not _is_with(review, step, one)
            found.append(_Change(place, one, stays=one.is_acted_on, group=has_moved))
    return found


def _says_so(review: Review, step: NextStep, one: Recommendation) -> bool:
    same = " ".join(step.recommendation.split()) == one.words
    return one.is_acted_on and same and _is_with(review, step, one)


def _is_with(review: Review, step: NextStep, one: Recommendation) -> bool:
    """Whether the step names the group that was decided, where the partnership still has that."""
    return step.working_group == one.group or review.partnership.group(one.group) is None


def _by_hand(review: Review, what: str, which: Sequence[Recommendation]) -> ByHand:
    return ByHand(
        f"{joined(one.id for one in which)} {what}.",
        where=f"{review.reference}/{files.LEARNING}, next_steps",
        next_step=f"Change it by hand: {'; '.join(map(_in_words, which))}",
    )


def what_would_change(review: Review) -> tuple[str, ...]:
    """What `use_decided_words` would put into learning.yaml; nothing where a person has to."""
    if not review.recommendations or review.read(files.LEARNING) is None:
        return ()
    try:
        use_decided_words(review)
        return tuple(map(str, _to_change(review)))
    except LfeError:
        return ()


def how_to_put_right(review: Review) -> tuple[str, str]:
    """What a person does first by hand, if anything, and the command that does the rest."""
    try:
        use_decided_words(review)
    except ByHand as error:
        return f"{error.next_step[0].lower()}{error.next_step[1:]}", make_anew(review)
    except LfeError:
        return "", make_anew(review)
    return "", make_anew(review, "--use-decided-words")


def make_anew(review: Review, *options: str) -> str:
    """The command that makes the page of learning.yaml; what was put in in Word is kept beside."""
    replace = ("--replace",) if is_edited_in_word(review) else ()
    return " ".join(("lfe report", *options, *replace))
