"""A thousand damaged and forged forms: never a traceback, never half a write, every refusal says why."""

from __future__ import annotations

import random
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import Engine

from forms.answers import Answer
from forms.questionnaire import Questionnaire
from forms.sentence import Refused
from forms.workbook import write_form
from forms.workbook_identity import Identity
from survey.accounts import Account, Role
from survey.rounds import Round
from survey.store import journal, responses, rounds
from survey.store.database import reading, writing
from survey.taking import accept, hand_in
from tests.builders import BA_DINH, MONDAY, a_round, an_account
from tests.forms.forms_at_hand import SECRET, a_form
from tests.forms.small_questionnaire import a_file, loaded
from tests.survey.founded import found_in

MANY, SEED = 1_000, 2026
# Of the processor: the machine may be shared.
MOST_SECONDS = 60
Parts = dict[str, bytes]
Change = Callable[[random.Random, bytes], bytes]
JUNK = (
    b"",
    b"\x00",
    b"&a;",
    b"<c>",
    b"=1+1",
    b"NaN",
    b"1e999",
    b"-1",
    b"999999999999999999999",
    b"\xff",
)
FORGED = ("0", "2", "00008", "x", "", "9" * 40, "3.0", "Ω", "' or 1=1", "0" * 64)


def parts_of(content: bytes) -> Parts:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Parts) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return made.getvalue()


def in_the_zip(dice: random.Random, content: bytes) -> bytes:
    """Bytes of the file flipped, cut out, doubled."""
    whole = bytearray(content)
    for _ in range(dice.randint(1, 8)):
        at = dice.randrange(len(whole))
        deed = dice.randrange(3)
        if deed == 0:
            whole[at] = dice.randrange(256)
        elif deed == 1:
            del whole[at : at + dice.randint(1, 200)]
        else:
            whole[at:at] = whole[at : at + dice.randint(1, 200)]
    return bytes(whole)


def in_the_xml(dice: random.Random, content: bytes) -> bytes:
    """One part of XML missing, cut, with a piece replaced by junk or by another part."""
    parts = parts_of(content)
    name = dice.choice(sorted(parts))
    part, deed = parts[name], dice.randrange(4)
    at = dice.randrange(len(part) + 1)
    if deed == 0:
        del parts[name]
    elif deed == 1:
        parts[name] = part[:at]
    elif deed == 2:
        parts[name] = part[:at] + dice.choice(JUNK) + part[at + dice.randint(0, 30) :]
    else:
        parts[name] = parts[dice.choice(sorted(parts))]
    return zipped(parts)


def in_the_cells(dice: random.Random, content: bytes) -> bytes:
    """Words and figures of cells replaced, in the sheets or in the list of all texts."""
    parts = parts_of(content)
    sheets = [name for name in parts if "worksheets/sheet" in name]
    name = dice.choice([*sheets, "xl/sharedStrings.xml"])
    tag = b"t" if "shared" in name else b"v"
    pieces = parts[name].split(b"<" + tag + b">")
    for _ in range(dice.randint(1, 5)):
        at = dice.randrange(len(pieces))
        _, end, rest = pieces[at].partition(b"</" + tag + b">")
        if end:
            pieces[at] = dice.choice((*JUNK[5:9], b"7", b"0.45", b"abc", b"=2")) + end + rest
    parts[name] = (b"<" + tag + b">").join(pieces)
    return zipped(parts)


def in_the_identity(dice: random.Random, content: bytes) -> bytes:
    """A line of the identity, or its signature, forged."""
    parts = parts_of(content)
    texts = parts["xl/sharedStrings.xml"]
    names = (b"round_id", b"commune_code", b"questionnaire_sha256", b"revision", b"signature")
    start = texts.index(b"<t>" + dice.choice(names) + b"</t>")
    at = texts.index(b"<t>", start + 3) + 3
    end = texts.index(b"</t>", at)
    forged = dice.choice(FORGED).encode() if dice.random() < 0.7 else texts[at:end][::-1] + b"1"
    parts["xl/sharedStrings.xml"] = texts[:at] + forged + texts[end:]
    return zipped(parts)


