"""How far an address reads on: its parts between commas, to the next thing said."""

import re

from registry_desk.prefill.folding import sentence_end

STREET = re.compile(
    r"\b(?:str\.|str\b|strada|ulita|bd\.|bd\b|b-?dul\.?|bulevardu[li]|calea|aleea|piata|p-ta|sos\."
    r"|street,?|avenue,?|soseaua|splaiul|intrarea|drumul|fundatura|prelungirea|cartier\w*|satul"
    r"|sat\b|comuna|localitatea"
    r"|(?<!reg\. )(?<!reg\.)com\.)[\s:.,]"
)
_ENDS = re.compile(
    r"[\s,;.(]*(?:\b(?:cnp|c\.n\.p|telefon|tel\b|tel\.|mobil|fax|e-?mail|posesor|posesoare"
    r"|identificat|legitimat|avand|nascut|pensionar|salariat|casatorit"
    r"|vaduv|agricultor|de profesie|adresa de (?:e-?mail|posta)|cod (?:fiscal|unic|de inreg)"
    r"|c\.?u\.?[il1]\b|c\.[il1|]\.[ef]\b|c\.?i\.?f\b|inmatriculat|inregistrat"
    r"|reprezentat|prin prezent|va\b"
    r"|si\s+(?:va|am|cer|reclam|vin|doresc|depun|formul|sesiz|semnal|solicit|ma)\w*\b"
    r"|rog\b|vin\b|ma\b|depun|formul|declar|solicit|in calitate"
    r"|actul|act de identitate|b\.?i\b|c\.?i\.? seri"
    r"|carte[ai]?\b|www|cont\b|iban|banca|nr\.? ?(?:de )?(?:reg|ord)|tel/|judet(?:ul)? \w+ ?, ?(?="
    r"va|prin|cnp)|ca urmare|fiind|proprietar|doresc|capital|j\d\d/|data\b|seria|ci seria|http"
    r"|profesia|ocupatia|catre|nr\. inreg"
    r"|\(?0[237]\d{1,2}\)?[ ./-]{0,2}\d{3}[ ./-]?\d{2,4}\b|[\w.-]+@)|@|\+|[|*•·])"
)
PART = re.compile(
    r"\s*(?:(?:casa|str|strada|ulita|catunul|bd|b-?dul|bulevardu[li]|calea|aleea|piata|p-ta|sos"
    r"|soseaua|splaiul"
    r"|intrarea|drumul|nr|numarul|bl|bloc|blocul|sc|scara"
    r"|et|etaj|etajul|ap|apart|apartament|apartamentul|jud|judet|judetul|sector|sectorul|sat"
    r"|satul|com|comuna|oras|orasul|mun|municipiul|loc"
    r"|localitatea|cod|c\.p|cart|cartier|cartierul|camera|tronson|parter|romania)\b|\d{6}\b"
    r"|[a-z]\d{1,3}\b)"
)
_GOES_ON = re.compile(r"\s*(?:intr-|unde\b|impreuna\b|langa\b|alaturi\b|cu \w)")
"""How a sentence goes on behind an address."""
OPEN = re.compile(r"(?:,|\b(?:nr|str|bl|jud|strada|judetul|sc|ap)\.?)$")


def length_of(reach: str, *, is_flowing: bool) -> int:
    """Measure an address: its parts between commas, to the next thing said or the line's end."""
    ends = _ENDS.search(reach)
    limit = ends.start() if ends else len(reach)
    if not is_flowing:
        limit = min(limit, _field_end(reach))
    length, has_street = 0, False
    for part in re.finditer(r"[^,;]+[,;]?", reach[:limit]):
        words = part.group()
        sentence = sentence_end(words)
        is_place = PART.match(words) is not None
        is_town = not has_street and len(words.split()) <= 5
        is_said = has_street and _GOES_ON.match(words) is not None
        if length and (is_said or not (is_place or is_town or len(words.split()) <= 2)):
            break
        has_street = has_street or STREET.search(words + " ") is not None
        length = part.start() + min(sentence, len(words))
        if sentence < len(words):
            break
    return length


def _field_end(reach: str) -> int:
    """Give the end of a form's field: its line, or the next one where it is left open."""
    first = reach.find("\n")
    if first < 0:
        return len(reach)
    if not OPEN.search(reach[:first].rstrip()):
        return first
    second = reach.find("\n", first + 1)
    return second if second >= 0 else len(reach)
