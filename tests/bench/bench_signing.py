"""Signing a pile with one PIN: beside pyHanko's command line, the token itself, and the TSA.

    python -m tests.bench.bench_signing

SoftHSM2 with RSA-2048, one page of 100 KB each. Asked: at B-B with a visible stamp in one worker
15 times pyHanko's command line, a process per file; at B-LT 85 % of what the timestamp authority
itself answers, asked by as many at once as sign; 200 MB signed within 64 MiB. Peer and ours take
turns, the best turn of each counts: the machine has other work.

A real authority computes on a machine of its own, this one on the same processors as the signing.
So it is measured twice: at a pace of its own, which other work cannot change (that share is what
is asked), and as fast as it can, where both fight for the processors: there the processor time of
a document beside that of an answer tells who would wait for whom on processors of their own.
"""

import asyncio
import json
import logging
import multiprocessing
import os
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pikepdf
from pyhanko.sign.timestamps import HTTPTimeStamper

from registry_desk.demo.token import soft_token
from registry_desk.pdf import compose_reply
from registry_desk.signing import SignJob, TokenHost, VisibleStamp, sign_batch
from tests.judges.authority import Authority
from tests.unit.signing.conftest import REPLY

ASKED_TIMES, ASKED_OF_TSA, ALLOWED_GROWTH_MIB = 15, 0.85, 64
TURNS, ONE_BY_ONE, PILE, STAMPED, PACED = 2, 2, 40, 24, 60
AT_ONCE = 4
PACE_S = 0.25
"""Of the authority when it keeps a pace: what it needs itself on a busy machine, twice."""
PAGE_BYTES, LARGE_BYTES = 100_000, 200_000_000
STAMP = VisibleStamp("Ana Popescu", "Consilier", "12/2026")
RAW = """
import json, os, sys, time, pkcs11
token = pkcs11.lib(sys.argv[1]).get_token(token_serial=sys.argv[2].encode())
with token.open(user_pin=sys.stdin.readline().strip()) as session:
    key = session.get_key(pkcs11.ObjectClass.PRIVATE_KEY, label="ana")
    start = time.perf_counter()
    for _ in range(500):
        key.sign(b"x" * 200, mechanism=pkcs11.Mechanism.SHA256_RSA_PKCS)
    print(500 / (time.perf_counter() - start))
"""


def authority_process(pipe, folder):
    """Serve the authority at the pace told last, until the pipe ends (a process's main)."""
    authority, pace, alone = Authority(folder), [0.0], threading.Lock()
    answers = authority.answer

    def answer(kind, label, body):
        if kind != "tsa" or not pace[0]:
            return answers(kind, label, body)
        with alone:
            until = time.monotonic() + pace[0]
            given = answers(kind, label, body)
            time.sleep(max(0.0, until - time.monotonic()))
        return given

    authority.answer = answer
    pipe.send((authority.tsa_url, authority.root_pem, authority.chain(), authority.pki("ana")))
    while (told := pipe.recv()) is not None:
        pace[0] = told


def processor_s(pid):
    """Give the processor time that a process has taken."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def document(folder, name, size):
    """Make a reply of one page and about so many bytes."""
    file = folder / name
    compose_reply(REPLY, file)
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        pieces = [os.urandom(min(size, 10_000_000)) for _ in range(max(1, size // 10_000_000))]
        kept = [pdf.make_indirect(pikepdf.Stream(pdf, piece)) for piece in pieces]
        pdf.pages[0].PieceInfo = pikepdf.Dictionary(Kept=pikepdf.Array(kept))
        pdf.save()
    return file


def rate(count, work):
    start = time.perf_counter()
    work()
    return count / (time.perf_counter() - start)


def raw(token):
    """Give how often a second the token itself signs, in a process of its own."""
    told = subprocess.run(
        [sys.executable, "-c", RAW, token.module, token.serial],
        input=token.pin, env={**os.environ, **token.environment},
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return float(told.stdout)


def command_line(token, source, folder):
    """Give a function that signs with pyHanko's command line, a process per file."""
    settings = folder / "pyhanko.yml"
    setup = {"module-path": str(token.module), "token-label": token.label}
    setup |= {"cert-label": "ana", "user-pin": token.pin}
    settings.write_text(json.dumps({"pkcs11-setups": {"desk": setup}}))
    command = [sys.executable, "-m", "pyhanko", "--config", settings, "sign", "addsig"]
    command += ["--field", "-1/330,40,540,110/Signature1", "--use-pades", "pkcs11"]
    command += ["--p11-setup", "desk", source, folder / "theirs.pdf"]
    environment = {**os.environ, **token.environment}

    def sign():
        for _ in range(ONE_BY_ONE):
            subprocess.run(command, env=environment, check=True, capture_output=True)

    return sign


def batch(host, token, source, folder, count, **terms):
    """Give a function that signs so many with one PIN."""
    jobs = [SignJob(source, folder / f"{number}.pdf") for number in range(count)]

    def sign():
        done = sign_batch(host, jobs, pin=lambda question: token.pin, visible=STAMP, **terms)
        assert [result.error for result in done] == [None] * count

    return sign


