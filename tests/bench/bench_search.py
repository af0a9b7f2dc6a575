"""Search over a large register: words, phrases, pieces of words, numbers, on both databases.

    python -m tests.bench.bench_search [--full]

A seeded set of entries (100,000; with --full a million) is laid into SQLite and into a private
PostgreSQL; each kind of question is asked many times. Then word forms: how many pairs are found
without diacritics, and how much of what is found was meant.
"""

import argparse
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.server.cluster import Cluster

LIMIT_P95_S, LIMIT_WORST_S = 0.05, 0.25
FORMS = """
petiție petițiilor petiția petiții|cerere cererea cererii cererilor|certificat certificatului
certificate certificatelor|urbanism urbanismul urbanismului|autorizație autorizației autorizații
autorizațiilor|construcție construcția construcției construcțiilor|branșament branșamentul
branșamente branșamentului|teren terenul terenului terenuri|impozit impozitul impozite impozitului|
adeverință adeverinței adeverințe adeverința|contract contractul contractului contracte|hotărâre
hotărârea hotărârii hotărâri|răspuns răspunsul răspunsului răspunsuri|pensie pensia pensiei|
copil copilul copilului copii|stradă strada străzii străzi|școală școala școlii școli|iluminat
iluminatul iluminatului|gunoi gunoiul gunoiului gunoaie|salubritate salubrității salubritatea
"""
OTHERS = """
petic cercetare certitudine urbaniza autor constrânge bran terasă importanță adevăr contrast hotar
rasă pensulă copac strat scaun iluzie gunoier salut contribuabil autoturism constituire cerință
"""


UNSEEN = """
drum drumul drumului drumuri|casă casa casei case|primărie primăria primăriei primării|dosar
dosarul dosarului dosare|plată plata plății plăți|taxă taxa taxei taxe|căsătorie căsătoria
căsătoriei|moștenire moștenirea moștenirii|apă apa apei ape|vecin vecinul vecinului vecini|câine
câinele câinelui câini|zgomot zgomotul zgomotului|grădiniță grădinița grădiniței grădinițe|elev
elevul elevului elevi|apartament apartamentul apartamentului apartamente|proprietate proprietatea
proprietății proprietăți|chirie chiria chiriei chirii|amendă amenda amenzii amenzi|reclamație
reclamația reclamației reclamații|sesizare sesizarea sesizării sesizări|schiță schița schiței
schițe|acoperiș acoperișul acoperișului|pădure pădurea pădurii păduri|ajutor ajutorul ajutorului|
venit venitul venitului venituri|salariu salariul salariului salarii|șofer șoferul șoferului
șoferi|piață piața pieței piețe|factură factura facturii facturi|societate societatea societății
"""
"""Nobody looked at these while the rules were made."""


def forms(written=FORMS):
    return [group.split() for group in written.replace("\n", " ").split("|")]


def seeded(count):
    """Give sender and subject of each entry: few common words, many rare ones."""
    chance = random.Random(7)
    common = [word for group in forms() for word in group] + OTHERS.split()
    heads = ("Ștef", "Crăc", "Pop", "Ion", "Mar", "Țur", "Băl", "Dum", "Geor", "Vas")
    tails = ("ănescu", "iun", "escu", "eanu", "inescu", "oiu", "ca", "itru", "giu", "ilescu")
    names = [head + tail for head in heads for tail in tails]
    for place in range(count):
        rare = f"rar{place % (count // 5):x}q"
        subject = " ".join([*chance.choices(common, k=8), rare])
        yield " ".join(chance.choices(names, k=2)), subject


