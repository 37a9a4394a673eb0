"""What the ``edition`` commands print, both languages side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from forms.numbers import write_number
from forms.sentence import Sentence
from reports.certainty.class_changes import class_changes
from reports.edition import Edition
from reports.editions.comparison import STAGE_WORDS, Comparison
from reports.editions.explanation import Explanation, explained
from reports.editions.inputs import Inputs
from reports.editions.rows import table_of
from survey.deciding.edition_making import Verified
from survey.deciding.edition_verdicts import told
from survey.deciding.editions import STATE_WORDS, StoredEdition

NOTHING_DIFFERS = Sentence(
    "Hai ấn bản có cùng dữ liệu đầu vào.", "Both editions have the same inputs."
)
NOTHING_CHANGES = Sentence(
    "Không thay đổi nào đã thử (kiểm chứng câu trả lời; ngân sách từ một nửa đến gấp đôi) làm đổi mức chắc chắn.",
    "Nothing tried (answers verified; half to twice the budget) changes how sure the funding is.",
)
MOST_TOLD = 50


def line(edition: StoredEdition) -> str:
    """One edition on one line."""
    state = STATE_WORDS[edition.state]
    budget = "-" if edition.budget is None else f"{write_number(edition.budget)} VND"
    replaces = "" if edition.replaces is None else f"\t← {edition.replaces}"
    return (
        f"{edition.id}\t{edition.name}\t{state}\t"
        f"đợt/round {edition.round_id}\t{edition.made_at:%d/%m/%Y %H:%M} UTC\t{budget}{replaces}"
    )


def provenance(edition: StoredEdition) -> Iterator[str]:
    """What an edition was made from and by what."""
    yield line(edition)
    for part, digest in edition.inputs.items():
        yield f"  {part:<13} SHA-256 {digest}"
    yield f"  {'results':<13} SHA-256 {edition.results}"
    yield f"  {'seed':<13} {edition.seed}"
    yield f"  {'software':<13} {edition.software}"


def top(rows: Mapping[str, str], places: pd.DataFrame, first: int) -> Iterator[str]:
    """The first communes of the list: rank, code, name, priority, method interval, whether funded."""
    table = table_of(rows).join(places)
    ranked = table[table["rank"].notna()]
    order = ranked.sort_index().sort_values("rank", kind="stable").head(first)
    for code, row in order.iterrows():
        yield (
            f"{row['rank']:>5.0f}{interval(row)}\t{code}\t{row['name']}, {row['province_name']}\t"
            f"{write_number(round(row['priority'], 2))}{funding(row)}"
        )


def interval(row: pd.Series) -> str:
    """The method interval of a rank, where the edition has one."""
    low, high = row.get("rank_low"), row.get("rank_high")
    return "" if low is None or pd.isna(low) else f" ({low:.0f}–{high:.0f})"


def funding(row: pd.Series) -> str:
    """Whether a commune is funded and how sure that is, where the edition has a budget."""
    if "funded" not in row or row["funded"] is None:
        return ""
    chance = row.get("chance")
    sure = "" if chance is None or pd.isna(chance) else f" {100 * chance:.0f}%"
    return ("\tđược/funded" if row["funded"] else "\tchưa/not funded") + sure


def explanation(edition: Edition, places: pd.DataFrame, code: str) -> Iterator[str]:
    """Why a commune stands where it does, in both languages."""
    found = explained(edition, code)
    place = places.loc[code]
    yield f"{code} {place['name']}, {place['province_name']}: {found.rank} · {write_number(round(found.score, 4))}"
    for gap in found.largest:
        said = gap.in_words()
        yield f"- {said.vi}\n  {said.en}"
    yield from neighbours(found, places)


def what_would_change(inputs: Inputs, code: str) -> Iterator[str]:
    """The class of a commune's funding, and what was tried that gives another one."""
    if inputs.scenario.budget is None:
        return
    now, *changes = class_changes(inputs, code)
    yield str(now.in_words())
    yield from (f"- {each.in_words()}" for each in changes)
    if not changes:
        yield str(NOTHING_CHANGES)


def neighbours(found: Explanation, places: pd.DataFrame) -> Iterator[str]:
    """The communes next to it in the list."""
    for near in found.neighbours:
        place = places.loc[near.code]
        yield f"  {near.rank}\t{near.code}\t{place['name']}, {place['province_name']}\t{near.ahead:+.4f}"


def comparison(found: Comparison, places: pd.DataFrame, first: int) -> Iterator[str]:
    """What differs, who came in, who went out, and the communes that moved the most."""
    if not found.changed:
        yield str(NOTHING_DIFFERS)
        return
    yield "Khác nhau / differs: " + "; ".join(str(STAGE_WORDS[each]) for each in found.changed)
    yield f"Vào danh sách / entered: {len(found.entered)} · {listed(found.entered)}"
    yield f"Ra khỏi danh sách / left: {len(found.left)} · {listed(found.left)}"
    for code, row in found.moved.head(first).iterrows():
        name = places["name"].get(code, "")
        why = " ".join(f"{each} {row[f'by_{each}']:+.0f}" for each in found.changed)
        yield f"{code}\t{name}\t{row['rank_before']:.0f} → {row['rank_after']:.0f}\t{why}"


def listed(packages: Sequence[tuple[str, str]]) -> str:
    """The first packages, each as code/money column."""
    shown = " ".join("/".join(each) for each in packages[:MOST_TOLD])
    return shown + (" …" if len(packages) > MOST_TOLD else "")


def verdict(edition: StoredEdition, found: Verified) -> Iterator[str]:
    """Whether an edition is as it was made; else everything that is not."""
    yield from map(str, told(edition, found))
