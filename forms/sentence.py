"""A sentence shown to a person: Vietnamese and English stand side by side, so neither can be missing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence in both languages; ``{names}`` are filled by :meth:`filled`."""

    vi: str
    en: str

    def filled(self, **values: object) -> Sentence:
        """Put values into both languages' ``{names}``; a sentence goes in by its own language."""
        return Sentence(
            *(
                self.in_language(language).format(
                    **{
                        name: each.in_language(language) if isinstance(each, Sentence) else each
                        for name, each in values.items()
                    }
                )
                for language in ("vi", "en")
            )
        )

    def in_language(self, language: str) -> str:
        """The Vietnamese for ``"vi"``, else the English."""
        return self.vi if language == "vi" else self.en

    def __str__(self) -> str:
        return f"{self.vi} / {self.en}"


class Refused(Exception):
    """Input or a step that is refused, with the sentence that says what to do."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
