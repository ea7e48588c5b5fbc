"""From a printed agency name to the one agency that bears it: type, place, ``agency_id``.

The id is type code + DOPA code of the subdistrict of that name in the printed district; where no subdistrict
bears the name, type code + district code + name; ``PAO-<pp>`` for provinces. Without a district only an อบต.
resolves, and only if no other subdistrict, current or abolished, has ever borne its name. What cannot be
proved unique stays null, with a finding that lists the candidates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extract.data import rows
from extract.model import AgencyFacts, BBox, Finding
from extract.records.gazetteer import (
    Area,
    districts_named,
    find_district,
    find_province,
    gazetteer,
    nearest,
    nicknamed,
)
from extract.records.naming import agency_types, full_name, split_type
from extract.records.register import Register, entry_id, local_id
from extract.records.short_prints import distance, text_key
from extract.records.web_address import agreeing
from extract.thai.letters import to_arabic

_MUNICIPAL = frozenset({"ทน.", "ทม.", "ทต."})
_PATTAYA = "2004"
_ID = re.compile(r"^(PAO|CM|TM|SM|SAO|SP|OTHER)-(.+)$")
_DISTRICT = 4  # digits of a district's code
_MOST_CANDIDATES = 12
_NEAREST = 3
"""Candidates named for a body that neither gazetteer nor register knows."""
# Without a register a name may be a body's own, not a subdistrict's, so a damaged one is mended over so much
# only. Own names of municipalities lie 2 and more from any subdistrict of their district, those of an อบต. 3
# and more, but for the ones listed in data/agency_exceptions.csv.
_OPEN_LIST = {"อบต.": 2.0, "ทต.": 1.0, "ทม.": 1.0, "ทน.": 1.0}


@dataclass(frozen=True, slots=True)
class Printed:
    """An agency as the paper prints it. ``certain`` is false when the name was read by OCR only once.

    ``addresses`` are the hosts of web and mail addresses on the paper.
    """

    type: str | None
    name: str
    district: str | None = None
    province: str | None = None
    certain: bool = True
    page: int | None = None
    bbox: BBox | None = None
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency(AgencyFacts):
    """An agency resolved as far as the paper allows, and what is doubtful about it."""

    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Override:
    """What the command line or a manifest says, above the paper."""

    agency_id: str | None = None
    fiscal_year: int | None = None


def resolve(printed: Printed, register: Register | None = None) -> Agency:
    """Resolve one printed agency.

    Args:
        printed: name and place as read.
        register: the DLA register when one is loaded; it proves uniqueness and gives ``dla_code``.
    """
    agency = _resolved(printed, register)
    if register is not None and agency.agency_id is None:
        # A register that is silent or in doubt takes nothing away from what the gazetteer proves.
        alone = _resolved(printed, None)
        agency = alone if alone.agency_id is not None else agency
    return _followed(agency)


def _resolved(printed: Printed, register: Register | None) -> Agency:
    if printed.type is None:
        name = " ".join(printed.name.split()) or None
        other = f"OTHER-{to_arabic(name)}" if name else None
        return Agency(agency_name=name, agency_id=other, agency_lineage_id=other)
    code = agency_types()[printed.type]["code"]
    if code == "BMA":
        return _placed(_titled(printed.type, "", "BMA"), "10")
    if code == "SP":
        return _placed(_titled(printed.type, "", f"SP-{_PATTAYA}"), _PATTAYA)
    if code == "PAO":
        return _provincial(printed, register)
    return _local(printed, register)


def from_id(agency_id: str, printed_name: str | None = None, register: Register | None = None) -> Agency:
    """The agency an override names: its place by the codes in the id, its DLA code by the register."""
    if agency_id == "BMA":
        return _placed(_titled("กทม.", "", "BMA"), "10")
    match = _ID.match(agency_id)
    if not match:
        return Agency(agency_name=printed_name, agency_id=agency_id, agency_lineage_id=agency_id)
    kind = next((k for k, r in agency_types().items() if r["code"] == match.group(1)), None)
    place, _, special = match.group(2).partition("-")
    if kind is None or not place.isdigit():
        name = printed_name or match.group(2)
        return Agency(agency_name=name, agency_type=kind, agency_id=agency_id, agency_lineage_id=agency_id)
    bare = special or gazetteer().subdistrict(place) or gazetteer().province(place) or ""
    placed = _placed(_titled(kind, bare, agency_id), place)
    return _followed(
        _registered(placed, text_key(bare), place[:_DISTRICT] if len(place) >= _DISTRICT else None, register)
    )


def _titled(kind: str, bare: str, unit: str | None = None, dla_code: str | None = None) -> Agency:
    """The agency of a type and a bare name, with the id ``unit`` where that is known."""
    return Agency(
        agency_name=full_name(kind, bare),
        agency_type=kind,
        agency_id=unit,
        agency_lineage_id=unit,
        dla_code=dla_code,
    )


def _placed(agency: Agency, code: str) -> Agency:
    """Fill the place names that a DOPA ``code`` of 2, 4 or 6 digits gives."""
    places = gazetteer()
    return replace(
        agency,
        subdistrict=places.subdistrict(code) if len(code) == 6 else None,
        district=places.district(code) if len(code) >= 4 else None,
        province=places.province(code),
        province_code=code[:2],
    )


def _doubt(printed: Printed, agency: Agency, code: str, candidates: list[str] | str) -> Agency:
    detail = candidates if isinstance(candidates, str) else ", ".join(candidates[:_MOST_CANDIDATES])
    finding = Finding(code, "warning", detail, "agency_id", printed.page, printed.bbox)
    return replace(agency, findings=(*agency.findings, finding))


def _provincial(printed: Printed, register: Register | None) -> Agency:
    province = find_province(printed.name, damaged=not printed.certain)
    if province is None:
        return _doubt(printed, _titled("อบจ.", printed.name), "agency-unknown", printed.name)
    found = register.find("อบจ.", province.key) if register else ()
    dla = found[0].dla_code if len(found) == 1 else None
    return _placed(_titled("อบจ.", province.name, f"PAO-{province.code}", dla), province.code)


def _local(printed: Printed, register: Register | None) -> Agency:
    assert printed.type is not None
    if printed.type in _MUNICIPAL and (called := nicknamed(printed.name)):
        printed = replace(printed, name=called.name)
    assert printed.type is not None
    agency = _titled(printed.type, printed.name)
    damaged = not printed.certain
    province = find_province(printed.province, damaged=damaged) if printed.province else None
    if printed.province and province is None:
        return _doubt(printed, agency, "province-unknown", printed.province)
    district = _district_of(printed, province, damaged)
    if printed.district and district is None:
        agency = _placed(agency, province.code) if province else agency
        return _doubt(printed, agency, "district-unknown", printed.district)
    if district is not None:
        return _in_district(printed, agency, district, register)
    return _without_district(printed, agency, province, register)


def _district_of(printed: Printed, province: Area | None, damaged: bool) -> Area | None:
    if not printed.district:
        return None
    if province is not None:
        return find_district(printed.district, province.code, damaged=damaged)
    named = districts_named(printed.district)
    return named[0] if len(named) == 1 else None


def _in_district(printed: Printed, agency: Agency, district: Area, register: Register | None) -> Agency:
    assert printed.type is not None
    key, agency = text_key(printed.name), _placed(agency, district.code)
    areas = gazetteer().subdistricts[district.code]
    known = register.names_in(printed.type, district.code) if register else ()
    listed = [Area("", name, folded) for name, folded in known]
    named = {a.key: a for a in (*listed, *_other_names(printed.type, district)) if a.key not in areas}
    pool = (*areas.values(), *named.values())
    closed = bool(known) and not printed.certain
    if closed:
        # The register says which names of this type the district has: a damaged name is one of them.
        pool = tuple(a for a in pool if any(folded == a.key for _, folded in known))
    exact = next((a for a in pool if a.key == key), None)
    area = exact if printed.certain else nearest(key, pool, closed=closed)
    if not closed and area is not None and distance(key, area.key) > _OPEN_LIST[printed.type]:
        area = None
    if area is None and printed.certain:
        slip = nearest(key, pool)
        area = slip if slip is not None and distance(key, slip.key) <= _OPEN_LIST[printed.type] else None
    if area is None and printed.certain:
        elsewhere = [a for a in gazetteer().by_name.get(key, ()) if a.code[:2] == district.code[:2]]
        if printed.type == "อบต." and elsewhere and not register:
            return _doubt(
                printed, agency, "agency-ambiguous", [_unit("อบต.", a, district) for a in elsewhere]
            )
        near_names = sorted(pool, key=lambda other: distance(key, other.key))[:_NEAREST]
        alike = [other for other in near_names if distance(key, other.key) <= _OPEN_LIST[printed.type]]
        if found := agreeing(printed.addresses, alike):
            told = replace(printed, name=found[0].name, addresses=())
            return _by_address(_in_district(told, agency, district, register), found)
        return _doubt(
            printed,
            agency,
            "agency-unknown",
            [full_name(printed.type, a.name) for a in near_names] or printed.name,
        )
    if area is None:
        near = [
            full_name(printed.type, a.name) for a in pool if exact is not None or len(pool) < _MOST_CANDIDATES
        ]
        return _doubt(printed, agency, "agency-unknown", near or printed.name)
    unit = _unit(printed.type, area, district)
    whole = replace(_titled(printed.type, area.name, unit), findings=agency.findings)
    return _registered(_placed(whole, area.code or district.code), area.key, district.code, register)


def _other_names(kind: str, district: Area) -> list[Area]:
    """Names that bodies of this type bear in a district though no subdistrict does.

    Municipalities are often called after their district or province; known spellings of their own are data.
    """
    names = [
        r["name"]
        for r in rows("agency_exceptions.csv")
        if r["type"] == kind and r["district_code"] == district.code
    ]
    for change in rows("agency_changes.csv"):
        if change["district_code"] == district.code:
            names += [
                change[name] for name, of in (("name", "type"), ("to_name", "to_type")) if change[of] == kind
            ]
    if kind in _MUNICIPAL:
        names += [district.name, gazetteer().province(district.code) or district.name]
    return [Area("", name, text_key(name)) for name in dict.fromkeys(names)]


def _unit(kind: str, area: Area, district: Area) -> str:
    code = agency_types()[kind]["code"]
    return f"{code}-{area.code}" if area.code else f"{code}-{district.code}-{area.name}"


def _registered(agency: Agency, key: str, district_code: str | None, register: Register | None) -> Agency:
    """Add the DLA code, and follow a body to the name and type that the register lists it under now."""
    kind = agency.agency_type
    if register is None or kind is None:
        return agency
    found = register.find(kind, key, district_code=district_code)
    if len(found) == 1:
        return replace(agency, dla_code=found[0].dla_code)
    once = register.find_former(kind, key, district_code=district_code) if not found else ()
    if len(once) == 1:
        return replace(agency, agency_lineage_id=entry_id(once[0]), dla_code=once[0].dla_code)
    if kind == "อบต." and not found:
        heirs = [e for k in sorted(_MUNICIPAL) for e in register.find(k, key, district_code=district_code)]
        if len(heirs) == 1 and agency.agency_id:
            heir = agency.agency_id.replace("SAO-", agency_types()[heirs[0].type]["code"] + "-", 1)
            return replace(agency, agency_lineage_id=heir)
    return agency


def _followed(agency: Agency) -> Agency:
    """A body under the id of what it became since, by the known changes of status and name.

    What a register said stands above them.
    """
    kind, unit = agency.agency_type, agency.agency_id
    if kind is None or unit is None or agency.agency_lineage_id != unit:
        return agency
    place = unit.partition("-")[2][:_DISTRICT]
    name = split_type(agency.agency_name or "")[1]
    known = {(r["type"], text_key(r["name"]), r["district_code"]): r for r in rows("agency_changes.csv")}
    seen = set[tuple[str, str]]()
    while (change := known.get((kind, text_key(name), place))) and (kind, name) not in seen:
        seen.add((kind, name))
        kind, name = change["to_type"], change["to_name"]
    return replace(agency, agency_lineage_id=local_id(kind, text_key(name), name, place)) if seen else agency


def _without_district(
    printed: Printed, agency: Agency, province: Area | None, register: Register | None
) -> Agency:
    assert printed.type is not None
    key = text_key(printed.name)
    if province is not None:
        agency = _placed(agency, province.code)
    if register is not None:
        within = province.code if province else None
        found = register.find(printed.type, key, within)
        found += tuple(e for e in register.find_former(printed.type, key, within) if e not in found)
        if len(found) == 1 and found[0].district_code and printed.certain:
            name = gazetteer().district(found[0].district_code) or ""
            district = find_district(name, found[0].province_code)
            return _in_district(printed, agency, district, register) if district else agency
        if found:
            return _doubt(printed, agency, "agency-ambiguous", [entry_id(e) or e.name for e in found])
    areas = [a for a in gazetteer().by_name.get(key, ()) if province is None or a.code[:2] == province.code]
    if len(areas) == 1 and printed.certain and _is_alone(printed, key, areas[0], province):
        district = find_district(gazetteer().district(areas[0].code) or "", areas[0].code[:2])
        if district is not None:
            return _in_district(printed, agency, district, register)
    if printed.certain and (told := agreeing(printed.addresses, areas)):
        place = told[0].code[:_DISTRICT]
        district = find_district(gazetteer().district(place) or "", place[:2])
        if district is not None:
            return _by_address(_in_district(replace(printed, addresses=()), agency, district, register), told)
    if (capital := _of_capital(printed, key, province)) is not None:
        return _in_district(printed, agency, capital, register)
    code = agency_types()[printed.type]["code"]
    if not areas:
        return _doubt(printed, agency, "agency-unknown", printed.name)
    return _doubt(printed, agency, "agency-ambiguous", [f"{code}-{a.code}" for a in areas])


def _by_address(agency: Agency, found: tuple[Area, str]) -> Agency:
    """An agency that a web address tells from the others of its name, and the finding that says so."""
    if agency.agency_id is None:
        return agency
    told = Finding("agency-by-address", "info", f"{found[1]}: {agency.agency_id}", "agency_id")
    return replace(agency, findings=(*agency.findings, told))


def _of_capital(printed: Printed, key: str, province: Area | None) -> Area | None:
    """The capital district for a city or town that bears its province's name, as all of the register do.

    Without the province no subdistrict of another one may have the name; a ทต. needs the province.
    """
    capital = find_province(printed.name) if printed.type in _MUNICIPAL and printed.certain else None
    if capital is None or province not in (None, capital):
        return None
    elsewhere = any(area.code[:2] != capital.code for area in gazetteer().by_name.get(key, ()))
    if province is None and (printed.type == "ทต." or elsewhere):
        return None
    return find_district("เมือง", capital.code)


def _is_alone(printed: Printed, key: str, area: Area, province: Area | None) -> bool:
    """Whether the only subdistrict of a name must be where the body of that name is; known exceptions apart.

    An อบต. bears the name of its subdistrict: it is enough that no other of the country has ever borne it. A
    municipality may bear that of a district instead: its province must be printed, and no other district
    there have the name (so all 1,954 such ones of the register lie there).
    """
    exceptions = {(r["type"], text_key(r["name"])) for r in rows("agency_exceptions.csv")}
    if (printed.type, key) in exceptions:
        return False
    if printed.type == "อบต.":
        return gazetteer().ever.get(key) == frozenset({area.code})
    if province is None:
        return False
    named = {d.code for d in gazetteer().districts.get(province.code, ()) if d.key == key}
    return named <= {area.code[:_DISTRICT]}
