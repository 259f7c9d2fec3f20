"""One sending of the form: what it leads to, and what the page then says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from django.http import QueryDict

from wireroom.customers import queries as customers
from wireroom.customers import services
from wireroom.public.demo import digits
from wireroom.public.demo.form_token import FormToken, new_token, read_token
from wireroom.public.demo.forms import DemoForm

TRAP = "fax_extension"
"""A field that people and screen readers never meet."""

_LATE = (
    "The form was open for more than two hours. Everything you wrote is here: please check "
    "it, write the new digits and send it again."
)
_STRANGE = (
    "We could not tell which form this was. Everything you wrote is here: please write the "
    "new digits and send it again."
)
_NO_COOKIE = (
    "Your browser did not send back our cookie. Everything you wrote is here: please write "
    "the new digits and send it again. If this comes back, allow cookies for this site."
)
_EARLY = (
    "That was faster than anybody types, so we have to ask again. Everything you wrote is "
    "here: please write the new digits and send it again."
)
_TRAPPED = (
    "Something filled in a field that nobody can see, perhaps a password manager. We have "
    "emptied it: please write the new digits and send it again."
)
_DIGITS = "These are not the digits, or they were used before. Here are new ones."
_NEW_TERMS = "The terms of use have changed since you opened this page. Please read them again."
_THROWN_AWAY = "We cannot write to throw-away addresses. Use one where we can reach you."


@dataclass(frozen=True, slots=True)
class Answer:
    """What to show: the form again, or (`is_done`) that a letter is under way."""

    form: DemoForm | None = None
    token: FormToken | None = None
    problem: str = ""
    again_at: datetime | None = None
    status: int = HTTPStatus.OK

    @property
    def is_done(self) -> bool:
        """Whether there is nothing more to fill in."""
        return self.form is None


def blank(now: datetime) -> Answer:
    """Give an empty form."""
    number = customers.terms_number()
    token = new_token(digits.new_digits(), number, now)
    return Answer(form=DemoForm(has_terms=number is not None), token=token)


def received(data: QueryDict, *, address: str | None, has_cookie: bool, now: datetime) -> Answer:
    """Take a sent form in. Whatever comes of it, its digits are used up."""
    token = read_token(data.get("form", ""))
    if token is not None and customers.is_demo_requested(token.form):
        return Answer()
    solved = token is not None and digits.use_up(token.digits, data.get("digits", ""), now)
    kept = token if token and not token.is_late(now) else None
    if "new_digits" in data:
        return _again(data, kept, now)
    problem = _problem(data, token, has_cookie=has_cookie, now=now)
    if token is None or problem:
        return _again(data, kept, now, problem=problem)
    try:
        services.note_attempt(address=address, now=now)
        return _judged(data, token, solved=solved, address=address, now=now)
    except services.TooManyRequests as error:
        return _again(data, token, now, again_at=error.again_at)


def _problem(data: QueryDict, token: FormToken | None, *, has_cookie: bool, now: datetime) -> str:
    if token is None:
        return _STRANGE
    if token.is_late(now):
        return _LATE
    if not has_cookie:
        return _NO_COOKIE
    if data.get(TRAP):
        return _TRAPPED
    return _EARLY if token.is_early(now) else ""


def _judged(
    data: QueryDict, token: FormToken, *, solved: bool, address: str | None, now: datetime
) -> Answer:
    if not solved and customers.is_demo_requested(token.form):  # by the first of two clicks
        return Answer()
    number = customers.terms_number()
    form = DemoForm(data, has_terms=number is not None)
    if not solved and not form.has_error("digits"):
        form.add_error("digits", _DIGITS)
    if token.terms != number and "terms" in form.fields and not form.has_error("terms"):
        form.add_error("terms", _NEW_TERMS)
    if form.is_valid():
        try:
            services.request_demo(application=_application(form, token, address), now=now)
        except services.AddressNotAccepted:
            form.add_error("email", _THROWN_AWAY)
        else:
            return Answer()
    return _shown(form, token.with_digits(digits.new_digits(), number))


def _application(form: DemoForm, token: FormToken, address: str | None) -> services.Application:
    said = form.cleaned_data
    return services.Application(
        form=token.form,
        first_name=said["first_name"],
        last_name=said["last_name"],
        company_name=said["company_name"],
        email=said["email"],
        job_title=said["job_title"],
        phone=said["phone"],
        country=said["country"],
        products=tuple(int(pk) for pk in said.get("products", ())),
        message=said["message"],
        terms=token.terms,
        address=address,
    )


def _shown(form: DemoForm, token: FormToken) -> Answer:
    """Show what is wrong; digits are typed anew, and new terms agreed to anew."""
    form.data = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict
    form.data["digits"] = ""  # type: ignore[index]  # the copy can be changed
    if form.has_error("terms"):
        form.data.pop("terms", None)  # type: ignore[attr-defined]  # as above
    return Answer(form=form, token=token, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _again(
    data: QueryDict,
    token: FormToken | None,
    now: datetime,
    *,
    problem: str = "",
    again_at: datetime | None = None,
) -> Answer:
    """Show what was typed, without judging it, and new digits."""
    number, key = customers.terms_number(), digits.new_digits()
    typed = {name: data.get(name, "") for name in DemoForm.base_fields if name != "digits"}
    initial = typed | {"products": data.getlist("products"), "terms": "terms" in data}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return Answer(
        form=DemoForm(has_terms=number is not None, initial=initial),
        token=token.with_digits(key, number) if token else new_token(key, number, now),
        problem=problem,
        again_at=again_at,
        status=HTTPStatus.TOO_MANY_REQUESTS if again_at else status,
    )
