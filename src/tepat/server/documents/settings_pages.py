"""The page where an office sets its papers: kop, numbers, signatories, layouts."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tepat.core.documents import BY_CODE, DOCUMENTS, numbers, samples
from tepat.core.documents import office as offices
from tepat.core.documents.office import SIGNS_AS, Signs
from tepat.core.election.roles import Action
from tepat.core.problems import Code, Problem, refuse
from tepat.server import clock
from tepat.server.desk.words import language
from tepat.server.documents import layouts as layout_services
from tepat.server.documents import queries, services
from tepat.server.documents.models import Letterhead, Signatory
from tepat.server.election.models import Region, Scope, User
from tepat.server.election.scopes import check_right, desk_page
from tepat.server.problems import say

LETTERS = [each for each in DOCUMENTS if each.template == "letter.typ"]
EMBLEM_TYPES = {"png": "image/png", "jpg": "image/jpeg", "svg": "image/svg+xml"}


class OfficeForm(forms.ModelForm):  # type: ignore[type-arg]
    """What stands around every paper of an office."""

    class Meta:
        model = Letterhead
        fields = (
            "lines",
            "election_title",
            "address",
            "place",
            "recipient",
            "copies_to",
            "number_pattern",
            "office_code",
            "label_width",
            "label_height",
        )
        widgets = {
            "lines": forms.Textarea(attrs={"rows": 3, "lang": "id"}),
            "election_title": forms.TextInput(attrs={"lang": "id"}),
            "recipient": forms.TextInput(attrs={"lang": "id"}),
            "copies_to": forms.Textarea(attrs={"rows": 4, "lang": "id"}),
        }
        labels = {
            "lines": gettext_lazy("Lines of the letterhead"),
            "address": gettext_lazy("Address"),
            "election_title": gettext_lazy("Full name of the election"),
            "place": gettext_lazy("Place of signing"),
            "recipient": gettext_lazy("Recipient of replacement letters"),
            "copies_to": gettext_lazy("Copies to"),
            "number_pattern": gettext_lazy("Pattern of letter numbers"),
            "office_code": gettext_lazy("Office in letter numbers"),
            "label_width": gettext_lazy("Width of a single label, mm"),
            "label_height": gettext_lazy("Height of a single label, mm"),
        }
        help_texts = {
            "lines": gettext_lazy("One line each, the largest first."),
            "recipient": gettext_lazy("For example the KPU of the province. Empty: a dotted line."),
            "copies_to": gettext_lazy("One per line."),
            "number_pattern": gettext_lazy(
                "May hold {number:03} {code} {office} {month} {month_roman} {year}."
            ),
        }

    def clean_number_pattern(self) -> str:
        pattern = str(self.cleaned_data["number_pattern"]).strip()
        self._tell(numbers.problems_with(pattern))
        return pattern

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        sides = cleaned.get("label_width"), cleaned.get("label_height")
        if None not in sides:
            self._tell(offices.size_problems(*cast(tuple[int, int], sides)))
        return cleaned

    @staticmethod
    def _tell(problems: list[Problem]) -> None:
        if problems:
            raise forms.ValidationError([say(each) for each in problems])


@desk_page()
def office(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Kop, numbers, label size, signatories and layouts of one office, on one page."""
    area = _area(request, scope)
    user = cast(User, request.user)
    check_right(user, Action.EDIT_LETTERHEAD, scope, area)
    head = Letterhead.objects.filter(scope=scope, area=area).first()
    head = head or Letterhead(scope=scope, area=area)
    form = OfficeForm(request.POST or None, instance=head)
    if request.method == "POST" and form.is_valid():
        form.save()
        _save_signatories(request, scope, area)
        messages.success(request, _("The letterhead is saved."))
        return _back(scope, area)
    own = {each.signs: each for each in Signatory.objects.filter(scope=scope, area=area)}
    context = {
        "form": form,
        "head": head,
        "area": area,
        "area_name": queries.names_of(scope).of(area),
        "offices": queries.offices_of(scope),
        "number_example": numbers.letter_number(
            head.number_pattern, 17, "BAST", head.office_code or area, clock.now().date()
        ),
        "signatories": [
            (each.value, SIGNS_AS[each].say(language()), own.get(each.value)) for each in Signs
        ],
        "letters": LETTERS,
        "layouts": layout_services.present(scope),
        "emblem_limit": offices.EMBLEM_LIMIT_KB,
    }
    return render(request, "documents/settings.html", context)


