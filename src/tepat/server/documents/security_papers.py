"""The letter of assignment as PDF. The same letter gives the same bytes."""

from datetime import UTC

from tepat.adapters.typst_pdf import compile_pdf
from tepat.core.documents import WET_SIGNATURE_RULES, office
from tepat.core.documents.security_papers import Named, Order, order_paper
from tepat.core.election.roles import Role
from tepat.server.documents import queries
from tepat.server.documents.letterheads import letterhead_of
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope
from tepat.server.watch.models import SecurityOrder, SecurityPost
from tepat.server.watch.security import agreed

ABOUT = {
    SecurityOrder.About.TPS: "pengamanan TPS",
    SecurityOrder.About.ESCORT: "pengawalan muatan",
    SecurityOrder.About.POST: "penjagaan pos",
}


def order_pdf(scope: Scope, order: SecurityOrder) -> bytes:
    """Return one letter: who has to guard what, from when to when."""
    found = agreed.operation(scope)
    names = queries.names_of(scope)
    value = Order(
        number=order.text,
        operation=found.name if found else "",
        unit=order.unit.name,
        about=ABOUT[SecurityOrder.About(order.about)],
        where=_where(scope, order, names.by_code),
        basis=order.basis,
        task=order.task,
        starts=order.starts,
        ends=order.ends,
        signed_at=order.at,
        place="",
        signer=order.signer,
        signs_as=order.signs_as,
    )
    people = [
        Named(
            line.person.name if line.person else "",
            line.person.rank if line.person else "",
            line.person.number if line.person else "",
            [_tps(code, names.by_code) for code in line.tps],
        )
        for line in order.lines.select_related("person")
    ]
    paper = order_paper(value, people, scope.zone)
    head = letterhead_of(scope, Role.POLRES.value)
    title = f"Surat perintah {order.text}"
    common = office.common(
        head, election_of(scope).name.id, title, scope.is_contoh, WET_SIGNATURE_RULES
    )
    at = order.at.astimezone(UTC).replace(second=0, microsecond=0)
    return compile_pdf("security_order.typ", {"common": common, "paper": paper}, at)


def _where(scope: Scope, order: SecurityOrder, names: dict[str, str]) -> str:
    if order.about == SecurityOrder.About.ESCORT:
        return f"muatan {order.place}"
    if order.about == SecurityOrder.About.POST:
        post = SecurityPost.objects.filter(scope=scope, code=order.place).first()
        return post.name if post else order.place
    level = "Kecamatan" if len(order.place) == 8 else "Desa"
    return f"{level} {names.get(order.place, order.place)}"


def _tps(code: str, names: dict[str, str]) -> str:
    desa, _, number = code.partition("-")
    return f"TPS {number} {names.get(desa, desa)}"
