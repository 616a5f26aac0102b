"""Programs of one build as if they ran on several machines, for the tests of this folder."""

import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

build = pathlib.Path(sys.argv[1]).resolve()
top = pathlib.Path(__file__).resolve().parents[2]
sample = top / "server/sample"
INDEX, SEARCH, SERVER = (
    str(build / program)
    for program in ("indexer/sitrep-index", "searcher/sitrep-search", "server/sitrep-server")
)
work = pathlib.Path(tempfile.mkdtemp(prefix="sitrep-remote-"))
running = []
failures = 0
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}

SEARCHES = [
    ["attack"],
    ["attack", "--sort", "newest"],
    ["attack", "--sort", "sources"],
    ["*", "--limit", "7", "--offset", "5"],
    ["*", "--sort", "oldest", "--collapse", "none"],
    ["*", "--collapse", "story"],
    ["region:ukraine", "actor:putin"],
    ["-region:ukraine", "forces"],
    ['"red crescent" OR "united nations"'],
    ["(killed NEAR/8 people) OR strik*"],
    ["killed:>10"],
    ["date:2014..2023"],
    ["title:kabul"],
    ["Київ"],
    ["attak"],
    ["--similar", "ID"],
    ["--id", "ID", "--explain"],
]
FACETS = "region:50,actor:50,source,lang,date,happened,event,weapon,section"


def check(name, condition, shown=""):
    global failures
    if not condition:
        failures += 1
        print(f"FAILED: {name}\n  {str(shown)[:400]}")


def difference(a, b):
    at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
    return f"{a[max(at - 60, 0):at + 60]!r} is not {b[max(at - 60, 0):at + 60]!r}"


def start(*command, **options):
    process = subprocess.Popen(command, **options)
    running.append(process)
    return process


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def serve_shard(port, shard):
    process = start("xapian-tcpsrv", "-I", "127.0.0.1", "-p", str(port), str(shard),
                    start_new_session=True, **QUIET)  # it forks for each client
    wait_for(port)
    return process


def wait_for(port):
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    sys.exit(f"nobody answers on port {port}")


def index(db, *arguments, **options):
    subprocess.run([INDEX, "--db", str(work / db), "--threads", "2", *map(str, arguments)],
                   check=True, capture_output=True, **options)


def shards_of(db):
    return re.findall(r"^auto (\S+)$", (work / db / "XAPIANDB").read_text(), re.MULTILINE)


def stub(name, lines, like="db"):
    (work / name).mkdir()
    stamp = (work / like / "XAPIANDB").read_text().splitlines()[0]
    (work / name / "XAPIANDB").write_text("\n".join([stamp, *lines]) + "\n")


def without_times(text):
    return re.sub(r'"(took_ms|revision)":[0-9.]+|\([0-9.]+ ms\)', r'"\1":0', text)


def search(db, *arguments):
    done = subprocess.run(
        [SEARCH, "--db", str(work / db), *arguments], capture_output=True, text=True
    )
    return done.returncode, without_times(done.stdout), done.stderr


def serve(db, *options):
    if "--state" not in options:
        options += ("--state", "none")
    process = start(
        SERVER, "--db", str(work / db), "--listen", "127.0.0.1:0", *options,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )
    for line in process.stdout:
        if found := re.search(r"listening on (\S+)/", line):
            return found.group(1)
    sys.exit("sitrep-server did not start")


def get(site, path, **parameters):
    try:
        with urllib.request.urlopen(f"{site}{path}?{urllib.parse.urlencode(parameters)}") as answer:
            return answer.status, without_times(answer.read().decode())
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def same_answers(db, others, searches=SEARCHES, but="(?!)"):
    """Each search over each of the others as over the local index `db`, `but` what that matches."""
    def answer(of, *asked):
        code, out, said = search(of, *asked)
        return code, re.sub(but, "", out), said

    some_id = json.loads(search(db, "kabul", "--format", "json")[1])["hits"][0]["id"]
    for arguments in searches:
        arguments = [some_id if a == "ID" else a for a in arguments]
        for how in (["--format", "json", "--facets", FACETS], ["--format", "text"], ["--format", "jsonl"]):
            local = answer(db, *arguments, *how)
            check(f"{arguments} is answered", local[0] == 0, local)
            for other in others:
                found = answer(other, *arguments, *how)
                check(f"{arguments} {how} over {other} shards", found == local,
                      difference("\n".join(map(str, local)), "\n".join(map(str, found))))


def within(seconds, condition):
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


def run(main, what):
    try:
        main()
    finally:
        for process in running:
            for end in (lambda: os.killpg(process.pid, signal.SIGKILL), process.kill):
                try:
                    end()
                except ProcessLookupError:
                    pass
        shutil.rmtree(work)
    print(f"{what}:", "ok" if failures == 0 else f"{failures} failures")
    sys.exit(failures > 0)
