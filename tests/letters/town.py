"""The town hall of the demonstration: departments with the words that speak for them."""

from typing import Any


def _department(code: str, name: str, *words: str) -> dict[str, Any]:
    return {"code": code, "name": name, "words": list(words)}


def _account(username: str, name: str, role: str, department: str | None = None) -> dict[str, Any]:
    return {"username": username, "name": name, "role": role, "department": department}


TOWN: dict[str, Any] = {
    "institution": "Primăria Valea Stejarului (demonstrație)",
    "departments": [
        _department(
            "URB", "Urbanism și amenajarea teritoriului",
            "certificat de urbanism", "autorizație de construire", "autorizație de desființare",
            "plan urbanistic", "plan de situație", "construire", "regim de înălțime",
            "nomenclatură stradală", "certificat de nomenclatură", "disciplina în construcții",
            "carte funciară", "amenajarea teritoriului", "urbanism",
        ),
        _department(
            "FISC", "Impozite și taxe locale",
            "impozit", "impozit pe clădiri", "impozit pe teren", "taxe locale", "scutire",
            "certificat de atestare fiscală", "decizie de impunere", "plată a impozitului",
            "titlu executoriu", "poprire", "executare silită", "Codul fiscal", "amendă",
        ),
        _department(
            "SOC", "Asistență socială",
            "ajutor social", "ajutor pentru încălzire", "încălzirea locuinței", "alocație",
            "indemnizație", "asistent personal", "handicap", "anchetă socială", "tutelă",
            "venit minim", "asistență socială", "locuință socială", "pensionar",
        ),
        _department(
            "JUR", "Juridic și contencios",
            "citație", "instanță", "tribunal", "judecătorie", "dosar", "întâmpinare", "pârâtă",
            "reclamant", "contencios administrativ", "verificarea legalității",
            "hotărârea consiliului local", "litigiu", "despăgubiri", "executor judecătoresc",
        ),
        _department(
            "COM", "Relații publice și informare (Legea 544)",
            "informații de interes public", "Legea 544/2001", "Legea nr. 544", "audiență",
            "acces la informațiile", "mass-media", "jurnalist", "transparență decizională",
        ),
        _department(
            "TEH", "Tehnic și investiții",
            "iluminat public", "stâlpi de iluminat", "gropi", "carosabil", "asfaltare", "trotuar",
            "marcaj rutier", "indicator", "limitatoare de viteză", "canalizare", "apă potabilă",
            "salubrizare", "gunoaie", "spații verzi", "loc de parcare", "arbore", "lucrări",
            "factură", "câini fără stăpân", "drum", "podeț", "achiziție publică",
        ),
        _department(
            "STC", "Stare civilă",
            "stare civilă", "certificat de naștere", "certificat de căsătorie",
            "certificat de deces", "act de naștere", "schimbare de nume", "transcriere",
            "divorț", "extras multilingv", "evidența persoanelor",
        ),
    ],
    "registers": [
        {"code": "GEN", "name": "Registrul general", "direction": "incoming", "prefix": ""},
    ],
    "accounts": [
        _account("registratura", "Dobre Mirela", "clerk"),
        _account("urbanism", "Neagoe Tudor", "official", "URB"),
        _account("juridic", "Stoian Larisa", "official", "JUR"),
        _account("sef", "Avram Horia", "supervisor"),
        _account("administrator", "Pană Cezar", "administrator"),
    ],
}  # fmt: skip
