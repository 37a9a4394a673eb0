"""How long filling will still take, in words."""

from __future__ import annotations

from forms.sentence import Sentence

# A judgement, not a measurement: to read a question, find the figure in a register or ask a colleague
# at the next desk, and type it. Sixty questions make two hours.
MINUTES_A_QUESTION = 2
# More exact than this no estimate is.
STEP = 5


def time_left(questions: int) -> Sentence:
    """So many unanswered questions as minutes, to the next five, or hours and minutes."""
    minutes = -(-questions * MINUTES_A_QUESTION // STEP) * STEP
    hours, rest = divmod(minutes, 60)
    if not hours:
        return Sentence(f"{rest} phút", f"{rest} minutes")
    vi, en = (f" {rest} phút", f" {rest} min") if rest else ("", "")
    return Sentence(f"{hours} giờ{vi}", f"{hours} h{en}")
