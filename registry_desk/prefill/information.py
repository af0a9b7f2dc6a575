"""What a request for public information asks for, put on one line behind its name."""

import re

from registry_desk.prefill.findings import Finding
from registry_desk.prefill.folding import plain
from registry_desk.prefill.paper import Paper
from registry_desk.prefill.wording import shortened, tidy

_NAMES_MATTER = re.compile(r"544|solicit|cerere|informati")
_TELLS_NO_TOPIC = re.compile(
    r"\b(?:cerere|solicitar[ei]|formular|informati\w*|publice?|interes|acces\w*|liber\w*|date"
    r"|document\w*|leg(?:ea|ii)|temeiul|baza|conform\w*|potrivit|privind|referito\w+|de|la|in|cu|a"
    r"|nr|din|si|prin|pentru)\b|[\d\W]*\d[\d\W]*|[^\w\s]"
)
"""What is said of every request for public information."""
_TOPIC_WORDS = 2
_LONGEST_NAME = 80
"""What a letter calls itself takes no more of the line, the rest says what is asked for."""
_ITEM = re.compile(
    r"\n\W{0,3}(?:1\s?[.)]|a\s?[.)]|[-•*])\s*"
    r"(?P<what>(?!(?:nume|domicili|adres|tel|e-?mail|cnp|data\b))[^\n;]{8,160})"
)
_DOCUMENTS = re.compile(
    r"(?:urmatoarele(?:\s+(?:documente|informatii|date))*|urmatoarelor(?:\s+(?:documente"
    r"|informatii|date))*|copi[ei]+\s+(?:de\s+pe|dupa|ale|a)(?!\s+urmatoar)|informatii\s+(?:privind"
    r"|referitoare\s+la|despre|cu\s+privire\s+la))[\s:,-]+"
    r"(?P<what>(?:[^;?!\n.]|\n(?=[^\n:]{20})){8,200})"
)
_STUDIED = re.compile(
    r"\b(?:material|articol|anchet\w+|reportaj|documentar\w*|investigati\w+|studiu|cercetar\w+)"
    r"\s(?:[\w-]+\s){0,2}?(?:despre|privind|referito\w+ la|cu privire la|legat\w* de|pe tema)\s+"
    r"(?P<what>[^.;?!,:]{8,110}?)(?=\s+(?:si|iar|pentru care)\s+(?:va|am|as|ne)\b|[.;?!,:])"
)
"""What somebody writes about who asks for it."""
_LISTED = re.compile(
    r"\b(?:solicit|cer|rog|rugam|dor(?:esc|im)|vr(?:eau|em))\w*\b(?:[^;?!]{0,200}?\W)?"
    r"(?P<what>(?:list[ae]|numarul|situati[ai]|valoare[a]?|cuantum(?:ul)?|sumele|suma|contract\w*"
    r"|program(?:ul)?|plan(?:ul)?|raport\w*|proces\w*[ -]verbal\w*|autorizati\w+|bugetul"
    r"|cheltuieli\w*|statul de functii|organigrama)\s[^;?!.]{8,200})"
)
"""What is asked for by its name: *solicit … lista autoturismelor*."""
_TO_SEND = re.compile(
    r"(?:sa\s+(?:ne|imi|mi|-mi)\s+(?:transmiteti|comunicati|trimiteti|furnizati|puneti\s+la\s+"
    r"dispozitie)|comunicarea|furnizarea|transmiterea)\s+(?P<what>[^;?!.]{8,200})"
)


def asked_information(paper: Paper, named: Finding | None) -> Finding:
    """Give the subject of a request for public information.

    Args:
        paper: the request.
        named: what its label, heading or mail head says it is about.
    """
    words = "Solicitare informații de interes public"
    told = _TELLS_NO_TOPIC.sub("", plain(str(named.value))) if named else ""
    if named and len(told.split()) >= _TOPIC_WORDS:
        if not _NAMES_MATTER.search(plain(str(named.value))):
            topic = str(named.value)
            topic = shortened(f"{words} – {topic[:1].lower()}{topic[1:]}")
            return Finding(topic, named.score, named.start, named.end)
        words = shortened(str(named.value), _LONGEST_NAME)
    if "reclamatie administrativa" in paper.plain:
        words = "Reclamație administrativă – informații de interes public"
    for pattern in (_STUDIED, _ITEM, _DOCUMENTS, _LISTED, _TO_SEND):
        match = pattern.search(paper.plain)
        if match:
            start, end = match.span("what")
            what = tidy(paper.text[start:end])
            return Finding(shortened(f"{words}: {what}"), 0.85, start, end)
    return named or Finding(words, 0.8, 0, 0)