def in_the_answers(dice: random.Random, content: bytes) -> bytes:
    """The figure, the choice and the note that stand in the form replaced by others and by junk."""
    parts = parts_of(content)
    figures = (b"41", b"12", b"0", b"-3", b"301", b"2.5", b"0.45", b"1e300", b"")
    words = ("Chưa", "Đủ", "full", "=1", "Không áp dụng", "?", "đ\u0301", "x" * 3000, "")
    for name, part in parts.items():
        if "worksheets/sheet" in name:
            parts[name] = part.replace(b"<v>233</v>", b"<v>" + dice.choice(figures) + b"</v>")
    texts = parts["xl/sharedStrings.xml"]
    for stood in ("Đủ", "sổ"):
        if dice.random() < 0.5:
            word = dice.choice(words)
            texts = texts.replace(f">{stood}<".encode(), f">{word}<".encode())
    parts["xl/sharedStrings.xml"] = texts
    return zipped(parts)


MUTATIONS: tuple[Change, ...] = (
    in_the_zip,
    in_the_xml,
    in_the_cells,
    in_the_answers,
    in_the_identity,
)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = found_in(tmp_path)
    yield engine
    engine.dispose()


def revision(engine: Engine, asked: Round) -> int:
    with reading(engine) as connection:
        return responses.response_of(connection, asked.id, BA_DINH).revision


def handed_in(
    engine: Engine, content: bytes, asked: Round, form: Questionnaire, who: Account, key: str
) -> str:
    """What becomes of a file: stored, nothing to store, or the reason why it was refused."""
    before = revision(engine, asked)
    try:
        handed = hand_in("biểu.xlsx", content, asked, form, SECRET)
        mine = frozenset(handed.answers)
        saved = accept(engine, handed, shown=before, mine=mine, account=who, at=MONDAY, key=key)
    except Refused as refused:
        said = refused.sentence
    else:
        assert handed.commune_code == BA_DINH
        assert all(each.placed.vi.startswith("Ô ") for each in handed.refusals)
        made = int(saved.revision is not None)
        assert revision(engine, asked) == before + made
        cells = f", {bool(handed.refusals) * 'cells refused'}"
        return ("stored" if made else "unchanged") + cells
    assert revision(engine, asked) == before
    assert "Hãy" in said.vi
    assert said.vi != said.en
    return said.en.removeprefix("File biểu.xlsx ")[:40]


@pytest.mark.filterwarnings("ignore")  # openpyxl warns of what it will not read
@pytest.mark.drill
def test_a_thousand_mutated_forms_are_refused_with_their_reason_or_taken_whole(
    engine: Engine,
) -> None:
    form = loaded(a_file())
    with writing(engine) as connection:
        text = "x" * 10
        asked = rounds.add_round(connection, replace(a_round("Đợt nhỏ")), text)
    identity = Identity(asked.id, BA_DINH, form.id, form.version, form.sha256, 0)
    answers = {"staff": Answer(value=233, note="sổ"), "lan": Answer(value="full")}
    content = write_form(a_form(answers, questionnaire=form, identity=identity), SECRET)
    who, dice = an_account(Role.OFFICER, BA_DINH), random.Random(SEED)
    began, became = time.process_time(), Counter[str]()
    for number in range(MANY):
        mutated = MUTATIONS[number % len(MUTATIONS)](dice, content)
        became[handed_in(engine, mutated, asked, form, who, f"k{number}")] += 1
    took = time.process_time() - began
    print(f"{MANY} mutated forms in {took:.1f} processor seconds: {became.most_common()}")
    assert sum(became.values()) == MANY
    with reading(engine) as connection:
        entered = [
            each for each in journal.entries(connection, limit=MANY) if each.action == "save"
        ]
    assert len(entered) == revision(engine, asked)
    assert became["stored, "] > 20
    assert len(became) > 6
    assert took < MOST_SECONDS