def _area(request: HttpRequest, scope: Scope) -> str:
    """The office that is being set: the kabupaten, or one kecamatan of it."""
    area = request.POST.get("area") or request.GET.get("area") or scope.kabupaten
    if area == scope.kabupaten:
        return area
    inside = area.startswith(scope.kabupaten + ".") and len(area) == 8
    if not inside or not Region.objects.filter(code=area).exists():
        raise refuse(Code.REGION_UNKNOWN, value=area)
    return area


def _back(scope: Scope, area: str) -> HttpResponse:
    address = reverse("documents_settings", args=[scope.election, scope.kabupaten])
    return redirect(f"{address}?area={area}")


def _save_signatories(request: HttpRequest, scope: Scope, area: str) -> None:
    """Keep who signs; an emptied row goes back to the kabupaten's or to a blank line."""
    for signs in Signs:
        values = {
            part: request.POST.get(f"{signs.value}_{part}", "").strip()[:most]
            for part, most in (("name", 120), ("nip", 30), ("position", 120))
        }
        which: dict[str, Any] = {"scope": scope, "area": area, "signs": signs.value}
        if any(values.values()):
            Signatory.objects.update_or_create(**which, defaults=values)
        else:
            Signatory.objects.filter(**which).delete()


@desk_page()
def emblem(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Show the emblem of an office, or take a new one."""
    area = _area(request, scope)
    if request.method != "POST":
        head = queries.letterhead(scope, area)
        if not head.emblem:
            raise Http404
        response = HttpResponse(bytes(head.emblem), content_type=EMBLEM_TYPES[head.emblem_format])
        # An SVG opened by itself must not run anything.
        response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
        return response
    check_right(cast(User, request.user), Action.EDIT_LETTERHEAD, scope, area)
    head, _is_new = Letterhead.objects.get_or_create(scope=scope, area=area)
    upload = request.FILES.get("emblem")
    if upload is None:
        head.emblem, head.emblem_format = b"", ""
        messages.success(request, _("The emblem is removed."))
    else:
        head.emblem, head.emblem_format = _read_emblem(upload)
        messages.success(request, _("The emblem is saved."))
    head.save()
    return _back(scope, area)


def _read_emblem(upload: UploadedFile[Any]) -> tuple[bytes, str]:
    """Return an emblem and its format. Raises `Refused` where it cannot be printed."""
    name = upload.name or ""
    data = upload.read(offices.EMBLEM_LIMIT_KB * 1024 + 1)
    form = offices.is_emblem(data)
    if not form or not services.prints(data, form):
        raise refuse(Code.EMBLEM_FILE, file=name, limit=offices.EMBLEM_LIMIT_KB)
    return data, form


@desk_page(Action.EDIT_LETTERHEAD)
def preview(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """A made-up letter under the office's own letterhead; it takes no number."""
    kind = services.document(code)
    if kind not in LETTERS:
        raise refuse(Code.DOCUMENT_UNKNOWN, value=code, choices=", ".join(BY_CODE))
    pdf = services.sample_letter(scope, kind, samples.letter_papers()[code], clock.now())
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="contoh-{code}.pdf"'
    return response


@desk_page(Action.EDIT_LETTERHEAD)
@require_POST
def layouts(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Take an own layout for one document, or remove it."""
    kind = services.document(request.POST.get("document", ""))
    if kind not in LETTERS:
        raise refuse(Code.DOCUMENT_UNKNOWN, value=kind.code, choices=", ".join(BY_CODE))
    upload = request.FILES.get("layout")
    if upload is None:
        layout_services.remove(scope, kind)
        messages.success(request, _("The layout of tepat is used again."))
        return _back(scope, scope.kabupaten)
    data = upload.read(offices.LAYOUT_LIMIT_KB * 1024 + 1)
    user = cast(User, request.user)
    wrong = layout_services.save(scope, kind, upload.name or "", data, user, clock.now())
    for each in wrong:
        messages.error(request, say(each))
    if not wrong:
        messages.success(request, _("The layout is saved."))
    return _back(scope, scope.kabupaten)


@desk_page()
def placeholders(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """The placeholders of one document with an example each, as a text to keep."""
    kind = services.document(code)
    if kind not in LETTERS:
        raise refuse(Code.DOCUMENT_UNKNOWN, value=code, choices=", ".join(BY_CODE))
    known = layout_services.known(kind)
    row = known.rows[0] if known.rows else {}
    lines = [f"{kind.title.id}: isian untuk tata letak .docx", ""]
    for name, value in [*known.values.items(), *row.items()]:
        example = value.replace("\n", " / ")
        lines.append(f"{{{{ {name} }}}}  {example}".rstrip())
    lines += ["", "Baris tabel yang memuat {{ baris... }} diulang untuk setiap baris."]
    response = HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="isian-{code}.txt"'
    return response