def asking(tsa_url, count):
    """Give a function that asks the authority for so many timestamps, several at once."""

    def ask(_):
        asyncio.run(HTTPTimeStamper(tsa_url).async_timestamp(os.urandom(32), "sha256"))

    def ask_all():
        with ThreadPoolExecutor(AT_ONCE) as askers:
            list(askers.map(ask, range(count)))

    return ask_all


def peak_mib(pid):
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def growth_mib(token, folder, small, **terms):
    """Give how much more memory the worker took for a large file than for a small one."""
    large = document(folder, "large.pdf", LARGE_BYTES)
    with TokenHost(token.module, environment=token.environment) as host:
        batch(host, token, small, folder, 2, **terms)()
        worker = next(p for p in multiprocessing.active_children() if p.name == "token")
        before = peak_mib(worker.pid)
        batch(host, token, large, folder, 1, **terms)()
        return peak_mib(worker.pid) - before


def turns(*works):
    """Give each work's best rate of several turns, one after the other."""
    seen = [[rate(count, work) for count, work in works] for _ in range(TURNS)]
    return [max(column) for column in zip(*seen, strict=True)]


def worker_pid():
    return next(p.pid for p in multiprocessing.active_children() if p.name == "token")


def at_pace(pipe, asked, signed):
    """Give the authority's rate and ours while it keeps its pace."""
    pipe.send(PACE_S)
    found = turns((PACED, asked(PACED)), (PACED, signed(PACED)))
    pipe.send(0.0)
    return found


def at_full_speed(server, asked, signed):
    """Give both rates, and the processor time of an answer and of a document."""
    tsa, ours = turns((STAMPED, asked(STAMPED)), (STAMPED, signed(STAMPED)))
    theirs, worker = processor_s(server), processor_s(worker_pid())
    signed(STAMPED)()
    spent = [processor_s(server) - theirs, processor_s(worker_pid()) - worker]
    return tsa, ours, *(each / STAMPED for each in spent)


def measured(folder, pipe, server):
    tsa_url, root, issuer, pki = pipe.recv()
    token = soft_token(folder / "token", pki)
    small = document(folder, "small.pdf", PAGE_BYTES)
    terms = {"level": "B-LT", "tsa_url": tsa_url, "trust": [root, issuer]}
    with TokenHost(token.module, environment=token.environment) as host:
        batch(host, token, small, folder, 2)()
        alone = turns(
            (ONE_BY_ONE, command_line(token, small, folder)),
            (PILE, batch(host, token, small, folder, PILE)),
        )

        def signed(count):
            return batch(host, token, small, folder, count, **terms)

        signed(2)()
        paced = at_pace(pipe, lambda count: asking(tsa_url, count), signed)
        full = at_full_speed(server, lambda count: asking(tsa_url, count), signed)
    growths = [growth_mib(token, folder, small), growth_mib(token, folder, small, **terms)]
    return alone, raw(token), paced, full, growths


def main():
    logging.disable(logging.CRITICAL)
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as name:
        folder, (pipe, theirs_pipe) = Path(name), context.Pipe()
        (folder / "authority").mkdir()
        server = context.Process(
            target=authority_process, args=(theirs_pipe, folder / "authority"), daemon=True
        )
        server.start()
        (theirs, ours), token, paced, full, growths = measured(folder, pipe, server.pid)
        pipe.send(None)
        server.join()
    print(f"pyHanko's command line, a process per file {theirs:7.2f} documents/s")
    print(
        f"ours, B-B, visible, one worker             {ours:7.2f} documents/s:"
        f" {ours / theirs:.1f} times, {ASKED_TIMES} asked"
    )
    print(
        f"the token alone, C_Sign                    {token:7.0f} signatures/s:"
        f" ours is {ours / token:.4f} of it"
    )
    print(f"a timestamp authority at its pace          {paced[0]:7.2f} answers/s")
    print(
        f"ours, B-LT, visible, one worker            {paced[1]:7.2f} documents/s:"
        f" {paced[1] / paced[0]:.2f} of it, {ASKED_OF_TSA} asked"
    )
    print(f"the authority, {AT_ONCE} at once, processors shared {full[0]:6.2f} answers/s")
    print(
        f"ours, B-LT, visible, processors shared     {full[1]:7.2f} documents/s:"
        f" {full[1] / full[0]:.2f} of it"
    )
    print(
        f"processor time of one document {1000 * full[3]:.0f} ms, of one answer"
        f" {1000 * full[2]:.0f} ms"
    )
    print(
        f"200 MB: worker's memory +{growths[0]:.0f} MiB at B-B, +{growths[1]:.0f} MiB at B-LT,"
        f" {ALLOWED_GROWTH_MIB} allowed"
    )
    is_quick = ours >= ASKED_TIMES * theirs and paced[1] >= ASKED_OF_TSA * paced[0]
    return 0 if is_quick and max(growths) <= ALLOWED_GROWTH_MIB else 1


if __name__ == "__main__":
    raise SystemExit(main())
