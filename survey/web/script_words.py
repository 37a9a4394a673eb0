"""Every sentence that the browser's scripts show; ``{}`` and ``{names}`` are filled there."""

from __future__ import annotations

from forms.attached_files import EMPTY, TOO_LARGE, WRONG_TYPE
from forms.sentence import Sentence
from survey.evidence_files.attachments import TOO_MANY
from survey.web.evidence_words import CHOOSE, SECRET

# On every page: where the answers are.
FORM = {
    "saved": Sentence("Đã lưu trên máy chủ lúc {}.", "Saved on the server: {}."),
    "kept": Sentence("Đang giữ trên máy này: {} câu.", "Answers kept on this device: {}."),
    "waiting": Sentence(
        "Đang giữ trên máy này: {} câu. Chờ gửi, có mạng là tự gửi.",
        "Answers kept on this device: {}. Waiting to be sent as soon as there is a connection.",
    ),
}
# Only where they are needed: choosing, checking with no line, signing out with something unsent.
LATER = {
    "ready": Sentence(
        "Máy này đã sẵn sàng để làm việc khi mất mạng.",
        "This device is ready for working without a connection.",
    ),
    "choose": Sentence(
        "Cần anh/chị chọn: {} câu vừa được người khác trả lời khác.",
        "Needs your choice: answers just given differently by someone else: {}.",
    ),
    "refused": Sentence(
        "{} câu ghi chưa đúng nên máy chủ chưa nhận. Hãy sửa ô báo lỗi.",
        "Answers not taken by the server: {}. Correct the fields with an error.",
    ),
    "queued": Sentence(
        "Phiếu đang chờ gửi lên cấp tỉnh; có mạng là tự gửi. Nếu sửa, phiếu thôi chờ gửi.",
        "The response waits to be submitted as soon as there is a connection. A change takes it out of waiting.",
    ),
    "recheck": Sentence(
        "Chưa gửi phiếu: người khác vừa sửa phiếu sau khi anh/chị kiểm tra. Hãy kiểm tra rồi gửi lại.",
        "Not submitted: someone changed the response after you checked it. Check it and submit again.",
    ),
    "sent": Sentence(
        "Phiếu đã gửi lên cấp tỉnh. Mã biên nhận: {}.", "The response is submitted. Receipt: {}."
    ),
    "full": Sentence(
        "KHÔNG giữ được câu trả lời trên máy này vì bộ nhớ đã đầy hoặc bị chặn. Hãy tải câu trả lời về thành tệp trước khi đóng trang.",
        "The answers can NOT be kept on this device: its storage is full or blocked. Download them as a file before closing the page.",
    ),
    "filewaits": Sentence(
        "Đang giữ trên máy này: {} tệp minh chứng. Chờ gửi, có mạng là tự gửi.",
        "Evidence files kept on this device: {}. Waiting to be sent as soon as there is a connection.",
    ),
    "filefull": Sentence(
        "KHÔNG giữ được {} tệp minh chứng trên máy này vì bộ nhớ đã đầy hoặc bị chặn. Đừng đóng trang này cho đến khi gửi xong.",
        "Evidence files that can NOT be kept on this device: {}. Its storage is full or blocked. Do not close this page until they are sent.",
    ),
    "filerefused": Sentence(
        "{} tệp minh chứng chưa được máy chủ nhận. Lý do ghi bên câu hỏi.",
        "Evidence files not taken by the server: {}. The reason stands beside the question.",
    ),
    "see_file": Sentence("Xem tệp", "See the file"),
    "download": Sentence("Tải câu trả lời về máy", "Download the answers"),
    "sign_in": Sentence("Đăng nhập lại", "Sign in again"),
    "see_choices": Sentence("Xem và chọn", "See and choose"),
    "see_refused": Sentence("Xem ô cần sửa", "See what to correct"),
    "check_again": Sentence("Kiểm tra lại", "Check again"),
    "both_changed": Sentence("Hai người cùng sửa một câu", "Two people changed the same answer"),
    "both_words": Sentence(
        "Các câu khác đã được lưu. Với mỗi câu dưới đây, hãy chọn câu trả lời đúng; chưa chọn thì câu trả lời của anh/chị vẫn giữ trên máy này.",
        "The other answers are saved. Choose the right answer to each question below; until then, yours stays on this device.",
    ),
    "at_first": Sentence("Lúc đầu", "At first"),
    "theirs": Sentence("Đang lưu", "Stored now"),
    "who_when": Sentence("{by}, {at}", "{by}; {at}"),
    "mine": Sentence("Của anh/chị", "Yours"),
    "keep_mine": Sentence("Lấy câu trả lời của tôi", "Take my answer"),
    "keep_theirs": Sentence("Giữ câu đang lưu", "Keep the stored answer"),
    "checked_here": Sentence(
        "Kiểm tra trên máy này, tính cả những câu chưa gửi lên máy chủ.",
        "Checked on this device, with the answers that are not on the server yet.",
    ),
    "errors": Sentence("{n} lỗi phải sửa", "Errors to correct: {n}"),
    "warnings": Sentence("{n} điểm cần sửa hoặc ghi lý do", "Points to correct or explain: {n}"),
    "unanswered": Sentence("{n} câu chưa trả lời", "Unanswered questions: {n}"),
    "no_figure": Sentence(
        "Chưa có số liệu thì chọn “Chưa có số liệu”, không để trống và không ghi 0.",
        "Where there is no figure choose “No figure yet”; do not leave it empty or enter 0.",
    ),
    "all_well": Sentence(
        "Đã trả lời đủ, không còn lỗi. Bấm gửi bây giờ cũng được: chưa có mạng thì phiếu chờ trên máy này và tự gửi khi có mạng.",
        "All is answered and nothing is wrong. You can submit now: with no connection the response waits on this device and is sent as soon as there is one.",
    ),
    "submit": Sentence("Gửi phiếu", "Submit"),
    "reason": Sentence("Lý do số liệu vẫn đúng", "Why the answer is right all the same"),
    "unsent": Sentence("Còn {n} câu chưa gửi lên máy chủ", "Answers not on the server yet: {n}"),
    "unsent_files": Sentence(
        "Còn {n} tệp minh chứng chưa gửi lên máy chủ",
        "Evidence files not on the server yet: {n}",
    ),
    "unsent_submission": Sentence(
        "Phiếu chưa gửi được lên cấp tỉnh", "The response is not submitted yet"
    ),
    "leaving_words": Sentence(
        "Nếu nhiều người dùng chung máy này, hãy gửi hoặc tải về trước khi đăng xuất; xóa là mất. Chỉ giữ lại khi đây là máy riêng của anh/chị.",
        "If others use this device too, send or download the answers before signing out; deleted answers are lost. Keep them here only on a device of your own.",
    ),
    "send_and_leave": Sentence("Gửi rồi đăng xuất", "Send, then sign out"),
    "leave_and_keep": Sentence("Đăng xuất, giữ trên máy này", "Sign out and keep them here"),
    "leave_and_clear": Sentence("Đăng xuất và xóa", "Sign out and delete them"),
    "stay": Sentence("Ở lại trang này", "Stay on this page"),
    "no_line_to_leave": Sentence(
        "Chưa gửi và chưa đăng xuất được vì không có mạng hoặc còn câu cần chọn, cần sửa.",
        "Neither sent nor signed out: there is no connection, or some answers need your choice or correction.",
    ),
}
# Instead of a page that is not kept, where there is no line: in both languages at once.
WORKER = {
    "away": Sentence(
        "Trang này cần có mạng. Câu trả lời vẫn được giữ trên máy này.",
        "This page needs a connection. The answers are still kept on this device.",
    ),
    "back": Sentence("Về phiếu", "Back to the response"),
}
# Only where evidence is chosen or waits.
FILES = {
    "file_choose": CHOOSE,
    "file_secret": SECRET,
    "file_empty": EMPTY,
    "file_large": TOO_LARGE,
    "file_type": WRONG_TYPE,
    "file_many": TOO_MANY,
    "file_all": Sentence(
        "Máy này đang giữ 50 MB tệp chờ gửi nên không giữ thêm. Hãy chờ có mạng, gửi xong rồi chọn tiếp.",
        "This device holds 50 MB of files that wait to be sent and takes no more. Choose the next ones once these are sent.",
    ),
    "file_waits": Sentence(
        "Đang giữ trên máy này, chờ gửi.", "Kept on this device, waiting to be sent."
    ),
    "file_part": Sentence(
        "Đã gửi {n}%; còn giữ trên máy này, chờ gửi tiếp.",
        "{n}% sent; kept on this device, waiting to be sent on.",
    ),
    "file_sent": Sentence("Đã gửi. Máy chủ nhận lúc {at}.", "Sent. The server has it since {at}."),
    "file_full": Sentence(
        "KHÔNG giữ được trên máy này (bộ nhớ đầy hoặc bị chặn). Đừng đóng trang này cho đến khi gửi xong.",
        "NOT kept on this device (its storage is full or blocked). Do not close this page until it is sent.",
    ),
    "file_gone": Sentence(
        "Tệp không còn trên máy này nên chưa gửi được. Hãy chọn lại tệp.",
        "The file is no longer on this device and was not sent. Choose it again.",
    ),
    "file_again": Sentence("Gửi lại", "Send again"),
    "file_drop": Sentence("Bỏ tệp này", "Drop this file"),
}
