"""Whoever owns an action reads like a role or like a person, and so may words in a text.

Nobody can know every name: what is sure is told apart from what a person is asked to look at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from lfe_cli.checks.english import Word, fold, is_english, words

Reads = Literal["role", "unsure", "person"]

# Words that make an owner a role, a team or a service. One of them is enough.
_IN_ROLES = """
    manager managers lead leads head director officer officers chair chairs deputy nurse nurses
    doctor doctors gp practitioner practitioners worker workers teacher headteacher headteachers
    supervisor coordinator co-ordinator team teams service services group board unit agency police
    health education school schools care council trust partnership commissioner commissioners
    consultant adviser advisor trainer midwife midwives visitor visitors sergeant inspector
    superintendent constable principal assistant senior named designated chief executive early help
    safeguarding social nursing probation housing camhs icb mash business quality learning practice
    development training workforce strategic operational clinical children children's adult adults
    youth justice family hub hubs independent reviewing iro dsl multi-agency professional
    professionals staff colleagues facilitator secretary administrator analyst specialist senco
    sendco lado psychologist psychiatrist paediatrician therapist mentor matron governor governors
    counsellor advocate solicitor clerk office department division everybody all partners ofsted
    cafcass nspcc barnardo's barnardos childline
"""
_ROLE_WORDS = frozenset(_IN_ROLES.split())
# Given names that are common here. A list finds what looks like one; it never knows them all.
_GIVEN = frozenset(
    """
    aaron abdul abigail adam adele adrian ahmed aisha alan alana alex alexander alexandra alfie
    ali alice alison amanda amelia amir amy andrea andrew angela anita anna anne annie anthony
    antonia ashley asif barbara beatrice becky ben benjamin bernadette beth bethany beverley
    bill bob bradley brenda brian bridget bruce callum cameron carl carla carol caroline
    catherine cathy charles charlie charlotte chloe chris christian christina christine
    christopher claire clare colin connor craig daisy damian daniel danielle darren dave david
    dawn dean debbie deborah denise derek diana diane dominic donna dorothy dylan edward eileen
    elaine eleanor elizabeth ellen ellie emily emma eric erin ethan evie faisal farah fatima
    fiona frances frank gareth gary gavin gemma geoff george georgia gerald gill gillian glenn
    gloria gordon grace graham greg hannah harriet harry hassan hayley hazel heather helen henry
    hilary holly hussain ian ibrahim imran isaac isabel isla jack jackie jacob jacqueline jade
    jake james jamie jan jane janet janice jason jay jayne jean jeff jennifer jenny jeremy jess
    jessica jill jim jo joan joanna joanne joe john johnny jonathan joseph josh joshua joyce
    judith julia julian julie justin karen karl kate katherine kathleen kathryn katie keith
    kelly ken kenneth kerry kevin khadija kieran kim kirsty kyle laura lauren leah leanne lee
    leo leon lesley lewis liam linda lindsay lisa liz lorraine louis louise lucy luke lynn lynne
    maggie malcolm margaret maria marie marion mark martin mary matt matthew maureen max megan
    mel melanie melissa michael michelle mike miriam mohamed mohammad mohammed molly monica
    muhammad nadia naomi natalie natasha nathan neil niamh nick nicola nicole nigel noah nora
    norma oliver olivia omar oscar owen pamela pat patricia patrick paul paula pauline penny
    peter phil philip phoebe pippa priya rachael rachel raj rashid ravi rebecca rhys richard rob
    robert robin roger ron rose rosie ross roy russell ruth ryan sadia saira sally sam samantha
    samina samuel sandra sara sarah scott sean shabana shannon sharon shaun sheila shirley simon
    sofia sonia sophie stacey stephanie stephen steve steven stewart stuart sue susan susie
    suzanne sylvia tahir tanya tara teresa terry theresa thomas tim timothy tina toby tom tony
    tracey tracy trevor ursula valerie vanessa vera veronica vicky victoria vincent wayne wendy
    will william yasmin yusuf yvonne zainab zara zoe
    """.split()  # noqa: SIM905
)
# Family names that are words too, or that a role is often followed by.
_FAMILY_NAMES = frozenset(
    """
    ahmed ali begum brown clarke davies edwards evans hall hughes hussain jackson johnson jones
    kaur khan lewis patel roberts robinson shah singh smith taylor thomas thompson williams
    wright
    """.split()  # noqa: SIM905
)
# Two capitals that are a role.
_SHORT_ROLES = {"GP", "SW", "HV", "TM", "HR", "IT", "QA", "BU", "AD", "SN", "HT", "MH", "PH", "CP"}
_ADDRESS = re.compile(r"\S+@\S+|\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|PC|DC|DS|DI|Sgt)\.? [A-Z]")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_PARTS = re.compile(r"[,;:/&()\[\]\n]|\s[-–—]\s|\b(?:and|or|with)\b")
_INITIAL_FIRST = re.compile(r"(?:[A-Z]\.? ?(?=[A-Z])){1,3}([A-Z][a-z][\w'’-]*)")
_INITIAL_LAST = re.compile(r"([A-Z][a-z][\w'’-]*),? (?:[A-Z]\.? ?){1,3}")
_ONLY_INITIALS = re.compile(r"(?:[A-Z]\. ?){2,3}")
# Before a letter that stands for a team or a part of a town, and is nobody's initial.
_LETTERED = {
    "group",
    "area",
    "zone",
    "phase",
    "part",
    "plan",
    "stage",
    "tier",
    "cluster",
    "locality",
}
_NAMED_AFTER = {"with", "by", "ask", "asked", "tell", "told", "contact", "contacted", "thank"}


def reads_like(owner: str) -> Reads:
    """The way an owner reads; "unsure" where a word may be a person's, a place's or a team's."""
    text = " ".join(owner.split())
    if _ADDRESS.search(text) or _is_initialled(text):
        return "person"
    in_a_role = any(_is_role(word) for word in _WORD.findall(text))
    found = {_part(part.strip(), in_a_role) for part in _PARTS.split(text) if part.strip()}
    return "person" if "person" in found else "unsure" if "unsure" in found else "role"


