"""One of each kind of document that the shipped templates make, with realistic data."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from lfe_cli.audits.form import make_form
from lfe_cli.audits.questions import read_questions
from lfe_cli.event.agenda import agenda_of
from lfe_cli.event.agenda_plan import read_agenda
from lfe_cli.letters.context import common
from lfe_cli.review.history.entries import History
from lfe_cli.review.manifest import Manifest
from lfe_cli.review.partnership import Partnership
from lfe_cli.review.templates import shipped
from lfe_cli.review.workspace import Review, Workspace
from lfe_cli.word.render import Properties, Template, render

MOMENT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
LEARNING: dict[str, Any] = {
    "follow_up": "six months",
    "title": "When help changes hands",
    "why_we_looked": (
        "A child was receiving help from several services because of worries about neglect. The "
        "help changed hands when the family moved home. We wanted to understand how that move felt "
        "for the child and the family. We also asked what made it easier or harder for colleagues "
        "to stay alongside them. We heard from practitioners who knew the child, and from the "
        "parents."
    ),
    "worked_well": [
        "A trusted adult noticed small changes, wrote down the child's own words and asked what "
        "would help.",
        "Visits were arranged around the family's day. The parents told us this made it easier to "
        "talk honestly.",
        "When worries grew, services met within days and made one plan, in plain words, with the "
        "parents in the room.",
        "Colleagues said when they were unsure, and were met with interest. That openness brought "
        "help sooner.",
    ],
    "what_we_learned": [
        "A move can bring hope and also loss. It helps a child when someone who knows them is "
        "there on both sides of it.",
        "Handover worked best as a conversation. When only a form travelled, the facts arrived but "
        "the worry behind them did not.",
        "Each service knew of one or two appointments to which the child was not brought. Put "
        "together, they told a fuller story of the child's days.",
        "Our forms ask about one main carer, so other important adults were easy to leave out.",
        "Supervision helped colleagues to pause and think again. In busy weeks it was the first "
        "thing to move.",
    ],
    "questions": [
        "When a child you know moves, who do you speak to, and how soon?",
        "What is an ordinary day like for this child, and how do you know?",
        'What would help you to say "I am still worried" to another service?',
    ],
    "next_steps": [
        {
            "recommendation": "Agree a short handover conversation for every child with a plan who "
            "moves home, and try it with three teams.",
            "group": "Practice development group",
        },
        {
            "recommendation": "Test one way for services to see, together, when a child is not "
            "brought to appointments.",
            "group": "Quality and performance group",
        },
        {
            "recommendation": "Change shared forms so that they ask about every adult who matters "
            "to a child.",
            "group": "Practice development group",
        },
        {
            "recommendation": "Add this learning to neglect training, planned with practitioners "
            "and with parents.",
            "group": "Learning and development group",
        },
    ],
}


def review_of_three(family_part: bool = False) -> Review:
    partnership = Partnership.model_validate(
        {
            "name": "Seaside Safeguarding Children Partnership",
            "short_name": "SSCP",
            "mailbox": "sscp@seaside.example",
            "telephone": "01632 960000",
            "support": "Talk to your manager, or ring the staff support line on 01632 960001.",
            "agencies": [
                {"id": "police", "name": "Police"},
                {"id": "school", "name": "School"},
                {"id": "health", "name": "Community health (health visiting, school nursing)"},
            ],
        }
    )
    manifest = Manifest.model_validate(
        {
            "reference": "LFE-2026-001",
            "theme": "Help that changes hands",
            "focus": {"from": "2026-01-01", "to": "2026-09-30"},
            "agencies": [{"id": "police"}, {"id": "school"}, {"id": "health"}],
            "audits": {"due": "2026-11-27"},
            "event": {
                "at": "2026-12-08 09:30",
                "venue": "Harbour House",
                "facilitator": "Independent facilitator",
                "wellbeing": "A colleague from staff support",
                "family_part": "yes" if family_part else "no",
            },
        }
    )
    return Review(Workspace(Path("nowhere"), partnership), "LFE-2026-001", manifest, History())


def template_of(name: str) -> Template:
    return Template(f"{name}.docx", (shipped() / f"{name}.docx").read_bytes())


def make(name: str, context: dict[str, Any], family_part: bool = False) -> bytes:
    whole = {
        **common(review_of_three(family_part)),
        "family_part": family_part,
        "draft": False,
        **context,
    }
    return render(template_of(name), whole, Properties(f"Title of {name}", "Seaside", MOMENT))


@cache
def documents() -> dict[str, bytes]:
    """One of each, with realistic data."""
    form = read_questions((shipped() / "audit.yaml").read_text("utf-8"), "audit.yaml")
    agency = review_of_three().agencies()[0]
    plan = read_agenda((shipped() / "agenda.yaml").read_text("utf-8"), "agenda.yaml")
    day, with_family = (
        agenda_of(plan, review_of_three()),
        agenda_of(plan, review_of_three(family_part=True)),
    )
    sheet = yaml.safe_load((shipped() / "facilitation.yaml").read_text("utf-8"))
    entry = {"prompt": "What others could learn from", "text": "First line\nSecond line"}
    return {
        "audit": make_form(template_of("audit"), form, review_of_three(), agency, MOMENT),
        "audit, short": make_form(
            template_of("audit"), form.short(), review_of_three(), agency, MOMENT
        ),
        "guidance": make("guidance", {}),
        "guide-for-staff": make("guide-for-staff", {}),
        "agenda": make("agenda", {"items": day.items}),
        "agenda, with family, draft": make(
            "agenda", {"items": with_family.items, "draft": True}, family_part=True
        ),
        "agenda-family": make(
            "agenda-family", {"items": with_family.family_items, "marking": ""}, family_part=True
        ),
        "letter-family": make("letter-family", _TO_A_PARENT),
        "letter-family, to a child": make("letter-family", _TO_A_CHILD),
        "facilitator": make(
            "facilitator",
            {
                **{name: sheet[name] for name in ("ground_rules", "how_to_ask", "factors")},
                "items": day.items,
                "points": [{"agency": "Police", "items": [entry, entry]}],
            },
        ),
        "facilitator, nothing sent ahead": make(
            "facilitator", {"ground_rules": [], "factors": [], "items": day.items, "points": []}
        ),
        "sign-in": make(
            "sign-in", {"rows": [{"agency": a.name} for a in review_of_three().agencies()]}
        ),
        "notes": make("notes", {}),
        "subgroup-paper": make("subgroup-paper", _TO_THE_SUBGROUP),
        "report, draft": make("report", LEARNING | {"stage_mark": "Draft, not for circulation"}),
        "report": make("report", LEARNING | {"stage_mark": "", "marking": ""}),
        "year": make("year", _OF_A_YEAR),
        "year, without figures": make("year", _OF_A_YEAR | _TOO_FEW),
    }


_TO_THE_SUBGROUP = {
    "title": LEARNING["title"],
    "meeting": "Thursday 11 March 2027",
    "page_is": "agreed by the facilitator on 25 February 2027",
    "written": "Thursday 25 February 2027",
    "repeats": "R1 says what LFE-2026-001 R2 said (accepted, under way)",
    "why_we_looked": LEARNING["why_we_looked"],
    "recommendations": [
        {"id": f"R{number}", "words": step["recommendation"], "group": step["group"]}
        for number, step in enumerate(LEARNING["next_steps"], start=1)
    ],
}
_OF_A_YEAR = {
    "year": "2026",
    "until": "2 March 2027",
    "reviews": [{"what": "Started", "figure": "13"}, {"what": "Page issued", "figure": "9"}],
    "recommendations": [{"what": "All", "figure": "18"}, {"what": "Held", "figure": "0"}],
    "groups": "Practice development group (9), Learning and development group (9).",
    "actions": "All (8), Under way (8).",
    "impact": "Recorded (fewer than 5).",
    "themes": "Neglect (9), Infants (fewer than 5).",
    "taking_part": "Agencies brought their audit to the event or sent it ahead.",
    "notes": ["A figure from 1 to 4 is shown as “fewer than 5”."],
    "marking": "",
}
_TOO_FEW = dict.fromkeys(("reviews", "recommendations"), ()) | dict.fromkeys(
    ("groups", "actions", "impact", "themes"), ""
)
_TO_A_PARENT = {
    "reader": "adult",
    "way": "",
    "family_part": True,
    "supporter": False,
    "interpreter": False,
    "marking": "",
}
_TO_A_CHILD = _TO_A_PARENT | {"reader": "child", "supporter": True, "interpreter": True}


KINDS = (
    "audit",
    "audit, short",
    "guidance",
    "guide-for-staff",
    "agenda",
    "agenda, with family, draft",
    "agenda-family",
    "letter-family",
    "letter-family, to a child",
    "facilitator",
    "facilitator, nothing sent ahead",
    "sign-in",
    "notes",
    "subgroup-paper",
    "report, draft",
    "report",
    "year",
    "year, without figures",
)
