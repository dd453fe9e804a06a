"""Fetch one file: a part at a time, so that a break costs nothing; whole and sound, or not at all.

`pooch` was looked at first: it caches, checks and draws a bar, but begins anew after every break,
and it wants a checksum that is known beforehand, which a file that changes has not.

What has come lies beside the target as `NAME.part`, with the server's mark of that version (ETag
or date) in `NAME.part.version`. The next try asks for the rest of that very version (RFC 9110,
`Range` with `If-Range`); a server that has another one, or sends no parts, sends all of it anew.
"""

from __future__ import annotations

import contextlib
import errno
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import portalocker
import requests
from tqdm.auto import tqdm
from urllib3.exceptions import NewConnectionError

from helpers.real_text.errors import DownloadFailed, RealTextError

WAITS = (1.0, 3.0, 9.0)  # seconds before each further try
TIMEOUT = (10.0, 30.0)  # seconds to reach the server, and between two pieces from it
PIECE = 1 << 13  # bytes: at most so much is lost in a break
LOCKED = 600.0  # seconds for which another notebook's download of the same file is waited for
# Some servers turn away what does not look like a browser at all.
HEADERS = {"User-Agent": "Mozilla/5.0 (compatible; where-to-look)", "Accept-Encoding": "identity"}
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


def fetch(
    url: str,
    target: Path,
    sizes: range,
    check: Callable[[Path], None],
    *,
    waits: Sequence[float] = WAITS,
    timeout: tuple[float, float] = TIMEOUT,
    quiet: bool = False,
) -> None:
    """Download `url` to `target`, which is there afterwards and whole, or as it was before.

    Args:
        sizes: the bytes that the file can have.
        check: called with the path of what came, before it gets its name; raises a RealTextError
            if it is not what it should be.
        waits: seconds before the second try, the third, ...; a try goes on where the last ended.
        quiet: no progress bar.

    Raises:
        DownloadFailed: no network, no such file, no room, another size, or `check` raised; the
            text says which, and whether a next call goes on where this one ended.
    """
    part = _Part(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _alone(target):
            if target.exists():  # another notebook has fetched it in the meantime
                return
            _all_of_it(url, part, sizes, waits, timeout, quiet)
            try:
                check(part.path)
            except RealTextError as error:
                part.forget()  # to go on from what is wrong would never end
                raise DownloadFailed(f"What came from {url} is not the file. {error}") from error
            part.path.replace(target)
            part.forget()
    except OSError as error:
        if error.errno in NO_ROOM:
            part.forget()
            told = f"The disk that holds {target.parent} is full, so the download stopped"
            raise DownloadFailed(f"{told}: make room and run this again.") from error
        told = f"{target} could not be written ({error.strerror or error})"
        raise DownloadFailed(f"{told}: may you write there?") from error


class _Part:
    """What has come of a file so far, and of which version of it."""

    def __init__(self, target: Path) -> None:
        self.path = target.with_name(target.name + ".part")
        self.note = target.with_name(target.name + ".part.version")

    @property
    def size(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0

    @property
    def version(self) -> str:
        """The server's mark of the version that lies here; "" if there is none to go on from."""
        return self.note.read_text(encoding="utf-8") if self.size and self.note.exists() else ""

    def begin(self, answer: requests.Response) -> None:
        """Throw away what is here, and note which version comes now."""
        tag = answer.headers.get("ETag", "")
        mark = tag if tag.startswith('"') else answer.headers.get("Last-Modified", "")
        self.path.unlink(missing_ok=True)
        self.note.write_text(mark, encoding="utf-8")

    def forget(self) -> None:
        for path in (self.path, self.note):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)


class _Broken(Exception):
    """This try ended early; another may go on."""


@contextlib.contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Two notebooks that want the same file fetch it one after the other."""
    lock = target.with_name(target.name + ".lock")
    try:
        with portalocker.Lock(lock, "a", timeout=LOCKED):
            yield
    except portalocker.LockException as error:
        raise DownloadFailed(
            f"Another notebook has been downloading {target.name} for"
            f" {LOCKED / 60:.0f} minutes: wait for it, or stop it."
        ) from error


def _all_of_it(
    url: str,
    part: _Part,
    sizes: range,
    waits: Sequence[float],
    timeout: tuple[float, float],
    quiet: bool,
) -> None:
    """Try, and try again, until the part is the whole."""
    for wait in (*waits, None):
        before = part.size
        try:
            _rest(url, part, sizes, timeout, quiet)
            break
        except (_Broken, requests.RequestException) as error:
            if wait is None or (_unreachable(error) and not part.size):
                raise DownloadFailed(_why(url, part, error)) from error
            if part.size <= before:  # nothing came: the server or the network needs a while
                time.sleep(wait)
    if part.size not in sizes:
        size = part.size
        part.forget()
        raise DownloadFailed(
            f"What came from {url} has {size:,} bytes, and the file has {sizes.start:,} at least:"
            " is it a login page of your network?"
        )


def _unreachable(error: Exception) -> bool:
    """Whether there was nobody to talk to: to wait a little will hardly change that."""
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    nobody = (requests.ConnectTimeout, requests.exceptions.ProxyError)
    return isinstance(error, nobody) or isinstance(reason, NewConnectionError)


def _rest(url: str, part: _Part, sizes: range, timeout: tuple[float, float], quiet: bool) -> None:
    """One try: ask for what is missing and write it down."""
    headers = dict(HEADERS)
    if part.version:
        headers |= {"Range": f"bytes={part.size}-", "If-Range": part.version}
    with requests.get(url, headers=headers, stream=True, timeout=timeout) as answer:
        if answer.status_code == requests.codes.requested_range_not_satisfiable:
            part.forget()  # longer than the file: not a part of it
            raise _Broken("the server has a shorter file now")
        if 400 <= answer.status_code < 500:
            raise DownloadFailed(
                f"{url} answers {answer.status_code} {answer.reason}: the file is not to be had"
                " there now."
            )
        answer.raise_for_status()
        if answer.status_code != requests.codes.partial_content:
            part.begin(answer)
        elif not answer.headers.get("Content-Range", "").startswith(f"bytes {part.size}-"):
            part.forget()
            raise _Broken("the server sent another part than the one asked for")
        left = answer.headers.get("Content-Length", "")
        whole = part.size + int(left) if left.isdecimal() else None
        if whole is not None and whole not in sizes:
            part.forget()
            raise DownloadFailed(
                f"What lies at {url} has {whole:,} bytes, and the file has from {sizes.start:,}"
                f" to {sizes.stop - 1:,}: has your network answered in its place?"
            )
        _write(answer, part, sizes, whole, quiet)
        if whole is not None and part.size < whole:
            raise _Broken("the connection broke off")


def _write(
    answer: requests.Response, part: _Part, sizes: range, whole: int | None, quiet: bool
) -> None:
    """Append what comes to the part, with a bar."""
    with (
        part.path.open("ab") as out,
        tqdm(
            total=whole,
            initial=part.size,
            unit="B",
            unit_scale=True,
            desc=part.path.name.removesuffix(".part"),
            disable=quiet,
        ) as bar,
    ):
        have = part.size
        for piece in answer.iter_content(PIECE):
            have += len(piece)
            if have >= sizes.stop:
                part.forget()
                raise DownloadFailed(
                    f"More than {sizes.stop - 1:,} bytes came from {answer.url}: it is another"
                    " file, and the download was stopped."
                )
            out.write(piece)
            out.flush()  # what has come stays, whatever happens to this process
            bar.update(len(piece))


def _why(url: str, part: _Part, error: Exception) -> str:
    """Why the last try failed, in one sentence."""
    kept = f"{part.size / 1e6:.1f} MB have come and are kept" if part.version else ""
    if isinstance(error, requests.exceptions.SSLError):
        reason = "its certificate is not trusted here"
    elif isinstance(error, requests.Timeout) or "timed out" in str(error):
        reason = "it did not answer in time"  # in the middle of a file it is a ConnectionError
    elif isinstance(error, requests.ConnectionError) and not kept:
        reason = "it could not be reached (is there a network?)"
    elif isinstance(error, requests.HTTPError) and error.response is not None:
        reason = f"it answers {error.response.status_code} {error.response.reason}"
    else:
        reason = "the connection broke off"
    return f"{url}: {reason}" + (f"; {kept}: run this again to go on from there." if kept else ".")
