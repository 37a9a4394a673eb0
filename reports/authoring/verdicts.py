"""What an author should know of a question, in words. Each threshold stands here with its reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from forms.numbers import write_number
from forms.sentence import Sentence
from reports.authoring.associations import FEWEST
from reports.authoring.question_figures import Figures

# Nearly everybody at one end: whatever the weight, fewer than one unit in twenty is told apart.
ONE_END = 0.95
# A question of N that weigh alike accounts for 1/N; a tenth of what its weight promises is nothing,
NOTHING_OF_NOMINAL = 0.1
# and so is moving a unit by less than a thousandth of the list (3 places of 3,321).
NOTHING_MOVED = 0.001
# Half or twice what the weight promises: the weight no longer says what the question does.
LITTLE_OF_NOMINAL = 0.5
PULLS_OF_NOMINAL = 2.0
# Two questions that share more than four fifths of their variance (0.9² = 0.81) ask nearly the same.
DOUBLE = 0.9
# Below |0.1| a correlation is commonly called no effect (Cohen 1988), and within two standard errors
# of 0, 2/√n, it may be chance; beyond both its sign is meant.
AGAINST = -0.1
STANDARD_ERRORS = 2.0
# One in five without a figure: more than a whole section may lack, were it half of one (0.6 coverage).
OFTEN = 0.2


class Verdict(StrEnum):
    """What was found, the gravest first."""

    TOO_FEW = "too_few"
    NOTHING = "nothing"
    AGAINST = "against"
    DOUBLES = "doubles"
    UNANSWERED = "unanswered"
    LITTLE = "little"
    PULLS = "pulls"
    WORKS = "works"
    NOT_SCORED = "not_scored"


LABELS = {
    Verdict.TOO_FEW: Sentence("Quá ít câu trả lời", "Too few answers"),
    Verdict.NOTHING: Sentence("Không có tác dụng", "Does nothing"),
    Verdict.AGAINST: Sentence("Ngược chiều", "Against the rest"),
    Verdict.DOUBLES: Sentence("Trùng lặp", "Doubles another"),
    Verdict.UNANSWERED: Sentence("Hay bị bỏ trống", "Often unanswered"),
    Verdict.LITTLE: Sentence("Ít tác dụng", "Does little"),
    Verdict.PULLS: Sentence("Kéo mạnh", "Pulls"),
    Verdict.WORKS: Sentence("Tốt", "Works"),
    Verdict.NOT_SCORED: Sentence("Không chấm điểm", "Not scored"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found, with its reason in a sentence."""

    verdict: Verdict
    sentence: Sentence

    @property
    def label(self) -> Sentence:
        """The finding in two or three words."""
        return LABELS[self.verdict]


TOO_FEW = Sentence(
    "Chỉ có {n} đơn vị trả lời; cần ít nhất {fewest} để kết luận.",
    "Only {n} units answered; at least {fewest} are needed to say anything.",
)
CONSTANT = Sentence(
    "Mọi đơn vị đều cùng điểm nên không phân biệt được ai.",
    "Every unit has the same score, so it tells nobody apart.",
)
AT_END = Sentence(
    "{share}% số đơn vị ở mức {end} điểm.", "{share}% of the units stand at {end} points."
)
NEGLIGIBLE = Sentence(
    "Giải thích {effective}% khác biệt của chỉ số (trọng số {nominal}%) và làm thứ hạng xê dịch bình quân {mean} bậc.",
    "It accounts for {effective}% of how the index differs (its weight: {nominal}%) and moves ranks by {mean} on average.",
)
TOO_FEW_RANKED = Sentence(
    "Chỉ có {n} đơn vị được xếp hạng; cần ít nhất {fewest} để biết câu này làm gì với chỉ số.",
    "Only {n} units are ranked; at least {fewest} are needed to know what it does to the index.",
)
ALL_ALIKE = Sentence("Mọi đơn vị trả lời như nhau.", "Every unit gives the same answer.")
WEIGHTLESS = Sentence("Trọng số của câu là 0.", "Its weight is 0.")
SAYS_LITTLE = Sentence(
    "Giải thích {effective}% khác biệt của chỉ số, dưới một nửa trọng số {nominal}%.",
    "It accounts for {effective}% of how the index differs, less than half of its weight of {nominal}%.",
)
SAYS_MUCH = Sentence(
    "Giải thích {effective}% khác biệt của chỉ số, hơn hai lần trọng số {nominal}%.",
    "It accounts for {effective}% of how the index differs, more than twice its weight of {nominal}%.",
)
SAME_AS = Sentence(
    "Gần như hỏi cùng một điều với câu “{other}” (tương quan {r}).",
    "It asks nearly the same as the question “{other}” (correlation {r}).",
)
OPPOSED = Sentence(
    "Điểm càng cao thì phần còn lại của chỉ số càng thấp (tương quan {r}): kiểm tra lại mốc điểm và chiều chấm.",
    "The higher it scores, the lower the rest of the index (correlation {r}): check its goalposts and direction.",
)
LEFT_OUT = Sentence(
    "{share}% số đơn vị thuộc diện hỏi không có câu trả lời.",
    "{share}% of the units that it applies to have no answer.",
)
FINE = Sentence("Tác dụng tương xứng với trọng số.", "What it does is in keeping with its weight.")
DESCRIBES = Sentence(
    "Câu hỏi để biết, không tính điểm.", "Asked for information; it adds no points."
)


