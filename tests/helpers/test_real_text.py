"""Real text: found, downloaded whole or not at all, read as it is, and refused in one sentence."""

import contextlib
import doctest
import gzip
import io
import json
import socket
import threading
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from helpers import real_text
from helpers.real_text import block_list, download, files, links, pairs, places
from helpers.real_text.sources import LINKS, PAIRS

ANY_SIZE = range(1, 10_000_000)


def accept(_path: Path) -> None:
    """A check that finds nothing wrong."""


# ----------------------------------------------------------------------------- a server that fails


class Server:
    """Gives out `body`, in the way each `answer` of the list says; the last one for ever after."""

    def __init__(self) -> None:
        self.body = bytes(range(256)) * 1000
        self.tag = '"first"'
        self.answers: list[Callable[[BaseHTTPRequestHandler], None]] = [self.well]
        self.asked: list[str] = []  # the Range of each request
        self.held = threading.Event()  # set when the test is over: lets `silent` go
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer.asked.append(self.headers.get("Range", ""))
                self.close_connection = True
                answers = outer.answers
                with contextlib.suppress(OSError):  # the other side has hung up
                    (answers.pop(0) if len(answers) > 1 else answers[0])(self)

            def log_message(self, *_: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}/file.zip"

    def _head(self, to: BaseHTTPRequestHandler, start: int, length: int | None) -> None:
        to.send_response(206 if start else 200)
        to.send_header("ETag", self.tag)
        if start:
            whole = len(self.body)
            to.send_header("Content-Range", f"bytes {start}-{whole - 1}/{whole}")
        if length is not None:
            to.send_header("Content-Length", str(length))
        to.end_headers()

    def _start(self, to: BaseHTTPRequestHandler) -> int:
        """Where to begin: the client says from where, and which version it has."""
        wants = to.headers.get("Range", "")
        fits = to.headers.get("If-Range") == self.tag
        return int(wants.removeprefix("bytes=").rstrip("-")) if wants and fits else 0

    def well(self, to: BaseHTTPRequestHandler) -> None:
        start = self._start(to)
        self._head(to, start, len(self.body) - start)
        to.wfile.write(self.body[start:])

    def cut_off(self, to: BaseHTTPRequestHandler) -> None:
        """A hundred thousand bytes of what was promised."""
        start = self._start(to)
        self._head(to, start, len(self.body) - start)
        to.wfile.write(self.body[start : start + 100_000])

    def in_drops(self, to: BaseHTTPRequestHandler) -> None:
        self._head(to, 0, len(self.body))
        for place in range(0, len(self.body), 1000):
            to.wfile.write(self.body[place : place + 1000])
            to.wfile.flush()

    def silent(self, to: BaseHTTPRequestHandler) -> None:
        """Promises, sends a little, and then nothing more."""
        self._head(to, 0, len(self.body))
        to.wfile.write(self.body[:1000])
        to.wfile.flush()
        self.held.wait(30)

    def without_length(self, to: BaseHTTPRequestHandler) -> None:
        """No length, and parts on demand neither, as GitHub's archives come."""
        self._head(to, 0, None)
        to.wfile.write(self.body)

    def refuses(self, code: int) -> Callable[[BaseHTTPRequestHandler], None]:
        def answer(to: BaseHTTPRequestHandler) -> None:
            to.send_response(code)
            to.send_header("Content-Length", "0")
            to.end_headers()

        return answer

    def fetch(self, target: Path, sizes: range = ANY_SIZE, **more: object) -> None:
        settings = {"waits": (0, 0, 0), "timeout": (5, 5), "quiet": True} | more
        check = settings.pop("check", accept)
        download.fetch(self.url, target, sizes, check, **settings)


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    thread = threading.Thread(target=made.http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.held.set()
    made.http.shutdown()
    made.http.server_close()
    thread.join()


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "file.zip"


def left_beside(target: Path) -> set[str]:
    """What lies in the cache folder, the lock not counted."""
    return {path.name for path in target.parent.iterdir()} - {target.name + ".lock"}


@pytest.mark.parametrize("way", ["well", "in_drops", "without_length"])
def test_a_file_arrives_as_it_was_sent_fast_or_slow(server, target, way):
    server.answers = [getattr(server, way)]
    server.fetch(target)
    assert target.read_bytes() == server.body
    assert left_beside(target) == {"file.zip"}


def test_a_download_that_is_cut_off_goes_on_where_it_ended(server, target):
    server.answers = [server.cut_off, server.cut_off, server.well]
    server.fetch(target)
    assert target.read_bytes() == server.body
    starts = [int(asked.strip("bytes=-")) for asked in server.asked[1:]]
    assert 90_000 < starts[0] <= 100_000 and 180_000 < starts[1] <= 200_000


def test_a_later_call_goes_on_where_an_earlier_one_gave_up(server, target):
    server.answers = [server.cut_off, server.refuses(503)]
    with pytest.raises(real_text.DownloadFailed, match=r"answers 503 .*0\.1 MB have come.*again"):
        server.fetch(target)
    assert not target.exists()
    server.answers, server.asked = [server.well], []
    server.fetch(target)
    assert target.read_bytes() == server.body
    assert len(server.asked) == 1 and server.asked[0].startswith("bytes=9")


def test_two_versions_of_a_file_are_never_mixed(server, target):
    server.answers = [server.cut_off, server.refuses(503)]
    with pytest.raises(real_text.DownloadFailed):
        server.fetch(target)
    server.tag, server.body, server.answers = '"second"', server.body[::-1], [server.well]
    server.fetch(target)
    assert target.read_bytes() == server.body


def test_a_part_without_its_version_is_not_gone_on_from(server, target):
    target.parent.mkdir()
    target.with_name("file.zip.part").write_bytes(b"of another day")
    server.fetch(target)
    assert target.read_bytes() == server.body and server.asked == [""]


def test_a_server_that_is_tired_for_a_moment_is_asked_again(server, target):
    server.answers = [server.refuses(503), server.refuses(502), server.well]
    server.fetch(target)
    assert target.read_bytes() == server.body


def test_a_server_that_falls_silent_is_not_waited_for_for_ever(server, target):
    server.answers = [server.silent]
    with pytest.raises(real_text.DownloadFailed, match="did not answer in time"):
        server.fetch(target, timeout=(5, 0.1), waits=())
    assert not target.exists()


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """To wait before another try is an error."""

    def sleep(seconds: float) -> None:
        raise AssertionError(f"waited {seconds} s where nobody will answer")

    monkeypatch.setattr(download.time, "sleep", sleep)


@pytest.fixture
def nobody():
    """An address that is taken, so that no other test gets it, and at which nobody listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{held.getsockname()[1]}"


def test_no_network(nobody, target, no_waiting):
    with pytest.raises(real_text.DownloadFailed, match="could not be reached .is there a network"):
        download.fetch(f"{nobody}/file.zip", target, ANY_SIZE, accept, quiet=True)
    assert not target.exists()


def test_a_proxy_that_is_not_there_is_not_waited_for(nobody, target, monkeypatch, no_waiting):
    for name in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, nobody)
    with pytest.raises(real_text.DownloadFailed, match="could not be reached .is there a network"):
        download.fetch("http://data.invalid/a.zip", target, ANY_SIZE, accept, quiet=True)
    assert not target.exists()


def test_a_file_that_is_not_there_is_not_asked_for_again(server, target):
    server.answers = [server.refuses(404)]
    with pytest.raises(real_text.DownloadFailed, match="answers 404"):
        server.fetch(target)
    assert len(server.asked) == 1


@pytest.mark.parametrize("way", ["well", "without_length"])
def test_a_login_page_in_place_of_the_file_is_noticed_by_its_size(server, target, way):
    server.body, server.answers = b"<html>Please log in</html>", [getattr(server, way)]
    with pytest.raises(real_text.DownloadFailed, match="26 bytes.*your network"):
        server.fetch(target, sizes=range(1000, 2000))
    assert left_beside(target) == set()


@pytest.mark.parametrize("way", ["well", "without_length"])
def test_a_file_without_end_is_stopped(server, target, way):
    server.answers = [getattr(server, way)]
    with pytest.raises(real_text.DownloadFailed, match="bytes"):
        server.fetch(target, sizes=range(1, 1000))
    assert left_beside(target) == set()


def test_a_wrong_checksum_is_noticed_and_nothing_stays(server, target):
    server.body = zipped({"fra.txt": text_of(FEW)}, packed=False).replace(
        b"Tu cours", b"Tu tours", 1
    )
    with pytest.raises(
        real_text.DownloadFailed, match=r"fra\.txt does not agree with its checksum"
    ):
        server.fetch(target, check=files.check_zip)
    assert left_beside(target) == set()


def test_a_web_page_as_large_as_the_file_is_no_archive(server, target):
    server.body = b"<html>" * 1000
    with pytest.raises(real_text.DownloadFailed, match="no zip archive"):
        server.fetch(target, check=files.check_zip)
    assert left_beside(target) == set()


@pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="/dev/full, a disk that is full, is Linux's"
)
def test_a_full_disk(server, target, monkeypatch):
    monkeypatch.setattr(
        download._Part, "begin", lambda part, answer: part.path.symlink_to("/dev/full")
    )
    with pytest.raises(real_text.DownloadFailed, match="is full.*make room"):
        server.fetch(target)
    assert left_beside(target) == set()


def test_a_folder_that_may_not_be_written(server, tmp_path):
    (tmp_path / "cache").write_text("a file where the folder should be")
    with pytest.raises(real_text.DownloadFailed, match="could not be written.*may you write there"):
        server.fetch(tmp_path / "cache" / "file.zip")


def test_of_two_notebooks_at_once_only_one_downloads(server, target):
    together = [threading.Thread(target=server.fetch, args=(target,)) for _ in range(2)]
    for thread in together:
        thread.start()
    for thread in together:
        thread.join()
    assert target.read_bytes() == server.body and server.asked == [""]


# ------------------------------------------------------------------------------------ where it is

FEW = [
    (f"You run {n} times a day.", f"Tu cours {n} fois par jour, et vous dormez.") for n in range(1500)
]


def text_of(rows: list[tuple[str, str]], end: str = "\n") -> bytes:
    return "".join(f"{english}\t{french}{end}" for english, french in rows).encode()


def zipped(content: dict[str, bytes], packed: bool = True) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(
        file, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    ) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return file.getvalue()


def put(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of the test's own, and a kernel in which nothing has been asked for yet."""
    folder = tmp_path / "the cache"
    monkeypatch.setattr(places, "cache_folder", lambda: folder)
    monkeypatch.setattr(places, "_thanked", set())
    monkeypatch.delenv(places.VARIABLE, raising=False)
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    return folder


def must_not_download(*_: object) -> None:
    raise AssertionError("it is here, and was downloaded")


@pytest.mark.parametrize("name", ["fra.txt", "a/fra.txt.gz", "a/b/fra-eng.zip"])
def test_attention_data_names_a_folder_in_which_it_lies_or_below(
    cache, tmp_path, monkeypatch, name
):
    put(cache / PAIRS.stored_as, b"older")
    there = put(tmp_path / "mine" / name, b"")
    monkeypatch.setenv(places.VARIABLE, str(tmp_path / "mine"))
    assert places.find(PAIRS, must_not_download) == there
    monkeypatch.setenv(places.VARIABLE, str(there))
    assert places.find(PAIRS, must_not_download) == there


def test_then_the_cache_is_looked_into(cache, tmp_path, monkeypatch):
    monkeypatch.setenv(places.VARIABLE, str(tmp_path / "nothing here"))
    kept = put(cache / PAIRS.stored_as, b"put there by hand")
    assert places.find(PAIRS, must_not_download) == kept


def test_what_is_nowhere_is_downloaded_once(cache, server):
    server.body = zipped({"fra.txt": text_of(FEW)})

    def fetch(_url: str, *more: object) -> None:
        download.fetch(server.url, *more, quiet=True)

    source = PAIRS.__class__(**{**vars(PAIRS), "sizes": ANY_SIZE})
    path = places.find(source, fetch)
    assert path == cache / "fra-eng.zip" and path.read_bytes() == server.body
    assert places.find(source, must_not_download) == path


def test_a_download_that_has_changed_on_the_disk_is_replaced(cache, capsys):
    good = zipped({"fra.txt": text_of(FEW)})

    def fetch(_url: str, path: Path, *_: object) -> None:
        put(path, good)

    path = places.find(PAIRS, fetch)
    path.write_bytes(good[:-100])
    assert places.find(PAIRS, fetch).read_bytes() == good
    assert "has changed since it was downloaded" in capsys.readouterr().out


def test_without_it_two_sentences_say_where_it_was_looked_for_and_how_to_get_it(cache):
    def fetch(*_: object) -> None:
        raise real_text.DownloadFailed("there is no network.")

    with pytest.raises(real_text.NotFound) as caught:
        places.find(PAIRS, fetch)
    told = str(caught.value)
    for part in ("ATTENTION_DATA", str(cache), "there is no network", PAIRS.url, "fra-eng.zip"):
        assert part in told
    assert told.count(". ") == 1 and told.endswith(".")


def test_grading_downloads_nothing(cache, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    with pytest.raises(real_text.NotFound, match="graded"):
        places.find(PAIRS, must_not_download)


def test_licence_and_citation_are_printed_once(cache, capsys):
    put(cache / PAIRS.stored_as, zipped({"fra.txt": text_of(FEW)}))
    put(cache / LINKS.stored_as, alibi())
    for _ in range(2):
        real_text.sentence_pairs()
        real_text.human_links()
    printed = capsys.readouterr().out
    for once in (
        "CC BY 2.0 FR",
        "tatoeba.org",
        "CC BY-SA 4.0",
        "Xu and François Yvon",
        "LREC 2016",
    ):
        assert printed.count(once) == 1
    assert printed.count("not the edition") == 2


# ----------------------------------------------------------------------------------------- pairs


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("fra.txt", text_of(FEW)),
        ("fra.txt", text_of(FEW, end="\r\n")),
        ("fra.txt", b"\xef\xbb\xbf" + text_of(FEW)),
        ("fra.txt", text_of(FEW, end="\tCC-BY 2.0 (France) Attribution: tatoeba.org #1 (x)\n")),
        ("fra.txt", text_of(FEW) + b"\n\nno tab\n"),
        ("fra.txt.gz", gzip.compress(text_of(FEW))),
        ("fra-eng.zip", zipped({"_about.txt": b"about " * 30_000, "fra.txt": text_of(FEW)})),
        ("fra.txt", zipped({"fra.txt": text_of(FEW, end="\r\n")})),
    ],
    ids=["plain", "windows", "mark", "credits", "strays", "gzip", "zip", "zip called txt"],
)
def test_a_file_is_read_whatever_its_packing_and_line_ends(tmp_path, name, data):
    found = pairs.read_pairs(put(tmp_path / name, data))
    assert found.pairs == FEW and found.all == len(FEW)


