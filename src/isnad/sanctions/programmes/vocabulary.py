"""The words that facts and programmes share: groups of offences, offices, receivers and kinds of support, kin.

Facts may write a receiver or a kind in several ways (``government_of_SY``, ``syrian_government``); letter case and
hyphens do not matter. A word that no group knows belongs to none, so it never makes a criterion met.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from isnad.cases.law.facts import Offence, OfficeKind
from isnad.words import Answer

_OFFENCES: dict[str, tuple[Offence, ...]] = {
    # What E.O. 13818 and its like call serious human rights abuse, when alleged by its own name.
    "serious_abuse": (
        Offence.GENOCIDE,
        Offence.CRIMES_AGAINST_HUMANITY,
        Offence.WAR_CRIMES,
        Offence.TORTURE,
        Offence.ENFORCED_DISAPPEARANCE,
    ),
    "terrorism": (Offence.TERRORISM,),
    "killing": (Offence.MURDER,),
    "torture": (Offence.TORTURE,),
    "disappearance": (Offence.ENFORCED_DISAPPEARANCE,),
    "core_crimes": (Offence.GENOCIDE, Offence.CRIMES_AGAINST_HUMANITY, Offence.WAR_CRIMES),
    "genocide_and_humanity": (Offence.GENOCIDE, Offence.CRIMES_AGAINST_HUMANITY),
    "war_crimes": (Offence.WAR_CRIMES,),
}

_OFFICES: dict[str, tuple[OfficeKind, ...]] = {
    "senior": (
        OfficeKind.HEAD_OF_STATE,
        OfficeKind.HEAD_OF_GOVERNMENT,
        OfficeKind.FOREIGN_MINISTER,
        OfficeKind.SENIOR_OFFICIAL,
    ),
    "senior_officials": (OfficeKind.SENIOR_OFFICIAL,),
    "head_of_state": (OfficeKind.HEAD_OF_STATE,),
    "ministers": (OfficeKind.HEAD_OF_GOVERNMENT, OfficeKind.FOREIGN_MINISTER),
    "security": (OfficeKind.SECURITY_SERVICE,),
}

_RECEIVERS: dict[str, re.Pattern[str]] = {
    "government_of_SY": re.compile(
        r"(government|state|agency|ministry|central_bank|armed_forces|army|air_force|military|police|intelligence"
        r"|security_services?|officials?|senior_officials?|senior_political_figures?)_of_(sy|syria)"
        r"|syrian_(government|state|regime|armed_forces|army|air_force|military|police|intelligence|security_services?"
        r"|arab_army|officials?)|assad_(regime|government)|former_(assad_)?regime"
    ),
    "forces_of_SY": re.compile(
        r"(armed_forces|army|air_force|military)_of_(sy|syria)|syrian_(armed_forces|army|air_force|military|arab_army)"
    ),
    "security_of_SY": re.compile(
        r"(police|intelligence|security_services?)_of_(sy|syria)|syrian_(police|intelligence|security_services?)"
    ),
    "assad_circle": re.compile(r"assad(_family|_circle|_regime)?|bashar_al_assad|makhlouf(_family)?|head_of_state"),
    "foreign_forces": re.compile(
        r"(foreign_)?(military_contractors?|mercenar(y|ies)|paramilitar(y|ies)|paramilitary_forces?|militias?)"
        r"(_(of|for)_(sy|syria|ru|russia|ir|iran))?|wagner(_group)?|hezbollah|hizballah|fatemiyoun|zaynabiyoun"
        r"|national_defen[cs]e_forces|ndf|shabiha|regime_militias?"
    ),
    "russia_or_iran": re.compile(
        r"(government|state|armed_forces|military)_of_(ru|russia|ir|iran)"
        r"|(russian|iranian)_(government|state|armed_forces|military)|irgc(_qf)?"
    ),
    "government_of_IR": re.compile(
        r"(government|state|armed_forces|military)_of_(ir|iran)|iranian_government|irgc(_qf)?"
    ),
    "sanctioned_person": re.compile(
        r"(designated|sanctioned|blocked|listed)_(person|entity|company|persons)(_(sy|syria))?|sdn"
    ),
    "perpetrator": re.compile(r"perpetrators?|human_rights_abusers?|abusers?"),
    "terrorist_group": re.compile(r"terrorist(_group|_organi[sz]ation|s)?|hamas|hezbollah|hizballah|islamic_jihad"),
    "anyone": re.compile(r".*"),
}

_KINDS: dict[str, re.Pattern[str]] = {
    "hydrocarbons": re.compile(r"petroleum(_products?)?|oil|fuel|crude(_oil)?|natural_gas|gas|refin(ery|ing)|energy"),
    "aircraft": re.compile(r"aircraft(_(parts?|spare_parts?|services?|maintenance))?|aviation|helicopters?|jet_fuel"),
    "construction": re.compile(r"construction|engineering|reconstruction|construction_services|engineering_services"),
    "surveillance": re.compile(
        r"surveillance|monitoring|interception|spyware|censorship|tracking|network_disruption|communications_technology"
    ),
    "repression": re.compile(r"(fire)?arms|weapons|ammunition|repression(_goods)?|police_equipment|tear_gas"),
    "weapons_of_mass_destruction": re.compile(r"(chemical|biological|nuclear)_weapons?|chemical|wmd|missiles?"),
    "captagon": re.compile(r"captagon|drugs|narcotics"),
    "evasion": re.compile(r"sanctions_evasion|evasion|deceptive_transactions?"),
    "finance": re.compile(r"financ(e|ial|ing)|funds|money|banking|loans?|credit"),
}

_ADULT_KIN = re.compile(
    r"(adult_(child|son|daughter|sibling|brother|sister))|spouse|wife|husband|partner|parent|father|mother"
    r"|(grand)?parent|uncle|aunt|in_law|(father|mother|brother|sister|son|daughter)_in_law|adult(_family_member)?"
)
_MINOR_KIN = re.compile(r"minor(_(child|son|daughter))?|infant")
_CLOSE_KIN = re.compile(
    r"((adult|minor)_)?(child|son|daughter|sibling|brother|sister)|children|spouse|wife|husband|partner|parent|father"
    r"|mother|adult_family_member|family_member|close_family"
)
_IMMEDIATE_KIN = re.compile(
    r"((adult|minor)_)?(child|son|daughter)|spouse|wife|husband|partner|parent|father|mother|sibling|brother|sister"
    r"|immediate_family(_member)?|adult_(sibling|brother|sister)"
)

_KIN_OF: dict[str, re.Pattern[str]] = {
    "assad": re.compile(r"((bashar|maher|hafez)_)?(al_)?assad(_family)?"),
    "makhlouf": re.compile(r"(\w+_)?makhlouf(_family)?"),
    "senior": re.compile(r"(bashar_)?(al_)?assad"),
    "officials": re.compile(
        r"(senior_|foreign_)?officials?|(foreign_)?minister|head_of_\w+|security_service|president"
    ),
    "anyone": re.compile(r".*"),
}
_KIN_OF_OFFICE: dict[str, re.Pattern[str]] = {
    "assad": re.compile(r"head_of_state|president"),
    "senior": re.compile(r"head_of_state|president|head_of_government|prime_minister|foreign_minister|senior_official"),
}


@lru_cache(maxsize=4_096)
def folded(word: str) -> str:
    """``word`` as the groups spell it: lower case, underscores."""
    return word.lower().replace("-", "_").replace(".", "_").strip("_")


def offences(groups: Iterable[str]) -> tuple[Offence, ...]:
    """The offences of ``groups``, in order."""
    return tuple(dict.fromkeys(each for group in groups for each in _OFFENCES[group]))


def offices(groups: Iterable[str]) -> frozenset[OfficeKind]:
    """The kinds of office in ``groups``."""
    return frozenset(each for group in groups for each in _OFFICES[group])


def is_receiver(word: str, groups: Iterable[str]) -> bool:
    """Whether the receiver ``word`` (folded) belongs to one of ``groups``."""
    return any(_RECEIVERS[group].fullmatch(word) for group in groups)


def is_kind(word: str, groups: Iterable[str]) -> bool:
    """Whether the kind of support ``word`` (folded) belongs to one of ``groups``."""
    return any(_KINDS[group].fullmatch(word) for group in groups)


def relation(word: str, group: str) -> Answer:
    """Whether the relation ``word`` (folded) is in *adult*, *close*, *immediate* or *any* kin."""
    if group == "any":
        return Answer.YES
    if group == "adult":
        if _ADULT_KIN.fullmatch(word):
            return Answer.YES
        return Answer.NO if _MINOR_KIN.fullmatch(word) else Answer.CANNOT_TELL
    known = _IMMEDIATE_KIN if group == "immediate" else _CLOSE_KIN
    return Answer.YES if known.fullmatch(word) else Answer.NO


def is_kin(word: str, groups: Iterable[str]) -> bool:
    """Whether the person ``word`` (folded) named in a family tie belongs to one of ``groups``."""
    return any(_KIN_OF[group].fullmatch(word) for group in groups)


def is_kin_by_office(word: str, groups: Iterable[str]) -> bool:
    """Whether ``word`` (folded) is an office whose holder belongs to one of ``groups``, if it is of the right state."""
    return any(group in _KIN_OF_OFFICE and _KIN_OF_OFFICE[group].fullmatch(word) for group in groups)


def known_groups() -> dict[str, frozenset[str]]:
    """Every group's name by sort, for the check of programme files."""
    return {
        "offences": frozenset(_OFFENCES),
        "offices": frozenset(_OFFICES),
        "receivers": frozenset(_RECEIVERS),
        "kinds": frozenset(_KINDS),
        "kin": frozenset(_KIN_OF),
    }
