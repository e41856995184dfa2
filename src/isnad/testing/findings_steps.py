"""The demonstration's findings: one of the invented bodies on the form for photographs."""

from __future__ import annotations


def fill_in() -> dict[str, object] | None:
    """States four findings about the first remains, and shows that the form refuses a fifth."""
    from isnad.access.actions import OWNER
    from isnad.custody.models import Item
    from isnad.record.tables import key
    from isnad.remains import findings, queries
    from isnad.remains.findings import Finding
    from isnad.words import Citation, Refusal, Region, Whole

    body = queries.bodies()[0]
    item = Item.objects.get(pk=key(sorted(body.items)[0]))
    if item.width is None or item.height is None:
        return None
    whole = (Citation(item.entry, Whole()),)
    middle = (Citation(item.entry, Region(item.width // 4, item.height // 4, item.width // 2, item.height // 2)),)
    told = [
        Finding(body.entry, "view-front", "present", whole),
        Finding(body.entry, "scale", "present", whole, "card"),
        Finding(body.entry, "clothing", "present", middle, "grey cloth"),
        Finding(body.entry, "injury", "absent", whole, part="chest"),
    ]
    for each in told:
        findings.state(each, by=OWNER)
    try:
        findings.state(Finding(body.entry, "injury", "absent", whole, part="back-upper"), by=OWNER)
    except Refusal as refusal:
        return {"remains": body.entry, "count": len(told)} if refusal.code == "findings.not-seen" else None
    return None
