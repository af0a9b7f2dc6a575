"""Prove that a year's numbers have neither gap nor double."""

from django.db.models import Count, Max, QuerySet

from registry_desk.model.number import RegistrationNumber
from registry_desk.server.entries.models import Entry, Sequence
from registry_desk.wire import NumbersProof

_SHOWN = 100


def numbers_of(year: int) -> NumbersProof:
    """Count every sequence of a year against the entries themselves."""
    entries = Entry.objects.filter(year=year)
    counters = dict(Sequence.objects.filter(year=year).values_list("prefix", "last"))
    highest = dict(entries.values_list("prefix").annotate(Max("value")).order_by())
    missing: list[str] = []
    gap_count = 0
    for prefix in sorted({*counters, *highest}):
        last = max(counters.get(prefix, 0), highest.get(prefix, 0))
        own = entries.filter(prefix=prefix)
        gaps = last - own.values("value").distinct().count()
        gap_count += gaps
        if gaps:
            missing.extend(_missing(own, year, prefix, last))
    doubled = list(
        entries.values("prefix", "value").annotate(n=Count("pk")).filter(n__gt=1).order_by()
    )
    return NumbersProof(
        year=year,
        given=entries.count(),
        gaps=gap_count,
        doubles=len(doubled),
        annulled=entries.exclude(annulled_at=None).count(),
        missing=missing[:_SHOWN],
        repeated=[str(RegistrationNumber(year, d["prefix"], d["value"])) for d in doubled[:_SHOWN]],
    )


def highest_numbers() -> list[str]:
    """Give the highest number of each sequence, as written."""
    sequences = Sequence.objects.exclude(last=0).order_by("year", "prefix")
    return [str(RegistrationNumber(s.year, s.prefix, s.last)) for s in sequences]


def _missing(own: "QuerySet[Entry]", year: int, prefix: str, last: int) -> list[str]:
    there = set(own.values_list("value", flat=True))
    gaps = (value for value in range(1, last + 1) if value not in there)
    return [
        str(RegistrationNumber(year, prefix, v)) for v, _ in zip(gaps, range(_SHOWN), strict=False)
    ]
