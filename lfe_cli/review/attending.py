"""The roles in which people come to the learning event, as on the sign-in sheet; never a name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from lfe_cli.errors import WrongValue
from lfe_cli.sentences import did_you_mean, joined

# A deputy is whoever stands in for somebody.
ROLES = ("practitioner", "manager", "safeguarding-lead", "deputy", "other")
SHORT = ", ".join(f"{role[0]} {role.replace('-', ' ')}" for role in ROLES)
_LETTERS = "".join(role[0] for role in ROLES)
_ONE = re.compile(r"(\d{0,2})\s*([a-z][a-z -]*)")


def roles_in_words() -> str:
    """The roles as the sign-in sheet asks for them: "practitioner, manager ... or other"."""
    return joined((role.replace("-", " ") for role in ROLES), "or")


def role_named(given: str) -> str:
    """The role that is meant; its first letter is enough. Raises WrongValue for none of ROLES."""
    role = "-".join(given.strip().casefold().split())
    found = [known for known in ROLES if role in (known, known[0], f"{known}s")]
    if found:
        return found[0]
    known = f"Known: {', '.join(ROLES)}. Never a name; anything else is other."
    raise WrongValue(
        "is none of the roles on the sign-in sheet.",
        f"{did_you_mean(role, ROLES, likeness=0.6)} {known}".strip(),
    )


def counted_roles(roles: Iterable[str]) -> dict[str, int]:
    """How many there are of each role, in the order of ROLES."""
    counted = Counter(map(role_named, roles))
    return {role: counted[role] for role in ROLES if counted[role]}


def people_in(answer: str) -> dict[str, int]:
    """The people that "practitioner, 2 manager" or "p 2m" says. Raises WrongValue."""
    pieces = [piece.strip() for piece in re.split(r"[,;]", answer.casefold()) if piece.strip()]
    if all(re.fullmatch(rf"(?:\d{{0,2}}[{_LETTERS} ])+", piece) for piece in pieces):
        pieces = re.findall(rf"\d*[{_LETTERS}]", " ".join(pieces))
    roles: list[str] = []
    for piece in pieces:
        one = _ONE.fullmatch(piece)
        if one is None:
            raise WrongValue("is no role.", "Write such as: practitioner, 2 manager; or: p 2m.")
        roles += [role_named(one[2])] * int(one[1] or 1)
    return counted_roles(roles)


def in_words(people: Mapping[str, int]) -> str:
    """Such people as they are shown: "practitioner 1, safeguarding lead 1"."""
    return ", ".join(f"{role.replace('-', ' ')} {number}" for role, number in people.items())