def test_the_same_text_has_the_same_checksum_whatever_its_packing(tmp_path):
    sums = {
        pairs.read_pairs(put(tmp_path / f"{n}", data)).sum
        for n, data in enumerate([text_of(FEW), text_of(FEW, "\r\n"), gzip.compress(text_of(FEW))])
    }
    assert len(sums) == 1


def test_nothing_is_tidied(tmp_path):
    rows = [("  It's  him. ", "C’est\u00a0lui\u202f! "), *FEW]
    assert pairs.read_pairs(put(tmp_path / "fra.txt", text_of(rows))).pairs[0] == rows[0]


NEIGHBOURS = {
    "german": "Ich weiß es nicht.|Was machst du heute?|Er hat einen Hund.|Das ist mein Haus.|Du bist groß.",
    "dutch": "Ik weet het niet.|Wat doe je vandaag?|Dat is mijn huis.|Ze is erg moe.|Je bent groot.",
    "spanish": "No lo sé.|Tiene un perro que no es mío.|Ella está muy cansada.|¿Puedes ayudarme?",
    "italian": "Non lo so.|Questa è casa mia.|Ai bambini piace il cane.|Le ragazze sono qui.|Dov'è?",
    "portuguese": "Não sei.|O que você faz hoje?|Ela está muito cansada.|É uma mesa.|Onde está?",
    "romanian": "Nu știu.|Ce faci azi?|Ei au o masă.|Ea este foarte obosită.|Unde este?",
    "catalan": "No ho sé.|Què fas avui?|Les noies són aquí.|L'home dorm.|Em pots ajudar?",
}
TURNED = [(french, english) for english, french in FEW]
NEITHER = [(french, french) for _, french in FEW]


