"""Verify: 20 documents of one revision a second in one process; 200 MB in little memory.

    python -m tests.bench.bench_verify

Beside pyHanko's own validation in this process (cryptography, certificates and what was added,
but no views) and pdfsig, one process per file as it is used. Views are counted: they are drawn
only where a later revision touches more than certificates, timestamps and signature fields.
"""

import logging
import multiprocessing
import os
import resource
import subprocess
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pikepdf
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from registry_desk.demo.pki import make_pki
from registry_desk.pdf import compose_reply
from registry_desk.signing import SealKey, Trust, Verdict, seal
from registry_desk.signing import revisions as revisions_module
from registry_desk.signing.judging import Judging
from registry_desk.signing.question import Question
from registry_desk.signing.sources import load_roots
from tests.judges.authority import Authority
from tests.unit.signing import forgery
from tests.unit.signing.conftest import REPLY

ASKED_PER_S = 20
COUNT = 60
LARGE_BYTES = 200_000_000
ALLOWED_GROWTH_MIB = 128


def documents(folder):
    """Make sealed replies of one page."""
    pki = make_pki(folder / "pki", "Primăria Valea", ())
    key, made = SealKey(pki.seal_pkcs12, pki.seal_password), []
    for number in range(COUNT):
        source, target = folder / "source.pdf", folder / f"{number}.pdf"
        compose_reply(replace(REPLY, number=f"{number + 1}/2026"), source)
        seal(source, target, key=key)
        made.append(target)
    return made, pki, key


def asked(file, root, limit_s=20.0):
    return Question(file, Trust(anchors=(root,)), True, limit_s, "ro")


def ours(files, root):
    bench = Judging()
    assert bench.judge(asked(files[0], root)).verdict is Verdict.VALID
    start = time.process_time()
    for file in files:
        assert bench.judge(asked(file, root)).verdict is Verdict.VALID
    return len(files) / (time.process_time() - start)


def pyhanko(files, root):
    roots = load_roots((root,))
    start = time.process_time()
    for file in files:
        with file.open("rb") as opened:
            (embedded,) = PdfFileReader(opened).embedded_signatures
            context = ValidationContext(trust_roots=roots)
            assert validate_pdf_signature(embedded, context).bottom_line
    return len(files) / (time.process_time() - start)


def pdfsig(files):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for file in files:
        subprocess.run(["pdfsig", "-nocert", file], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return len(files) / spent


def views_drawn(folder):
    """Give how often views were compared: for files at each level, and for a changed one."""
    (folder / "authority").mkdir()
    authority, counts, calls = Authority(folder / "authority"), {}, []
    honest = revisions_module.compare
    revisions_module.compare = lambda *a, **k: (calls.append(1), honest(*a, **k))[1]
    source, bench = folder / "level.pdf", Judging()
    compose_reply(REPLY, source)
    key = SealKey(authority.seal_file, "secret")
    for level in ("B-B", "B-LT", "B-LTA", "changed"):
        target = folder / f"level-{level}.pdf"
        if level == "changed":
            target.write_bytes(forgery.grown(source.read_bytes(), forgery.new_contents))
        else:
            tsa = None if level == "B-B" else authority.tsa_url
            roots = [authority.root_pem]
            seal(source, target, key=key, level=level, tsa_url=tsa, trust=roots)
            source = target if level == "B-LTA" else source
        calls.clear()
        bench.judge(asked(target, authority.root_pem))
        counts[level] = len(calls)
    revisions_module.compare = honest
    authority.close()
    return counts


def large(folder, key):
    """Make a sealed file of 200 MB that was changed afterwards."""
    source, target = folder / "large.pdf", folder / "large-sealed.pdf"
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        noise = [
            pikepdf.Stream(pdf, os.urandom(10_000_000)) for _ in range(LARGE_BYTES // 10_000_000)
        ]
        page.PieceInfo = pikepdf.Dictionary(Kept=pikepdf.Array(map(pdf.make_indirect, noise)))
        pdf.save(source)
    seal(source, target, key=key)
    changed = folder / "large-changed.pdf"
    changed.write_bytes(forgery.grown(target.read_bytes(), forgery.new_contents))
    return target, changed


def memory(pipe, small, root, files):
    """Tell verdicts and by how much memory grew over a small file (a process's main function)."""
    logging.disable(logging.CRITICAL)
    bench = Judging()
    bench.judge(asked(small, root))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    told = []
    for file in files:
        start = time.process_time()
        verdict = bench.judge(asked(file, root))
        told.append((verdict.verdict.value, time.process_time() - start))
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    pipe.send((told, (after - before) / 1024))


def main():
    logging.disable(logging.CRITICAL)  # pyHanko tells what it finds wrong with each file
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files, pki, key = documents(folder)
        root = pki.root_pem
        theirs, own, outside = pyhanko(files, root), ours(files, root), pdfsig(files)
        drawn = views_drawn(folder)
        ours_pipe, pipe = multiprocessing.get_context("spawn").Pipe()
        arguments = (pipe, files[0], root, large(folder, key))
        child = multiprocessing.get_context("spawn").Process(target=memory, args=arguments)
        child.start()
        told, growth = ours_pipe.recv()
        child.join()
    print(f"pyHanko validates, no views       {theirs:6.1f} documents per CPU second")
    print(f"pdfsig, a process per file        {outside:6.1f} documents per CPU second")
    print(
        f"ours                              {own:6.1f} documents per CPU second: "
        f"ratio {own / theirs:.2f} of pyHanko, {own / ASKED_PER_S:.2f} of the {ASKED_PER_S} asked"
    )
    print("views compared: " + ", ".join(f"{level} {count}" for level, count in drawn.items()))
    worth = ", ".join(f"{verdict} in {spent:.1f} CPU s" for verdict, spent in told)
    print(f"200 MB sealed, then changed: {worth}; memory +{growth:.0f} MiB")
    is_lazy = [drawn[level] for level in ("B-B", "B-LT", "B-LTA", "changed")] == [0, 0, 0, 1]
    is_small = growth <= ALLOWED_GROWTH_MIB
    is_right = [verdict for verdict, _ in told] == ["valid", "changed_after_signing"]
    return 0 if own >= ASKED_PER_S and is_lazy and is_small and is_right else 1


if __name__ == "__main__":
    raise SystemExit(main())
