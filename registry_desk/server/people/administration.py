"""The administration: accounts, departments, registers and devices, for who has the right.

One page without script: each table has its form beneath it. A new password is shown once, to who
made it; whoever gets it changes it on the first day.
"""

import secrets
from collections.abc import Callable, Iterable
from html import escape, unescape
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_protect
from pydantic import ValidationError

from registry_desk import wire
from registry_desk.errors import RegistryDeskError
from registry_desk.i18n import text
from registry_desk.model.office import DIRECTIONS
from registry_desk.server import clock
from registry_desk.server.founding import Person
from registry_desk.server.looks import html_answer, kept, staff_page
from registry_desk.server.people import devices, founding, passwords, tree
from registry_desk.server.people.forms import Form, lone_button, table
from registry_desk.server.people.models import Account, Department, Register
from registry_desk.server.people.pages import log_out_form, secret, visitor
from registry_desk.server.people.rights import ROLES, Actor
from registry_desk.server.problems import status_of
from registry_desk.server.writing import write
from registry_desk.wire.errors import DeviceUnknown, FieldInvalid, NotAllowed, RequestMalformed

_AS_IT_IS = "="
_PLACE = "\0"
_FORMS = {"set_account": "account", "set_department": "department", "open_register": "register"}
"""Acts that have fields, and of what those are."""


@csrf_protect
def administration(request: HttpRequest) -> HttpResponse:
    """Show who and what the register knows, and do what a form of this page asks."""
    who = visitor(request)
    if who is None:
        wanted = urlencode({"next": request.get_full_path()})
        return HttpResponseRedirect(unescape(kept(f"/login?{wanted}")))
    said, status, asked = "", 200, {}
    try:
        who.require("office")
    except NotAllowed as error:
        return _answer(f"<p>{escape(str(error))}</p>{log_out_form(request)}", 403)
    if request.method == "POST":
        filled = {name: str(value).strip()[:1000] for name, value in request.POST.items()}
        try:
            said = f'<p class="now" role="status">{_done(filled, who)}</p>'
        except RegistryDeskError as error:
            status, asked = status_of(error), filled
            said = f'<p class="refused" role="alert">{escape(str(error))}</p>'
    if asked.get("act") in _FORMS:
        return _answer(_whole(request, who, asked, said) + log_out_form(request), status)
    return _answer(said + _whole(request, who) + log_out_form(request), status)


def _answer(body: str, status: int) -> HttpResponse:
    return html_answer(staff_page(text("administration.title"), body), status)


def _done(filled: dict[str, str], who: Actor) -> str:
    """Do what was asked and say what was done, in HTML.

    Raises:
        RequestMalformed: no form of this page asks so.
        FieldInvalid: a field does not fit; and what each act refuses.
    """
    acts: dict[str, Callable[[dict[str, str], Actor], str]] = {
        "set_account": _set_account,
        "new_password": _new_password,
        "close_account": _close_account,
        "set_department": _set_department,
        "open_register": _open_register,
        "revoke_device": _revoke_device,
    }
    act = acts.get(filled.get("act", ""))
    if act is None:
        raise RequestMalformed
    try:
        return act(filled, who)
    except ValidationError as error:
        place = error.errors(include_url=False, include_context=False, include_input=False)[0]
        raise FieldInvalid(field=".".join(str(part) for part in place["loc"])[:100]) from error


def _set_account(filled: dict[str, str], who: Actor) -> str:
    """Open an account, or change what is filled in of an open one."""
    known = Account.objects.filter(username=filled.get("username", ""), is_active=True).first()
    is_elsewhere = filled.get("elsewhere") == "yes"
    is_kept = known is not None and not (is_elsewhere and known.password_hash)
    said = {name: filled.get(name, "") for name in ("username", "name", "role", "department")}
    if known is not None:
        now = {"name": known.name, "role": known.role, "department": known.department_id or ""}
        said["name"] = said["name"] or _AS_IT_IS
        said.update({name: value for name, value in now.items() if said[name] == _AS_IT_IS})
    password = None if is_elsewhere or is_kept else secrets.token_urlsafe(12)
    department = said["department"] or None
    person = Person.model_validate({**said, "department": department, "password": password})
    if not person.name:
        raise FieldInvalid(field="name")
    _require_another(person.username, who)
    if is_kept:
        founding.change_person(person, by=who.username)
        return escape(text("administration.kept", name=person.username))
    founding.add_person(person, by=who.username)
    if password is None:
        return escape(text("cli.server.user_is_elsewhere", username=person.username))
    return _told(person.username, password)


def _told(username: str, password: str) -> str:
    told = escape(text("cli.server.user_was_set", username=username, password=_PLACE))
    return told.replace(_PLACE, f"<code>{escape(password)}</code>")  # no stop reads as its end


def _new_password(filled: dict[str, str], who: Actor) -> str:
    username = filled.get("username", "")
    _require_another(username, who)
    return _told(username, passwords.renew(username, by=who.username))


def _close_account(filled: dict[str, str], who: Actor) -> str:
    username = filled.get("username", "")
    _require_another(username, who)
    founding.close_account(username, by=who.username)
    return escape(text("administration.account_closed", username=username))


def _require_another(username: str, who: Actor) -> None:
    """Let nobody shut themselves out: there may be no other administrator.

    Raises:
        NotAllowed: it is their own account.
    """
    if username == who.username:
        raise NotAllowed(act="office")


