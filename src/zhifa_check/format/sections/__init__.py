"""The sections of a submission, one class each, and the format that they make up where no plan says otherwise."""

from functools import cache

from zhifa_check.format.format import Format
from zhifa_check.format.record import Section
from zhifa_check.format.sections.catalogue import Dossier
from zhifa_check.format.sections.decisions import Decision
from zhifa_check.format.sections.delegations import Delegation
from zhifa_check.format.sections.dossiers import BureauSample, CaseReview, Volume
from zhifa_check.format.sections.incidents import Incident, Measure
from zhifa_check.format.sections.people import Person, TrainingClass
from zhifa_check.format.sections.platform import PlatformEntry
from zhifa_check.format.sections.reports import Naming, Report

#: In the order in which forms and documentation tell them.
SECTIONS: tuple[type[Section], ...] = (
    Person,
    TrainingClass,
    Decision,
    Volume,
    Dossier,
    CaseReview,
    Report,
    Delegation,
    Incident,
    Measure,
    PlatformEntry,
    BureauSample,
    Naming,
)


def standard() -> Format:
    """The format that every plan has."""
    return _format(SECTIONS)


_format = cache(Format)
