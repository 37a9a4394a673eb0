"""A province's Excel forms: all of them as one zip, and a zip of returned ones taken on their behalf."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, cast

from flask import Blueprint, abort, g, render_template, request
from werkzeug.wrappers import Response as Answer

from forms.returned_zip import LARGEST_ZIP, InZip, files_in
from forms.sentence import Refused, Sentence
from survey.accounts import Step, may
from survey.communes import Commune, in_sentence
from survey.deadlines import term_of
from survey.issuing import Issue, standing, zip_of_forms
from survey.responses import Saved
from survey.rounds import Round
from survey.store import deadlines
from survey.store.database import reading
from survey.taking import Handed, hand_in
from survey.viet_nam_time import day_of
from survey.web.access import requires
from survey.web.previews import Preview, accepted, left_open, preview_of, sealed_posted
from survey.web.state import current_round, engine, questionnaire_of, register, settings
from survey.web.upload_limits import takes_up_to
from survey.web.workbooks import CHANGED_MEANWHILE, NO_FILE

blueprint = Blueprint("province_workbooks", __name__, url_prefix="/review")
Page = str | tuple[str, int] | Answer
TAKEN = re.compile(r"form-(\d{1,4})")

OTHER_PROVINCE = Sentence(
    "Biểu của xã {code} không thuộc tỉnh của anh/chị nên không được nhận. Hãy chuyển cho tỉnh của xã đó.",
    "The form of commune {code} is not of your province and was not taken. Give it to its own province.",
)
TWICE = Sentence(
    "Có {n} tệp cùng của {commune}. Hãy chỉ giữ tệp đúng rồi nộp lại.",
    "There are {n} files of {commune}. Keep the right one and upload again.",
)


@dataclass(frozen=True, slots=True)
class Report:
    """One file of the zip: its dry run, or what became of it, or why it was refused."""

    name: str
    preview: Preview | None = None
    saved: Saved | None = None
    commune: Commune | None = None
    refusal: Sentence | None = None

    @property
    def waits(self) -> bool:
        """Whether there is anything to accept."""
        return bool(self.preview and (self.preview.changes or self.preview.conflicts))


@blueprint.get("/workbooks")
@requires(Step.FILL_FOR)
def workbooks() -> Page:
    """Where the province's forms are taken away and handed in."""
    return province_page(running_round())


@blueprint.get("/workbooks.zip")
@requires(Step.FILL_FOR)
def download() -> Page:
    """The forms of every commune of the province, sent while they are being made."""
    running, province = running_round(), register().provinces[g.account.province_code]
    today = day_of(g.now)
    questionnaire, secret = questionnaire_of(running), settings().secret_key
    issue = Issue(
        running, questionnaire, register(), secret, today, g.language, last_days_of(running)
    )
    stands = standing(engine(), running, register().of_province(province.code))
    name = f"attachment; filename=bieu-excel-{province.code}.zip"
    headers = {"Content-Disposition": name, "Content-Type": "application/zip"}
    return Answer(zip_of_forms(issue, stands), headers=headers)


@blueprint.post("/workbooks", endpoint="upload")
@requires(Step.FILL_FOR)
@takes_up_to(LARGEST_ZIP)
def upload() -> Page:
    """The dry run of every form in a zip (or of one form by itself); nothing is stored."""
    running, file = running_round(), request.files.get("workbooks")
    if file is None or not file.filename:
        return province_page(running, NO_FILE), 422
    try:
        reports = tried(running, file.filename, cast(BinaryIO, file.stream))
    except Refused as refused:
        return province_page(running, refused.sentence), 422
    return reports_page(reports, done=False)


@blueprint.post("/workbooks/accept", endpoint="accept")
@requires(Step.FILL_FOR)
@takes_up_to(LARGEST_ZIP)
def take() -> Page:
    """Store the forms that were ticked, each in one transaction, and say what became of each."""
    names = (TAKEN.fullmatch(name) for name in request.form)
    places = sorted({int(name[1]) for name in names if name})
    ticked = [place for place in places if f"take-{place}" in request.form]
    return reports_page(tuple(taken(place) for place in ticked), done=True)


def last_days_of(running: Round) -> dict[str, date]:
    """The last day of each commune about whose time anything was ruled."""
    with reading(engine()) as connection:
        rulings = deadlines.rulings_made(connection, running.id)
    return {code: term_of(running, each).last_day for code, each in rulings.items()}


def running_round() -> Round:
    """The current round; 404 before the first."""
    running = current_round()
    if running is None:
        abort(404)
    return running


def province_page(running: Round, refusal: Sentence | None = None) -> str:
    """The page with both ways; after a refusal, with what to do."""
    province = register().provinces[g.account.province_code]
    return render_template(
        "workbooks/province.html",
        round=running,
        province=province.name,
        communes=len(register().of_province(province.code)),
        refusal=refusal,
    )


def reports_page(reports: tuple[Report, ...], *, done: bool) -> str:
    """A report a file: what would change, or what was stored; what is refused comes first."""
    ordered = sorted(reports, key=lambda each: (each.refusal is None, each.name))
    unchosen = [open_ for each in ordered if each.preview for open_ in each.preview.unchosen]
    return render_template("workbooks/reports.html", reports=ordered, unchosen=unchosen, done=done)


def tried(running: Round, name: str, file: BinaryIO) -> tuple[Report, ...]:
    """Every file of the zip read, proved and compared. Raises Refused for the zip itself."""
    read = [(each.name, handed_of(running, each)) for each in files_in(name, file)]
    codes = Counter(each.commune_code for _, each in read if isinstance(each, Handed))
    return tuple(report_of(place, *pair, codes) for place, pair in enumerate(read))


def handed_of(running: Round, file: InZip) -> Handed | Sentence:
    """One file as a form of a commune of this province, or why it is none."""
    if file.refusal is not None:
        return file.refusal
    secret = settings().secret_key
    try:
        handed = hand_in(file.name, file.content, running, questionnaire_of(running), secret)
        own_commune(handed)
    except Refused as refused:
        return refused.sentence
    return handed


def own_commune(handed: Handed) -> Commune:
    """The form's commune; refused where the account may not fill in for it."""
    commune = register().communes.get(handed.commune_code)
    if commune is None or not may(g.account, Step.FILL_FOR, commune):
        raise Refused(OTHER_PROVINCE.filled(code=handed.commune_code))
    return commune


def report_of(place: int, name: str, handed: Handed | Sentence, codes: Counter[str]) -> Report:
    """The dry run of one file."""
    if isinstance(handed, Sentence):
        return Report(name, refusal=handed)
    commune = own_commune(handed)
    if codes[commune.code] > 1:
        said = TWICE.filled(n=codes[commune.code], commune=in_sentence(commune.name))
        return Report(name, commune=commune, refusal=said)
    try:
        return Report(name, preview_of(place, name, handed), commune=commune)
    except Refused as refused:
        return Report(name, commune=commune, refusal=refused.sentence)


def taken(place: int) -> Report:
    """What became of one form that was ticked."""
    sealed = sealed_posted(place)
    commune = own_commune(sealed.handed)
    try:
        if left_open(place, sealed):
            return Report(sealed.file, preview_of(place, sealed.file, sealed.handed), None, commune)
        saved = accepted(place, sealed)
        if saved.conflicts:
            preview = preview_of(place, sealed.file, sealed.handed)
            return Report(sealed.file, preview, None, commune, CHANGED_MEANWHILE)
    except Refused as refused:
        return Report(sealed.file, commune=commune, refusal=refused.sentence)
    return Report(sealed.file, saved=saved, commune=commune)