def _set_department(filled: dict[str, str], who: Actor) -> str:
    """Add one, or change it: what is left as it is on the form stays as it is."""
    said = {name: filled.get(name, "") for name in ("code", "name")}
    known = Department.objects.filter(code=said["code"]).first()
    words = tuple(word.strip() for word in filled.get("words", "").split(",") if word.strip())
    if known and not words:
        words = tuple(known.words)
    parent = filled.get("parent", _AS_IT_IS) or None
    if parent == _AS_IT_IS:
        parent = known.parent_id if known else None
    asked = wire.DepartmentOrder.model_validate({**said, "words": words, "parent": parent})
    write(lambda: founding.set_department(asked.department(), who.username))
    return escape(text("administration.kept", name=asked.name))


def _open_register(filled: dict[str, str], who: Actor) -> str:
    said = {name: filled.get(name, "") for name in ("code", "name", "direction", "prefix")}
    asked = wire.RegisterInfo.model_validate(said)
    write(lambda: founding.open_register(asked, who.username))
    return escape(text("administration.kept", name=asked.name))


def _revoke_device(filled: dict[str, str], who: Actor) -> str:
    try:
        device = UUID(filled.get("device", ""))
    except ValueError as error:
        raise DeviceUnknown from error
    write(lambda: devices.revoke(device, who.username))
    return escape(text("administration.device_revoked"))


def _whole(
    request: HttpRequest, who: Actor, asked: dict[str, str] | None = None, refusal: str = ""
) -> str:
    """Give the tables and forms; the one that was refused stands open, with what it was asked."""
    hidden = secret(request)

    def form(act: str) -> Form:
        if asked and asked["act"] == act:
            return Form(hidden, act, _FORMS[act], asked, refusal)
        return Form(hidden, act, _FORMS[act])

    departments = [(d.code, d.name, d.parent_id, depth) for depth, d in _departments()]
    named = [(code, f"{'– ' * depth}{name}") for code, name, _, depth in departments]
    return "".join(
        (
            _accounts(form("set_account"), dict(named), who),
            _tree(form("set_department"), departments, named),
            _registers(form("open_register")),
            _devices(hidden),
            f'<p><a href="{kept("/board")}">‹ {escape(text("board.title"))}</a></p>',
        )
    )


def _departments() -> list[tuple[int, Department]]:
    return tree.order(Department.objects.all())


def _accounts(form: Form, departments: dict[str, str], who: Actor) -> str:
    def row(account: Account) -> Iterable[str]:
        buttons = "".join(
            lone_button(form.hidden, act, ("username", account.username), label, account.username)
            for act, label in acts
        )
        yield escape(account.username)
        yield escape(account.name)
        yield escape(text(f"role.{account.role}"))
        yield escape(departments.get(account.department_id or "", "").lstrip("– ") or whole)
        is_own = account.username == who.username
        yield (own if is_own else buttons) if account.is_active else closed

    closed, own = escape(text("administration.closed")), escape(text("administration.own"))
    acts = [(act, text(f"administration.{act}")) for act in ("new_password", "close_account")]
    whole, as_it_is = text("administration.whole_institution"), text("administration.as_it_is")
    return table(
        "administration.accounts",
        ("field.username", "field.name", "field.role", "board.department", ""),
        map(row, Account.objects.order_by("-is_active", "username")),
    ) + form.folded(
        form.field("username", "field.username"),
        form.field("name", "field.name", is_required=False),
        form.choice(
            "role",
            "field.role",
            [(_AS_IT_IS, as_it_is), *((role, text(f"role.{role}")) for role in ROLES)],
        ),
        form.choice(
            "department",
            "board.department",
            [(_AS_IT_IS, as_it_is), ("", whole), *departments.items()],
        ),
        form.choice(
            "elsewhere",
            "administration.password",
            [(code, text(f"administration.password_{code or 'here'}")) for code in ("", "yes")],
        ),
    )


def _tree(
    form: Form,
    departments: list[tuple[str, str, str | None, int]],
    named: list[tuple[str, str]],
) -> str:
    rows = ((escape(c), escape(n), escape(p or "–")) for c, n, p, _ in departments)
    return table(
        "administration.departments", ("field.code", "field.name", "field.parent"), rows
    ) + form.folded(
        form.field("code", "field.code"),
        form.field("name", "field.name"),
        form.choice(
            "parent",
            "field.parent",
            [(_AS_IT_IS, text("administration.as_it_is")), ("", "–"), *named],
        ),
        form.field("words", "administration.words", is_required=False),
    )


def _registers(form: Form) -> str:
    ways: list[tuple[str, str]] = [
        (way, text(f"administration.direction_{way}")) for way in DIRECTIONS
    ]
    said: dict[str, str] = dict(ways)
    rows = (
        (escape(r.code), escape(r.name), escape(said[r.direction]), escape(r.prefix or "–"))
        for r in Register.objects.all()
    )
    return table(
        "administration.registers",
        ("field.code", "field.name", "field.direction", "field.prefix"),
        rows,
    ) + form.folded(
        form.field("code", "field.code"),
        form.field("name", "field.name"),
        form.choice("direction", "field.direction", ways),
        form.field("prefix", "field.prefix", is_required=False),
    )


def _devices(hidden: str) -> str:
    label = text("administration.revoke_device")
    rows = [
        (
            escape(one.label),
            escape(one.username),
            escape(clock.written(one.used_on) if one.used_on else "–"),
            lone_button(hidden, "revoke_device", ("device", str(one.id)), label, one.label),
        )
        for one in devices.devices()
    ]
    heads = ("field.label", "field.username", "administration.used_on", "")
    return table("administration.devices", heads, rows) if rows else ""
