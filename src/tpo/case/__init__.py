"""Linnet Parcels, the course's company: typed loaders for the files in ``datasets/``.

Every loader returns frozen records, keyed by their natural name and in file order:

>>> from tpo import case
>>> case.services()["booking"].availability_percent
99.9
>>> case.company()["revenue_per_parcel_eur"]
4.85
>>> round(case.incident("INC-0417").cost()["total"])
214262

All loaders take ``root``, the folder that holds the files. Without it they use the folder
named by the environment variable ``TPO_DATASETS``, else ``datasets/`` of this checkout.
A missing or damaged file raises ``CaseFileError`` with one sentence that names the file and
says what to do. Nobody in these files is a real person and no company is a real company.
"""

from tpo.case.catalogue import Call, Provider, Service, providers, services
from tpo.case.changes import Capability, ChangeRequest, capabilities, change_requests
from tpo.case.company import company
from tpo.case.facts import Fact, Facts
from tpo.case.features import Feature, Touch, features
from tpo.case.files import CaseFileError, data_root
from tpo.case.glossary import Term, glossary
from tpo.case.incidents import ClockEntry, CostLine, Incident, Layer, incident
from tpo.case.journeys import Hop, Journey, Step, journeys
from tpo.case.people import Person, PersonFact, people
from tpo.case.repairs import Repair, repairs
from tpo.case.stories import PastStory, past_stories
from tpo.case.tables import data_contract, invoices, nest_hours, parcels, scan_events
from tpo.case.traces import TRACE_UNITS, trace_hops, traces
from tpo.case.usage import PartnerUsage, partner_usage

__all__ = [
    "TRACE_UNITS",
    "Call",
    "Capability",
    "CaseFileError",
    "ChangeRequest",
    "ClockEntry",
    "CostLine",
    "Fact",
    "Facts",
    "Feature",
    "Hop",
    "Incident",
    "Journey",
    "Layer",
    "PartnerUsage",
    "PastStory",
    "Person",
    "PersonFact",
    "Provider",
    "Repair",
    "Service",
    "Step",
    "Term",
    "Touch",
    "capabilities",
    "change_requests",
    "company",
    "data_contract",
    "data_root",
    "features",
    "glossary",
    "incident",
    "invoices",
    "journeys",
    "nest_hours",
    "parcels",
    "partner_usage",
    "past_stories",
    "people",
    "providers",
    "repairs",
    "scan_events",
    "services",
    "trace_hops",
    "traces",
]
