"""Simulated measurements of lines beside simulated answers: seeded, and never real.

In two responses of five the line was measured; there, most communes took the measured mean as their
answer, some claim about as much, and one in ten claims far more than was measured.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from forms.answers import Answers, State
from forms.questionnaire import Measure, Questionnaire
from survey.verification.measuring import DAYS, Measurement

MEASURED, TAKEN, FAR = 0.4, 0.6, 0.1
# A measured speed as a share of the claimed one.
NEAR, FAR_BELOW = (0.85, 1.1), (0.2, 0.45)
SLOWEST = 0.05
FIRST = timedelta(days=8)


def simulated_measurements(
    questionnaire: Questionnaire, answers: Answers, seed: int, commune_code: str, before: datetime
) -> tuple[Measurement, ...]:
    """What was measured in the days ``before``, oldest first; nothing in most. The same for the same seed."""
    claimed = claimed_speed(questionnaire, answers)
    dice = Random(f"{seed}-line-{commune_code}")  # noqa: S311 - simulated, nothing secret
    if claimed is None or dice.random() >= MEASURED:
        return ()
    return tuple(
        one(speed, dice, before - FIRST + timedelta(days=day, minutes=dice.randint(0, 400)))
        for day, speed in enumerate(speeds(claimed, dice))
    )


def claimed_speed(questionnaire: Questionnaire, answers: Answers) -> float | None:
    """The download that the commune states, in Mbit/s; None where it states none."""
    for question in questionnaire.questions:
        answer = answers.get(question.id)
        if question.measure is not Measure.DOWNLOAD or answer is None:
            continue
        if answer.state is State.ANSWERED and isinstance(answer.value, int | float):
            return max(SLOWEST, float(answer.value))
    return None


def speeds(claimed: float, dice: Random) -> list[float]:
    """The days' speeds in Mbit/s, two decimals: with the claim as their mean, near it, or far below."""
    kind = dice.random()
    if kind < TAKEN:
        spread = round(claimed * dice.uniform(0, 0.1), 2)
        return [round(each, 2) for each in (claimed - spread, claimed, claimed + spread)]
    least, most = FAR_BELOW if kind >= 1 - FAR else NEAR
    return [max(SLOWEST, round(claimed * dice.uniform(least, most), 2)) for _ in range(DAYS)]


def one(speed: float, dice: Random, at: datetime) -> Measurement:
    """One measurement of this download speed; the server saw nearly the same."""
    upload = max(SLOWEST, round(speed * dice.uniform(0.3, 0.9), 2))
    seen = dice.uniform(0.97, 1.03)
    return Measurement(
        at=at,
        latency_ms=round(dice.uniform(6, 90), 1),
        download_mbps=speed,
        upload_mbps=upload,
        server_down=round(speed * seen, 2),
        server_up=round(upload * seen, 2),
        sent=dice.randint(1_000_000, 4_800_000),
    )
