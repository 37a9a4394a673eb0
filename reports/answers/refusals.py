"""What is refused in a file of answers: at most 200 sentences, and how many there are in all."""

from __future__ import annotations

from dataclasses import dataclass

from forms.sentence import Refused, Sentence

MOST_TOLD = 200
MORE = Sentence("… và {more} lỗi nữa.", "… and {more} more.")


@dataclass(frozen=True, slots=True)
class Refusals:
    """The first sentences, in their order, and the number of all; two add up to one."""

    sentences: tuple[Sentence, ...] = ()
    count: int = 0

    def __add__(self, other: Refusals) -> Refusals:
        """Both, this one's sentences first."""
        return Refusals((self.sentences + other.sentences)[:MOST_TOLD], self.count + other.count)

    def told(self) -> tuple[Sentence, ...]:
        """The sentences, the last one saying how many more there are."""
        more = self.count - len(self.sentences)
        return (*self.sentences, MORE.filled(more=more)) if more else self.sentences

    def of_part(self, name: str) -> Refusals:
        """The same, each naming the part of the answers that it is about."""
        named = (
            Sentence(f"Tệp {name}: {each.vi}", f"File {name}: {each.en}") for each in self.sentences
        )
        return Refusals(tuple(named), self.count)


class AnswersRefused(Refused):
    """Answers that can't be used; ``refusals`` names row, unit and question of each."""

    def __init__(self, found: Refusals) -> None:
        super().__init__(found.sentences[0])
        self.found = found
        self.refusals = found.told()
