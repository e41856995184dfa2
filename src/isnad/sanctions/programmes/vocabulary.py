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

_SY, _RU, _IR = r"(sy|syr|syria)", r"(ru|rus|russia)", r"(ir|irn|iran)"
_FORCES = r"(armed_forces|forces|army|air_force|navy|military|arab_army)"
_SECURITY = r"(police|intelligence(_services?)?|security(_services?)?|prisons?)"
_STATE = r"(government|state|regime|ministry|agency|central_bank|bank|officials?|senior_officials?|parliament)"
_RECEIVERS: dict[str, re.Pattern[str]] = {
    "government_of_SY": re.compile(
        rf"(\w+_)?({_STATE}|{_FORCES}|{_SECURITY}|senior_political_figures?)(_\w+)?_of_{_SY}"
        rf"|syrian_({_STATE}|{_FORCES}|{_SECURITY})(_\w+)?|(former_)?(assad_)?(regime|government_of_assad)"
    ),
    "forces_of_SY": re.compile(rf"{_FORCES}_of_{_SY}|syrian_{_FORCES}"),
    "assad_circle": re.compile(r"((bashar|maher)_)?(al_)?assad(_\w+)?|(rami_)?makhlouf(_\w+)?|head_of_state"),
    "foreign_forces": re.compile(
        r"(\w+_)?(military_contractors?|mercenar(y|ies)|paramilitar(y|ies)|militias?)(_\w+)?"
        r"|wagner(_group)?|hezbollah|hizballah|fatemiyoun|zaynabiyoun|national_defen[cs]e_forces|ndf|shabiha"
    ),
    "russia_or_iran": re.compile(
        rf"(government|state|ministry|{_FORCES})(_\w+)?_of_({_RU}|{_IR})"
        rf"|(russian|iranian)_(government|state|{_FORCES})|irgc(_qf)?"
    ),
    "government_of_IR": re.compile(
        rf"(government|state|ministry|{_FORCES})(_\w+)?_of_{_IR}|iranian_government|irgc(_qf)?"
    ),
    "sanctioned_person": re.compile(r"(person_)?(designated|sanctioned|blocked|listed)(_\w+)?|sdn"),
    "perpetrator": re.compile(r"perpetrators?|(human_rights_)?abusers?|human_rights_abuses?"),
    "terrorist_group": re.compile(
        r"terroris[tm](_\w+)?|terrorists|hamas|hezbollah|hizballah|(palestinian_)?islamic_jihad"
    ),
    "anyone": re.compile(r".*"),
}

_KINDS: dict[str, re.Pattern[str]] = {
    "hydrocarbons": re.compile(
        r"(natural_)?gas(_\w+)?|petroleum(_\w+)?|(crude_)?oil(_\w+)?|(\w+_)?fuel|crude|refin\w+|energy"
    ),
    "aircraft": re.compile(r"(spare_)?aircraft(_\w+)?|aviation(_\w+)?|helicopters?(_\w+)?|jet_fuel"),
    "construction": re.compile(r"(re)?construction(_\w+)?|engineering(_\w+)?"),
    "surveillance": re.compile(
        r"surveillance(_\w+)?|monitoring|interception|spyware|tracking|network_disruption|communications_technology"
    ),
    "repression": re.compile(r"(fire)?arms|weapons|ammunition|repression(_\w+)?|police_equipment|tear_gas"),
    "weapons_of_mass_destruction": re.compile(r"(chemical|biological|nuclear)(_\w+)?|wmd|missiles?|proliferation"),
    "captagon": re.compile(r"captagon(_\w+)?|drugs|narcotics"),
    "evasion": re.compile(r"(sanctions_)?evasion|deceptive_transactions?"),
}

_OF_SOME_STATE = re.compile(rf"(\w+_)?({_STATE}|{_FORCES}|{_SECURITY})(_\w+)?_of_[a-z]{{2,3}}")
_PLAIN_KINDS = re.compile(
    r"financ\w+|funds|money|bank\w*|loans?|material|goods|services|technology|transport|food|medicine"
)

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


def knows_receiver(word: str) -> bool:
    """Whether any group knows the receiver ``word`` (folded), or it is a body of some other state."""
    known = any(pattern.fullmatch(word) for group, pattern in _RECEIVERS.items() if group != "anyone")
    return known or bool(_OF_SOME_STATE.fullmatch(word))


def knows_kind(word: str) -> bool:
    """Whether any group knows the kind of support ``word`` (folded), or it is one of the plain kinds."""
    return bool(_PLAIN_KINDS.fullmatch(word)) or any(pattern.fullmatch(word) for pattern in _KINDS.values())


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