def findings_of(
    figures: Figures, ranked: int, label: Callable[[str], Sentence]
) -> tuple[Finding, ...]:
    """Everything found about a question, the gravest first, never empty.

    ``ranked``: how many units are ranked. ``label``: the words of a question by its id.
    """
    found = answering(figures, ranked)
    if figures.question.scored and figures.counts.answered >= FEWEST:
        found += nothing(figures, ranked) or [*weighing(figures), *associated(figures, label)]
    if not found:
        verdict = Verdict.WORKS if figures.question.scored else Verdict.NOT_SCORED
        return (Finding(verdict, FINE if figures.question.scored else DESCRIBES),)
    order = list(Verdict)
    return tuple(sorted(found, key=lambda each: order.index(each.verdict)))


def answering(figures: Figures, ranked: int) -> list[Finding]:
    """Whether enough units answered, and differently."""
    counts, found = figures.counts, []
    if counts.answered < FEWEST:
        said = TOO_FEW.filled(n=counts.answered, fewest=FEWEST)
        found.append(Finding(Verdict.TOO_FEW, said))
    elif figures.question.scored and ranked < FEWEST:
        said = TOO_FEW_RANKED.filled(n=ranked, fewest=FEWEST)
        found.append(Finding(Verdict.TOO_FEW, said))
    elif figures.constant and not figures.question.scored:
        found.append(Finding(Verdict.NOTHING, ALL_ALIKE))
    if counts.missing > OFTEN:
        found.append(Finding(Verdict.UNANSWERED, in_both(LEFT_OUT, 0, share=100 * counts.missing)))
    return found


def nothing(figures: Figures, ranked: int) -> list[Finding]:
    """Why a question tells nobody apart; empty where it does."""
    effect = figures.effect
    if figures.score is None or not effect.nominal:
        return [Finding(Verdict.NOTHING, WEIGHTLESS)]
    if figures.score.constant:
        return [Finding(Verdict.NOTHING, CONSTANT)]
    for share, end in ((figures.floor, 0), (figures.ceiling, 100)):
        if share > ONE_END:
            return [Finding(Verdict.NOTHING, in_both(AT_END, 0, share=100 * share, end=end))]
    small = abs(effect.effective) < NOTHING_OF_NOMINAL * effect.nominal
    if small and effect.levelled.mean < NOTHING_MOVED * ranked:
        return [Finding(Verdict.NOTHING, compared(NEGLIGIBLE, figures, mean=effect.levelled.mean))]
    return []


def weighing(figures: Figures) -> list[Finding]:
    """Whether a question's effective weight is far from its nominal one."""
    effect = figures.effect
    if effect.effective < LITTLE_OF_NOMINAL * effect.nominal:
        return [Finding(Verdict.LITTLE, compared(SAYS_LITTLE, figures))]
    if effect.effective > PULLS_OF_NOMINAL * effect.nominal:
        return [Finding(Verdict.PULLS, compared(SAYS_MUCH, figures))]
    return []


def associated(figures: Figures, label: Callable[[str], Sentence]) -> list[Finding]:
    """Whether a question doubles another or runs against the rest."""
    found, nearest = [], figures.nearest
    if nearest is not None and nearest.r > DOUBLE:
        other = label(nearest.second)
        said = in_both(SAME_AS, 2, r=nearest.r, other=other)
        found.append(Finding(Verdict.DOUBLES, said))
    chance = STANDARD_ERRORS / sqrt(figures.counts.answered)
    if figures.item_index < min(AGAINST, -chance):
        found.append(Finding(Verdict.AGAINST, in_both(OPPOSED, 2, r=figures.item_index)))
    return found


def compared(sentence: Sentence, figures: Figures, **more: float) -> Sentence:
    """A sentence with the question's two weights in per cent."""
    effect = figures.effect
    return in_both(
        sentence, 1, effective=100 * effect.effective, nominal=100 * effect.nominal, **more
    )


def in_both(sentence: Sentence, decimals: int, **blanks: float | Sentence) -> Sentence:
    """Fill numbers as each language writes them, and words in each language."""
    vi, en = {}, {}
    for name, each in blanks.items():
        if isinstance(each, Sentence):
            vi[name], en[name] = each.vi, each.en
        else:
            vi[name], en[name] = write_number(float(each), decimals), f"{each:,.{decimals}f}"
    return Sentence(sentence.vi.format(**vi), sentence.en.format(**en))