def looks_like_a_name(owner: str) -> bool:
    """True where an owner surely reads like a person."""
    return reads_like(owner) == "person"


def names_in_prose(text: str) -> Iterator[str]:
    """Words of a text that may be somebody's given name."""
    before: Word | None = None
    for word in words(text):
        bare = re.sub(r"['’]s$", "", word.text)
        if word.capital and not bare.isupper() and not _is_role(bare) and _is_named(word, before):
            yield bare
        before = word


def _is_named(word: Word, before: Word | None) -> bool:
    bare = fold(re.sub(r"['’]s$", "", word.text))
    if bare in _GIVEN:
        return not (word.first and is_english(bare))
    introduced = before is not None and before.folded in _NAMED_AFTER and word.joined == " "
    return introduced and not is_english(bare)


def _is_role(word: str) -> bool:
    return word.casefold().replace("’", "'").strip("'") in _ROLE_WORDS


def _is_initialled(text: str) -> bool:
    parts = [text, *(part.strip() for part in _PARTS.split(text))]
    found = (m for p in parts for m in (_INITIAL_FIRST.fullmatch(p), _INITIAL_LAST.fullmatch(p)))
    surnames = [match[1] for match in found if match]
    is_one = any(not _is_role(s) and s.casefold() not in _LETTERED for s in surnames)
    return is_one or any(_ONLY_INITIALS.fullmatch(part) for part in parts)


def _part(part: str, in_a_role: bool) -> Reads:
    """How a part of an owner reads: what stands before or after a comma, or in brackets."""
    inside = _WORD.findall(part)
    if any(_is_role(word) for word in inside):
        return "person" if any(_is_given(word) for word in inside) else "role"
    if len(inside) == 1:
        return _one_word(inside[0])
    if not 2 <= len(inside) <= 3:
        return "role"
    if _is_given(inside[0]) or (_all_capital(inside) and fold(inside[0]) in _GIVEN):
        return "person"
    if not _all_capital(inside) or all(word.isupper() for word in inside):
        return "role"
    strange = [word for word in inside if not is_english(fold(word))]
    if strange and not in_a_role:
        return "person"
    return "unsure" if strange or not in_a_role else "role"


def _is_given(word: str) -> bool:
    """A given name that is no word besides."""
    return fold(word) in _GIVEN and not is_english(fold(word))


def _one_word(word: str) -> Reads:
    bare = fold(word)
    if bare in _GIVEN | _FAMILY_NAMES and (word[0].isupper() or not is_english(bare)):
        return "person"
    if word.isupper():
        return "unsure" if len(word) == 2 and word not in _SHORT_ROLES else "role"
    return "unsure" if word[0].isupper() and not is_english(bare) else "role"


def _all_capital(inside: list[str]) -> bool:
    return all(word[0].isupper() for word in inside)