def lay(count):
    """Fill the register of this process."""
    from datetime import UTC, datetime, timedelta
    from uuid import UUID

    from django.db import connection

    from registry_desk.server.entries import index, known_words
    from registry_desk.server.entries.models import Entry
    from registry_desk.server.people.models import Register

    register = Register.objects.get(code="GEN")
    began = datetime(2020, 1, 1, tzinfo=UTC)
    batch = []
    for place, (sender, subject) in enumerate(seeded(count), start=1):
        at = began + timedelta(minutes=place)
        batch.append(
            Entry(
                pk=place,
                uuid=UUID(int=place),
                request_digest="",
                year=2020,
                value=place,
                register=register,
                direction="incoming",
                registered_at=at,
                received_at=at,
                registered_by="bench",
                tracking_code=f"bench{place}",
                sender_name=sender,
                subject=subject,
                audit_leaf="",
            )
        )
        if len(batch) == 5_000 or place == count:
            Entry.objects.bulk_create(batch)
            rows = [(entry.pk, index.indexed(entry)) for entry in batch]
            statement = index.SQLITE if connection.vendor == "sqlite" else index.POSTGRESQL
            with connection.cursor() as cursor:
                cursor.executemany(statement, rows)
            known_words.keep(batch)
            batch = []
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def questions(count):
    common = [word for group in forms() for word in group]
    rare = [f"rar{place * 97 % (count // 5):x}q" for place in range(40)]
    pieces = ("anesc", "inesc", "rescu", "teanu", "ilesc", "onesc", "umesc", "rtifi", "toriz")
    return {
        "word": common[:40],
        "rare word": rare,
        "two words": [f"{a} {b}" for a, b in zip(common[:40], common[20:], strict=False)],
        "beginning": [word[:5] for word in common[:40]],
        "phrase": [f'"{a} {b}"' for a, b in zip(common[:30], common[10:], strict=False)],
        "fragment": [*pieces, *(word[1:] for word in rare[:30])],
        "number": [f"{place * 89 % count + 1}/2020" for place in range(40)],
        "nothing": [f"zzz{place}y" for place in range(20)],
    }


def measure(count):
    """Lay the entries and ask; print what it took. Gives how many limits were missed."""
    from django.db import connection, transaction

    from registry_desk.server.entries.search import newest
    from registry_desk.server.people.rights import Actor
    from registry_desk.wire import Search

    begun = time.perf_counter()
    with transaction.atomic():
        lay(count)
    laid_s = time.perf_counter() - begun
    print(f"{connection.vendor}: {count} entries laid and indexed at {count / laid_s:.0f}/s")
    actor = Actor("bench", "", "clerk", None)
    missed = 0
    for kind, asked in questions(count).items():
        seconds, found = [], 0
        for words in asked:
            begun = time.perf_counter()
            page = newest(Search(words=words), actor)
            seconds.append(time.perf_counter() - begun)
            found += len(page)
            if len(page) == 50 and kind == "word":
                begun = time.perf_counter()
                newest(Search(words=words, before=page[-1].number), actor)
                seconds.append(time.perf_counter() - begun)
        p95 = sorted(seconds)[round(0.95 * len(seconds)) - 1]
        missed += p95 > LIMIT_P95_S or max(seconds) > LIMIT_WORST_S
        print(
            f"  {kind:10} median {statistics.median(seconds) * 1000:6.1f} ms, p95 "
            f"{p95 * 1000:6.1f} ({p95 / LIMIT_P95_S:.2f} of what is allowed), worst "
            f"{max(seconds) * 1000:6.1f} ms; {found / len(asked):.0f} found"
        )
    return missed


def word_forms():
    """Print how many word-form pairs meet without diacritics, and the precision."""
    from registry_desk.server.entries.words import folded, terms

    def meets(asked, kept):
        term = terms(folded(asked))[0]
        return folded(kept).startswith((term.words[0], *term.others))

    worst = 1.0
    for name, groups in (("looked at", forms()), ("unseen", forms(UNSEEN))):
        pairs = [(a, b) for group in groups for a in group for b in group if a != b]
        met = sum(meets(a, b) for a, b in pairs)
        every = [word for group in groups for word in group]
        foreign = [(a, b) for group in groups for a in group
                   for b in [*OTHERS.split(), *every] if b not in group]  # fmt: skip
        wrong = sum(meets(a, b) for a, b in foreign)
        worst = min(worst, met / len(pairs))
        print(f"word forms, {name}: {met / len(pairs):.2f} of {len(pairs)} pairs found, precision "
              f"{met / (met + wrong):.2f}")  # fmt: skip
    return worst < 0.9


def found_here(folder, database_url, count):
    from registry_desk.server import founding

    plan = founding.OfficePlan(institution="Bench", public_url="https://bench.example")
    founding.found(Path(folder) / "register", plan, database_url=database_url)
    return measure(count)


def main():
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--full", action="store_true")
    asked.add_argument("--database", help=argparse.SUPPRESS)
    given = asked.parse_args()
    count = 1_000_000 if given.full else 100_000
    with tempfile.TemporaryDirectory() as folder:
        if given.database is not None:  # Django knows one database in a process
            return 1 if found_here(folder, given.database, count) else 0
        missed = word_forms()
        more = ["--full"] if given.full else []
        command = [sys.executable, "-m", "tests.bench.bench_search", *more, "--database"]
        missed += subprocess.run([*command, ""], check=False).returncode
        with Cluster.private() as cluster:
            url = cluster.database("bench")
            missed += subprocess.run([*command, url], check=False).returncode
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
