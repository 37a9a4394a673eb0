"""Prepares this folder's own Python environment, then hands over to the commands.

Standard library only, and readable by old Pythons up to the version check: this file is the first
thing that runs on a new machine. It makes ``.venv`` from the hash-locked ``requirements.lock`` (or,
offline, from ``wheelhouse/``), stamps what it installed, and runs ``python -m`` the commands there.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this must run, and say so, on an older Python
    sys.exit(
        "Cần Python 3.11 trở lên; máy này đang chạy Python {0}.{1}. Hãy cài Python mới rồi chạy lại.\n"
        "Python 3.11 or newer is needed; this is Python {0}.{1}. Install a newer one and run "
        "this again.".format(*sys.version_info[:2])
    )

import contextlib
import hashlib
import importlib.util
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

HOME = Path(__file__).resolve().parent
LOCK = HOME / "requirements.lock"
WHEELHOUSE = HOME / "wheelhouse"
ENVIRONMENT = HOME / ".venv"
STAMP = ENVIRONMENT / "installed.sha256"
WAIT_SECONDS = 900


def main() -> int:
    """Prepare the environment if need be, then run the command that was asked for."""
    if not is_prepared():
        with only_one_at_a_time(HOME / ".venv.lock"):
            if not is_prepared():
                prepare()
    return hand_over([str(python()), "-m", "survey.commands", *sys.argv[1:]])


def python() -> Path:
    """The environment's own interpreter."""
    folder, name = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    return ENVIRONMENT / folder / name


def wanted() -> str:
    """What the environment must have been made from: this Python and the exact lock file."""
    return hashlib.sha256(sys.version.encode() + LOCK.read_bytes()).hexdigest()


def is_prepared() -> bool:
    """Whether the environment was completely installed from the present lock file."""
    try:
        return STAMP.read_text() == wanted() and python().exists()
    except OSError:
        return False


def prepare() -> None:
    """Make the environment and install; the stamp comes last, so a cut leaves no half-made one."""
    say(
        "Đang chuẩn bị môi trường (chỉ lần đầu, khoảng 1-2 phút)...",
        "Preparing the environment (first time only, about 1-2 minutes)...",
    )
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    make_environment()
    install()
    STAMP.write_text(wanted())


def make_environment() -> None:
    """A bare virtual environment; with no pip in it where Debian has split ensurepip off."""
    import venv  # noqa: PLC0415 - Debian may lack it, and the version check must come first

    with_pip = importlib.util.find_spec("ensurepip") is not None
    venv.create(ENVIRONMENT, with_pip=with_pip, clear=True, symlinks=os.name != "nt")


def install() -> None:
    """Install the locked wheels, each checked against its hash; from ``wheelhouse/`` when present."""
    options = ["--require-hashes", "--only-binary", ":all:", "--no-deps", "--quiet"]
    # Python compiles a module when it is first used, and most of those installed never are.
    options += ["--disable-pip-version-check", "--no-input", "--no-compile"]
    if WHEELHOUSE.is_dir():
        options += ["--no-index", "--find-links", str(WHEELHOUSE)]
    outcome = subprocess.run(  # noqa: S603 - our own interpreter and files
        [*pip(), "install", *options, "-r", str(LOCK)], check=False
    )
    if outcome.returncode:
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        stop(
            "Không cài được các gói cần thiết (xem thông báo ở trên). Hãy kiểm tra kết nối mạng, hoặc đặt "
            "sẵn các gói vào thư mục wheelhouse/ rồi chạy lại.",
            "The packages could not be installed (see above). Check the network, or put the packages "
            "into wheelhouse/, then run this again.",
        )


def pip() -> list[str]:
    """The environment's pip, else the system's pip working on the environment."""
    if has_pip(python()):
        return [str(python()), "-m", "pip"]
    if has_pip(Path(sys.executable)):
        return [sys.executable, "-m", "pip", "--python", str(python())]
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    stop(
        f"Máy này thiếu pip. Trên Debian/Ubuntu hãy chạy: apt install python{version}-venv, rồi chạy lại.",
        f"pip is missing here. On Debian/Ubuntu run: apt install python{version}-venv, then this again.",
    )


def has_pip(interpreter: Path) -> bool:
    """Whether this interpreter can run pip."""
    outcome = subprocess.run(  # noqa: S603 - our own interpreter
        [str(interpreter), "-m", "pip", "--version"], capture_output=True, check=False
    )
    return outcome.returncode == 0


@contextlib.contextmanager
def only_one_at_a_time(path: Path) -> Iterator[None]:
    """Hold a lock on ``path`` that the system drops if this process dies, so none is left behind."""
    deadline = time.monotonic() + WAIT_SECONDS
    with path.open("a+b") as lock:
        while not locked(lock.fileno()):
            if time.monotonic() > deadline:
                stop(
                    "Một tiến trình khác vẫn đang chuẩn bị môi trường. Hãy thử lại sau.",
                    "Another process is still preparing the environment. Try again later.",
                )
            time.sleep(0.2)
        yield


def locked(descriptor: int) -> bool:
    """Try to lock an open file; False where another process holds it."""
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - exists on Windows only

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - does not exist on Windows

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def hand_over(command: list[str]) -> int:
    """Become the command; on Windows, where exec returns early, wait for a subprocess instead."""
    environment = {**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": str(HOME)}
    if os.name == "nt":
        try:
            return subprocess.call(command, env=environment)  # noqa: S603 - our own interpreter
        except KeyboardInterrupt:
            return 130
    os.execve(command[0], command, environment)  # noqa: S606 - our own interpreter


def say(vietnamese: str, english: str) -> None:
    """Tell the person at the terminal, in both languages."""
    print(f"{vietnamese}\n{english}", file=sys.stderr, flush=True)


def stop(vietnamese: str, english: str) -> NoReturn:
    """End with a clear sentence in both languages."""
    sys.exit(f"{vietnamese}\n{english}")


if __name__ == "__main__":
    sys.exit(main())
