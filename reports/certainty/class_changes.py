"""What would change how sure a commune's funding is: its answers verified, or another budget."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from forms.numbers import both_ways
from forms.sentence import Sentence
from reports.editions.frozen import freeze
from reports.editions.inputs import Inputs, canonical
from reports.robustness import STANDING_WORDS, Standing

# Enough to tell the classes apart by half a per cent, and few enough to wait for.
DRAWS = 200
BUDGETS = (0.5, 0.75, 1.25, 1.5, 2.0)
VERIFIED = Sentence(
    "Nếu mọi câu trả lời của xã được kiểm chứng", "If every answer of the commune were verified"
)
BUDGET = Sentence(
    "Nếu ngân sách là {budget} triệu đồng", "If the budget were {budget} million dong"
)
AS_IT_IS = Sentence("Như hiện nay", "As it is")
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Tried:
    """A change that was tried, with the chance (0–1, NaN where nothing can be funded) and class after it."""

    change: Sentence
    chance: float
    standing: Standing | None

    def in_words(self) -> Sentence:
        """The change and its effect."""
        if self.standing is None:
            return Sentence(f"{self.change.vi}: –", f"{self.change.en}: –")
        word, share = STANDING_WORDS[self.standing], both_ways(round(100 * self.chance, 1))
        return Sentence(
            f"{self.change.vi}: {word.vi.lower()} ({share.vi}%)",
            f"{self.change.en}: {word.en.lower()} ({share.en}%)",
        )


def class_changes(inputs: Inputs, code: str) -> tuple[Tried, ...]:
    """How sure the commune's funding is as it is, then every change tried that gives another class.

    Each is the whole edition again, over 200 draws of the same seed. Needs a budget.
    """
    now, *others = (tried(change, each, code) for change, each in alternatives(inputs, code))
    return (now, *(each for each in others if each.standing is not now.standing))


def tried(change: Sentence, inputs: Inputs, code: str) -> Tried:
    """The commune's chance and class under these inputs."""
    table = freeze(inputs).table
    chance, word = table["chance"].to_dict()[code], table["standing"].to_dict()[code]
    return Tried(change, float(chance), Standing(word) if word else None)


def alternatives(inputs: Inputs, code: str) -> Iterator[tuple[Sentence, Inputs]]:
    """The inputs as they are, with the commune verified, and with other budgets; all over few draws."""
    method = json.loads(inputs.texts["method"])
    few = [
        {**each, "value": DRAWS} if each["name"] == "draws" else each
        for each in method["parameters"]
    ]
    as_it_is = with_method(inputs, {**method, "parameters": few})
    yield AS_IT_IS, as_it_is
    yield VERIFIED, verified(as_it_is, code)
    for factor in BUDGETS:
        budget = factor * method["budget"]
        said = BUDGET.filled(budget=both_ways(round(budget / MILLION)))
        yield said, with_method(as_it_is, {**method, "parameters": few, "budget": budget})


def with_method(inputs: Inputs, method: object) -> Inputs:
    """The same with another method, weights, budget and floors."""
    return Inputs({**inputs.texts, "method": canonical(method)})


def verified(inputs: Inputs, code: str) -> Inputs:
    """The same with every answer of one commune verified."""
    answers = json.loads(inputs.texts["answers"])
    answers[code]["e"] = dict.fromkeys(answers[code]["a"], "verified")
    return Inputs({**inputs.texts, "answers": canonical(answers)})
