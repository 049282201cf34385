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

from tpo.case.adrs import Adr, adr_text, adrs
from tpo.case.catalogue import Call, Provider, Service, providers, services
from tpo.case.changes import Capability, ChangeRequest, capabilities, change_requests
from tpo.case.company import company
from tpo.case.debt import DebtEntry, DebtRegister, debt_register
from tpo.case.facts import Fact, Facts
from tpo.case.features import Feature, Touch, features
from tpo.case.files import CaseFileError, data_root
from tpo.case.glossary import Term, glossary
from tpo.case.incidents import ClockEntry, CostLine, Incident, Layer, incident
from tpo.case.interviews import Interview, Statement, interviews
from tpo.case.journeys import Hop, Journey, Step, journeys
from tpo.case.measured import (
    ab_reroute,
    backlog,
    deployments,
    kano,
    reviews,
    sli_minutes,
    support_contacts,
    throughput,
    work_items,
)
from tpo.case.options import Choosing, choosing
from tpo.case.patterns import Pattern, Situation, patterns, situations
from tpo.case.people import Person, PersonFact, people
from tpo.case.repairs import Repair, repairs
from tpo.case.role import (
    Competency,
    Decision,
    Duty,
    EvidenceCard,
    LogEntry,
    Niche,
    QuickWin,
    competencies,
    decisions,
    duties,
    evidence_cards,
    niches,
    quick_wins,
    week_log,
)
from tpo.case.stakeholders import Stakeholder, stakeholders
from tpo.case.stories import PastStory, past_stories
from tpo.case.tables import data_contract, invoices, nest_hours, parcels, scan_events
from tpo.case.traces import TRACE_UNITS, trace_hops, traces
from tpo.case.usage import PartnerUsage, partner_usage

__all__ = [
    "TRACE_UNITS",
    "Adr",
    "Call",
    "Capability",
    "CaseFileError",
    "ChangeRequest",
    "Choosing",
    "ClockEntry",
    "Competency",
    "CostLine",
    "DebtEntry",
    "DebtRegister",
    "Decision",
    "Duty",
    "EvidenceCard",
    "Fact",
    "Facts",
    "Feature",
    "Hop",
    "Incident",
    "Interview",
    "Journey",
    "Layer",
    "LogEntry",
    "Niche",
    "PartnerUsage",
    "PastStory",
    "Pattern",
    "Person",
    "PersonFact",
    "Provider",
    "QuickWin",
    "Repair",
    "Service",
    "Situation",
    "Stakeholder",
    "Statement",
    "Step",
    "Term",
    "Touch",
    "ab_reroute",
    "adr_text",
    "adrs",
    "backlog",
    "capabilities",
    "change_requests",
    "choosing",
    "company",
    "competencies",
    "data_contract",
    "data_root",
    "debt_register",
    "decisions",
    "deployments",
    "duties",
    "evidence_cards",
    "features",
    "glossary",
    "incident",
    "interviews",
    "invoices",
    "journeys",
    "kano",
    "nest_hours",
    "niches",
    "parcels",
    "partner_usage",
    "past_stories",
    "patterns",
    "people",
    "providers",
    "quick_wins",
    "repairs",
    "reviews",
    "scan_events",
    "services",
    "situations",
    "sli_minutes",
    "stakeholders",
    "support_contacts",
    "throughput",
    "trace_hops",
    "traces",
    "week_log",
    "work_items",
]