@pytest.mark.parametrize("language", NEIGHBOURS)
@pytest.mark.parametrize("side", [0, 1])
def test_another_language_pair_is_refused(tmp_path, language, side):
    sentences = NEIGHBOURS[language].split("|")
    rows = [
        (sentences[n % len(sentences)], row[1])
        if side == 0
        else (row[0], sentences[n % len(sentences)])
        for n, row in enumerate(FEW)
    ]
    told = f"too little {['English', 'French'][side]} in its .* another language pair"
    with pytest.raises(real_text.Unusable, match=told):
        pairs.read_pairs(put(tmp_path / "fra.txt", text_of(rows)))


def test_twice_the_same_language_is_refused(tmp_path):
    with pytest.raises(real_text.Unusable, match="too little English in its first"):
        pairs.read_pairs(put(tmp_path / "fra.txt", text_of(NEITHER)))


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (text_of(TURNED), "French before English"),
        (text_of(FEW)[:2000], "lines of English, a tab and French"),
        (b"", "0 lines"),
        (b"nothing with a tab\n" * 5000, "not English, a tab and French"),
        (text_of(FEW).decode().encode("utf-16"), "UTF-16"),
        (
            text_of([("He is old", "Il est \u00e2g\u00e9")] * 2000).decode().encode("latin-1"),
            "not UTF-8",
        ),
        (b"x" * 100_000, "more than 20,000 bytes"),
        (gzip.compress(text_of(FEW))[:-3000], "damaged or was cut off"),
        (zipped({"fra.txt": text_of(FEW)})[:-3000], "damaged or was cut off"),
        (
            zipped({"fra.txt": text_of(FEW)}, packed=False).replace(b"Tu cours 7 ", b"Tu tours 7 "),
            "damaged",
        ),
        (zipped({"read.me": b"nothing"}), r"no \*\.txt"),
    ],
    ids=[
        "turned",
        "few",
        "empty",
        "other",
        "utf16",
        "latin1",
        "line",
        "gzip",
        "zip",
        "crc",
        "none",
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_one_sentence(tmp_path, data, told):
    with pytest.raises(real_text.Unusable, match=told) as caught:
        pairs.read_pairs(put(tmp_path / "fra.txt", data))
    assert str(caught.value).count(". ") == 0


def test_of_a_large_file_a_fair_sample_is_kept_in_its_order_and_memory_stays_small(tmp_path):
    rows = [(f"You run {n} times.", f"Tu cours {n} fois et vous dormez.") for n in range(20_000)]
    path = put(tmp_path / "fra.txt.gz", gzip.compress(text_of(rows)))
    number = {row: place for place, row in enumerate(rows)}
    tracemalloc.start()
    found = pairs.read_pairs(path, most=1500)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    kept = [number[pair] for pair in found.pairs]
    assert found.all == 20_000 and len(kept) == 1500 and kept == sorted(set(kept))
    assert 0.4 < sum(place < 10_000 for place in kept) / 1500 < 0.6
    assert peak < 2_000_000  # bytes: all pairs as objects have 5 million
    assert pairs.read_pairs(path, most=1500).pairs == found.pairs


def test_violence_and_abuse_are_left_out(tmp_path):
    bad = [("He murdered her.", "Il l'a tuée."), ("I was there.", "Il fut assassiné.")]
    good = [
        ("She killed time.", "Elle tuait le temps."),
        ("The violin is old.", "Le violon est vieux."),
    ]
    found = pairs.read_pairs(put(tmp_path / "fra.txt", text_of([*bad, *good, *FEW])))
    assert found.pairs == good + FEW
    assert doctest.testmod(block_list).failed == 0


# ----------------------------------------------------------------------------------------- links

ENGLISH = "0\tThe dog of the king sleeps , and I eat .\n1\tYes !\n"
FRENCH = "0\tLe chien du roi dort , et j’ mange .\n1\tOui !\n"
DRAWN = "0\t0-0 1-1 2p2 2p3 3-4 4-5 5-6 6-7 7-8 8-9 \n1\t0-0 1-1 \n"


def alibi(drawn: str = DRAWN) -> bytes:
    """The official archive in small: one tale of two sentences."""
    folder = "AlibiWordAlignments-0/ali/LeChien_TheDog"
    return zipped(
        {
            f"{folder}/LeChien_sents.txt": FRENCH.encode(),
            f"{folder}/TheDog_sents.txt": ENGLISH.encode(),
            f"{folder}/ali_w2w_LeChien_TheDog.txt": drawn.encode(),
            "AlibiWordAlignments-0/README.md": b"more",
        }
    )


def test_the_official_archive_is_read_with_french_words_expanded(tmp_path):
    first, second = links.read_links(put(tmp_path / "a.zip", alibi()))
    assert " ".join(first.english) == "the dog of the king sleeps , and i eat ."
    assert " ".join(first.french) == "le chien de le roi dort , et je mange ."
    # "du" was one word, place 2, possibly "of" and "the": both its halves are.
    assert first.possible - first.sure == {(2, 2), (2, 3), (3, 2), (3, 3)}
    assert first.sure == {(0, 0), (1, 1), (4, 4), (5, 5), (6, 6), (7, 7), (8, 8), (9, 9)}
    assert second.name == "LeChien_TheDog:1" and second.sure == {(0, 0), (1, 1)}
    assert doctest.testmod(links).failed == 0


def test_both_forms_give_the_same(tmp_path):
    want = links.read_links(put(tmp_path / "a.zip", alibi()))
    rows = [
        {
            "corpus": "alibi",
            "id": pair.name,
            "en": pair.english,
            "fr": pair.french,
            "sure": sorted(pair.sure),
            "possible": sorted(pair.possible - pair.sure),
        }
        for pair in want
    ]
    rows.append({**rows[0], "corpus": "alibi_clause"})
    data = "\n".join(json.dumps(row) for row in rows).encode()
    assert links.read_links(put(tmp_path / "gold.jsonl", data)) == want


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf"], ids=["plain", "mark"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["unix", "windows"])
def test_links_are_read_with_windows_line_ends_and_a_byte_order_mark(tmp_path, before, end):
    row = {"corpus": "alibi", "id": "a", "en": ["a", "dog"], "fr": ["un", "chien"], "sure": [[1, 1]]}
    data = json.dumps({**row, "possible": [[0, 0]]}).encode()
    (pair,) = links.read_links(put(tmp_path / "gold.jsonl", before + data + end))
    assert pair.sure == {(1, 1)} and pair.possible == {(0, 0), (1, 1)}
    files_of_a_tale = {"a_sents.txt": ENGLISH, "le_sents.txt": FRENCH, "ali_w2w_le_a.txt": DRAWN}
    tale = {
        f"x/ali/le_a/{name}": before + text.encode().replace(b"\n", end)
        for name, text in files_of_a_tale.items()
    }
    first, second = links.read_links(put(tmp_path / "a.zip", zipped(tale)))
    assert len(first.english) == 11 and second.sure == {(0, 0), (1, 1)}


def test_clauses_are_cut_where_no_link_crosses(tmp_path):
    first = links.read_links(put(tmp_path / "a.zip", alibi()))[0]
    clauses = real_text.in_clauses(first)
    assert [" ".join(clause.english) for clause in clauses] == [
        "the dog of the king sleeps",
        "and i eat",
    ]
    assert [" ".join(clause.french) for clause in clauses] == [
        "le chien de le roi dort",
        "et je mange",
    ]
    assert clauses[1].sure == {(0, 0), (1, 1), (2, 2)}
    crossed = alibi(DRAWN.replace("8-9", "8-9 0-9"))
    whole = links.read_links(put(tmp_path / "b.zip", crossed))[0]
    assert [len(clause.english) for clause in real_text.in_clauses(whole)] == [10]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (alibi("0\t99-0\n"), "another file"),
        (alibi("0\tx-y\n"), "another file"),
        (alibi(""), "no word links"),
        (zipped({"a.txt": b""}), "no word links"),
        (alibi()[:-100], "damaged or was cut off"),
        (b'{"corpus": "alibi"}\n', "another file"),
        (b"[]\n", "another file"),
        (b"\xff\xfe", "UTF-16"),
    ],
)
def test_a_file_without_word_links_is_refused_in_one_sentence(tmp_path, data, told):
    with pytest.raises(real_text.Unusable, match=told) as caught:
        links.read_links(put(tmp_path / "gold.jsonl", data))
    assert str(caught.value).count(". ") == 0
