"""A trip through LibreOffice: opened, saved as xlsx again, every answer and state still there."""

from __future__ import annotations

import os
import shutil
import subprocess
from itertools import islice
from pathlib import Path

import pytest

from forms.answers import Answer, Answers, State, read_answers
from survey.communes import load_register
from survey.simulated.simulation import simulate
from tests.builders import the_questionnaire
from tests.forms.forms_at_hand import read, written

COMMUNES = 6
NOTES = ("", "=1+1", "+84 24", "-5", "@ai", "Nguồn: sổ tài sản, dòng 12", "2026", "1.234,5")


def office() -> str:
    found = shutil.which("soffice")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("LibreOffice is missing: the gate must install it")
        pytest.skip("LibreOffice is not installed")
    return found


def simulated() -> list[Answers]:
    """Full responses of communes with every state among them, words beside every answer."""
    asked, made = the_questionnaire(), []
    for commune in islice(simulate(load_register(), 2026), 0, 60 * COMMUNES, 60):
        answers, problems = read_answers(asked, commune.raws)
        assert not problems
        given: dict[str, Answer] = {}
        for at, (name, answer) in enumerate(answers.items()):
            state = State.NOT_APPLICABLE if at % 17 == 5 else answer.state
            value = answer.value if state is State.ANSWERED else None
            note, reason = NOTES[at % len(NOTES)], NOTES[at * 3 % len(NOTES)]
            given[name] = Answer(state, value, note, reason)
        made.append(given)
    return made


def converted(folder: Path, forms: list[bytes], kind: str) -> list[Path]:
    """The forms as LibreOffice writes them."""
    for number, content in enumerate(forms):
        (folder / f"{number}.xlsx").write_bytes(content)
    out = folder / "out"
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [office(), profile, "--headless", "--convert-to", kind, "--outdir", str(out)]
    paths = [str(folder / f"{number}.xlsx") for number in range(len(forms))]
    subprocess.run([*command, *paths], check=True, capture_output=True, timeout=180)
    return [out / f"{number}.{kind}" for number in range(len(forms))]


@pytest.mark.libreoffice
def test_full_simulated_responses_come_back_the_same(tmp_path: Path) -> None:
    given = simulated()
    assert {answer.state for answers in given for answer in answers.values()} == set(State)
    assert all(len(answers) == 60 for answers in given)
    languages = ("vi", "en")
    forms = [written(a, language=languages[at % 2], simulated=True) for at, a in enumerate(given)]
    for path, answers in zip(converted(tmp_path, forms, "xlsx"), given, strict=True):
        judged = read(path.read_bytes())
        assert judged.refusals == ()
        assert judged.answers == answers


@pytest.mark.libreoffice
def test_the_printed_form_is_whole(tmp_path: Path) -> None:
    (path,) = converted(tmp_path, [written(simulated()[0], simulated=True)], "pdf")
    command = ["pdftotext", "-layout", str(path), "-"]
    printed = subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode()
    assert "KHÔNG nhập bí mật nhà nước" in printed
    assert printed.count("SỐ LIỆU MÔ PHỎNG") >= 7
    assert "VI. Điều kiện địa bàn" in printed
    assert "###" not in printed
    assert "#question" not in printed
