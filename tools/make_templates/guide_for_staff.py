"""guide-for-staff.docx: what a review is, for everybody who is asked to take part in one."""

from __future__ import annotations

from tools.make_templates.kit import bullets, document, footer, header, p, strong, when


def build() -> bytes:
    return document(
        [*_review(), *_audit(), *_event(), *_care()],
        head=header("{{ partnership.name }}"),
        foot=footer(),
    )


def _review() -> list[str]:
    return [
        p("Kicker", "{{ partnership.review_name }}"),
        p("Heading1", "A guide for staff in partner agencies"),
        p(
            "Lead",
            "You have been asked to help us learn from work with a child and a family. This is "
            "what happens, and what does not.",
        ),
        p("Heading2", "What a {{ partnership.review_name }} is"),
        p(
            "Normal",
            "It is a chance for everyone who was involved to understand, together, what there is "
            "to learn, so that something similar becomes less likely. It does not look for blame. "
            "It does not single out a practitioner, and it does not criticise an agency.",
        ),
        p(
            "Normal",
            "Some cases do not meet the criteria for a serious incident notification and still "
            "matter here: because practice was good, because it was poor, or because there is "
            "something to learn (Working Together 2023, chapter 5). For those we hold a "
            "{{ partnership.review_name }}. Unlike a Rapid Review or a Child Safeguarding Practice "
            "Review it has no statutory timescale, and its report does not go to the national "
            "Child Safeguarding Practice Review Panel.",
        ),
        p("Normal", "With it we want to:", properties="<w:keepNext/>"),
        bullets(
            "gather the facts, as far as they can readily be established at the time",
            "find what was good: positive partnership working, and good practice",
            "find what would better safeguard children and promote their welfare.",
        ),
        p(
            "Normal",
            "The agencies share what they know of the child and the family, and our Business Unit "
            "supports them. A {{ partnership.event_name }} follows, and then a one-page report.",
        ),
    ]


def _audit() -> list[str]:
    return [
        p("Heading2", "The audit"),
        p(
            "Normal",
            "Before the event each agency gets an audit form with a period to focus on. Important "
            "learning from outside that period is welcome too. We ask a manager to fill it in with "
            "frontline colleagues: those who worked with the family know the context and the "
            "history best, and together you can see what was good, strength-based practice, and "
            "what could be better, in work between agencies and across the system.",
        ),
        p(
            "Normal",
            "You bring the finished audit to the event. It is there to help you find the learning, "
            "so the Business Unit does not collate audits. Guidance comes with the form.",
        ),
    ]


def _event() -> list[str]:
    return [
        p("Heading2", "The {{ partnership.event_name }}"),
        p(
            "Normal",
            "All agencies that were involved meet in person, to reflect and to share their "
            "learning. Somebody from the Partnership facilitates. The event is for professionals. "
            "Sometimes it is right for members of the family to join a part of it; then everybody "
            "who is invited is told beforehand, and the family is told what to expect and what is "
            "expected of them.",
        ),
        p("Heading2", "The one-page report"),
        p(
            "Normal",
            "After the event the facilitator writes one page: the key learning for practice, and "
            "the next steps. It goes to the {{ partnership.subgroup }}, which oversees that each "
            "recommendation reaches the working group that can act on it.",
        ),
    ]


def _care() -> list[str]:
    return [
        p("Heading2", "Looking after ourselves and each other"),
        p(
            "Normal",
            "A serious incident can be traumatic for staff, and can leave worry behind. We ask "
            "leaders and managers to make sure that all staff have a safe space to reflect: for "
            "help with the form, to talk about how things are for them, and to get the right "
            "support at the right time.",
        ),
        when("support", p("Callout", strong("Support: "), "{{ support }}")),
        p("Heading2", "Any question?"),
        p(
            "Normal",
            "Write to the Business Unit at {{ partnership.mailbox }}"
            "{% if partnership.telephone %}, or ring {{ partnership.telephone }}{% endif %}. "
            "No question is too small.",
        ),
    ]
