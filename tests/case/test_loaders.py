"""The typed loaders: what they return, and the one sentence a damaged file gets."""

import bz2
import shutil
import subprocess
import sys
from dataclasses import FrozenInstanceError
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpo import case
from tpo.case.files import data_root
from tpo.case.records import record

DATASETS = Path(__file__).resolve().parents[2] / "datasets"


@pytest.fixture
def folder(tmp_path):
    """A copy of the data files that a test may spoil."""
    shutil.copytree(DATASETS, tmp_path / "d", ignore=shutil.ignore_patterns("*.py*", "sections"))
    return tmp_path / "d"


# What they return


def test_services_and_providers():
    services = case.services()
    assert len(services) == 16
    booking = services["booking"]
    assert (booking.owner, booking.p50_ms, booking.p99_ms) == ("Merchant Integration", 350, 900)
    assert [c.to for c in booking.calls if c.strength == "hard"] == [
        "address-check",
        "label",
        "nest-reservations",
        "roost",
    ]
    assert services["reroute"].availability_percent is None
    assert services["tracking"].facts["peak_rps"] == 280
    geosure = case.providers()["GeoSure"]
    assert (geosure.facts["contract_rps"], geosure.facts["call_eur"]) == (60, 0.004)
    assert geosure.facts.about("call_eur").unit == "EUR per call"


def test_journeys_walk_step_by_step():
    journeys = case.journeys()
    assert [j.number for j in journeys.values()] == [1, 2, 3, 4, 5]
    book = journeys["book"]
    assert book.hops[0].source == book.actor
    assert ("address-check", "GeoSure", "external") in {
        (hop.source, hop.target, hop.kind) for hop in book.hops
    }
    assert {j.person for j in journeys.values()} <= set(case.people())


def test_people_keep_their_hidden_facts_marked():
    everyone = case.people()
    assert len(everyone) == 14
    assert {p.id for p in everyone.values() if any(f.red_line for f in p.facts)} == {
        "ruth",
        "sofia",
    }
    assert all(fact.hidden for p in everyone.values() if p.id != "you" for fact in p.facts)


def test_company_figures_have_unit_meaning_and_source():
    company = case.company()
    assert company["contact_eur"] == 2.40
    assert company.about("worker_year_eur").source.startswith("course: ")
    assert "contact_eur" in company
    assert len(list(company)) == len(company)
    with pytest.raises(KeyError, match="no figure 'contact'; there are: parcels_per_day"):
        company["contact"]


def test_incident():
    incident = case.incident("INC-0417")
    assert incident.clock[0].at == datetime(2025, 11, 28, 17, 42)
    assert [layer.tries for layer in incident.layers] == [3, 3, 3]
    line = incident.cost_lines[0]
    assert [fact.name for fact in line.factors] == [
        "failed_requests",
        "never_retried_share",
        "revenue_per_parcel_eur",
    ]
    assert line.eur == incident.cost()["lost revenue"]


def test_the_bill_follows_the_company_figures(folder):
    spoil(folder, "company.yaml", "value: 4.85", "value: 9.70")
    changed = case.incident("INC-0417", folder).cost()
    assert changed["lost revenue"] == pytest.approx(2 * 58_185.45)
    assert changed["total"] == pytest.approx(case.incident("INC-0417").cost()["total"] + 58_185.45)


def test_glossary_by_module():
    assert set(case.glossary("M04")) >= {"hard dependency", "soft dependency"}
    assert case.glossary("M99") == {}
    assert case.glossary()["goodput"].confusable_with == "throughput"


def test_traces_are_a_fresh_typed_frame():
    frame = case.traces()
    assert frame.shape == (2000, 9)
    assert str(frame.ms.dtype) == "int64"
    assert str(frame.attempt.dtype) == "int64"
    assert frame.attrs["units"]["ms"] == "milliseconds"
    assert frame.parent.isna().sum() == (frame.parent.isna() & frame.service.notna()).sum() > 0
    frame.loc[0, "ms"] = -1
    assert case.traces().ms.min() >= 0


def test_records_can_not_be_changed():
    with pytest.raises(TypeError):
        case.services()["new"] = None  # type: ignore[index]
    with pytest.raises(FrozenInstanceError):
        case.services()["booking"].owner = "nobody"  # type: ignore[misc]
    assert case.services() is case.services()


def test_importing_case_needs_no_pandas():
    code = "import sys, tpo.case; tpo.case.services(); sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


# Where they look


def test_the_environment_variable_names_the_folder(folder, monkeypatch):
    spoil(folder, "company.yaml", "value: 4.85", "value: 5")
    assert data_root() == DATASETS
    monkeypatch.setenv("TPO_DATASETS", str(folder))
    assert case.company()["revenue_per_parcel_eur"] == 5
    assert case.company(DATASETS)["revenue_per_parcel_eur"] == 4.85


def test_a_missing_folder(monkeypatch):
    monkeypatch.setenv("TPO_DATASETS", "nowhere/at-all")
    error = failure(case.services)
    assert str(error).startswith("There is no data folder nowhere")
    assert "set TPO_DATASETS" in str(error)


# What a damaged file gets


def spoil(folder, name, old, new):
    opened = bz2.open if name.endswith(".bz2") else open
    with opened(folder / name, "rt", encoding="utf-8") as file:
        text = file.read()
    assert old in text
    with opened(folder / name, "wt", encoding="utf-8", newline="\n") as file:
        file.write(text.replace(old, new, 1))


def failure(load, *arguments, **named):
    """The error of a loader: one sentence on one line, and no chain of causes behind it."""
    with pytest.raises(case.CaseFileError) as caught:
        load(*arguments, **named)
    error = caught.value
    assert "\n" not in str(error)
    assert error.__cause__ is None
    assert error.__context__ is None
    return error


FILES = [
    ("catalogue.yaml", case.services),
    ("company.yaml", case.company),
    ("glossary.yaml", case.glossary),
    ("journeys.json", case.journeys),
    ("people.yaml", case.people),
    ("call_traces.jsonl", case.traces),
    ("parcels.csv.bz2", case.parcels),
    ("invoices.csv", case.invoices),
    ("nest_hours.csv.bz2", case.nest_hours),
    ("contracts/parcel_journey.yaml", case.data_contract),
]
MADE = ("call_traces.jsonl", "parcels.csv.bz2", "invoices.csv", "nest_hours.csv.bz2")


@pytest.mark.parametrize(("name", "load"), FILES)
@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, "is missing"),
        (b"\xff\xfe\x00", "is not UTF-8 text"),
        (b"{[", " "),
        (b"", " "),
        (b"[]", " "),
        (b"{}", " "),
    ],
)
def test_every_loader_names_its_file_and_what_to_do(folder, name, load, content, problem):
    (folder / name).unlink()
    if content is not None:
        (folder / name).write_bytes(bz2.compress(content) if name.endswith(".bz2") else content)
    text = str(failure(load, root=folder))
    assert text.startswith(f"datasets/{name}")
    assert problem in text
    advice = "generate.py" if name in MADE else "git restore datasets/"
    assert advice in text


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        (
            "catalogue.yaml",
            "availability_percent: 99.95",
            "availability_percent: high",
            "'availability_percent' of item 1 (merchant-gateway) in 'services' must be a number, not 'high'",
        ),
        (
            "catalogue.yaml",
            "kind: sync, strength: hard",
            "kind: rpc, strength: hard",
            "must be one of sync, event, db, external, not 'rpc'",
        ),
        (
            "catalogue.yaml",
            "{to: label, kind: sync",
            "{to: labels, kind: sync",
            "'booking' calls 'labels' as 'sync'",
        ),
        (
            "catalogue.yaml",
            "{to: GeoSure, kind: external",
            "{to: GeoSure, kind: sync",
            "'address-check' calls 'GeoSure' as 'sync'",
        ),
        ("catalogue.yaml", "name: label\n", "name: booking\n", "'booking' is there twice"),
        ("catalogue.yaml", "status: live", "status: [live]", "must be one of live, to build"),
        ("catalogue.yaml", "providers:", "provider:", "it has the unknown field 'provider'"),
        (
            "catalogue.yaml",
            "name: peak_rps, value: 280",
            "name: views_per_day, value: 280",
            "'views_per_day' is there twice",
        ),
    ],
)
def test_services_say_what_does_not_fit(folder, name, old, new, says):
    spoil(folder, name, old, new)
    assert says in str(failure(case.services, root=folder))


def test_journeys_stay_on_the_map(folder):
    spoil(folder, "journeys.json", '"target": "label"', '"target": "tally"')
    says = "journey 'book' hops from 'booking' to 'tally' as 'sync', which catalogue.yaml does not"
    assert says in str(failure(case.journeys, root=folder))


def test_journeys_do_not_jump(folder):
    spoil(folder, "journeys.json", '"source": "tracking"', '"source": "trill"')
    says = "has not reached 'trill' yet"
    assert says in str(failure(case.journeys, root=folder))


def test_yaml_that_cannot_be_read_names_the_line(folder):
    spoil(folder, "people.yaml", "    role: Courier for 9 years", "   role: Courier")
    assert "is not valid YAML (line " in str(failure(case.people, root=folder))


def test_an_impossible_date_in_yaml(folder):
    spoil(folder, "people.yaml", "name: You", "name: 2025-13-45")
    assert "is not valid YAML" in str(failure(case.people, root=folder))


def test_glossary_confusables_are_cards(folder):
    spoil(folder, "glossary.yaml", "confusable_with: goodput", "confusable_with: speed")
    assert "'throughput' is confusable with 'speed'" in str(failure(case.glossary, root=folder))


@pytest.mark.parametrize("wrong", ["INC-9999", "../company", "", "INC-0417.yaml"])
def test_an_unknown_incident_names_those_there_are(wrong):
    error = failure(case.incident, wrong)
    assert f"datasets/incidents/{wrong}.yaml is missing" in str(error)
    assert "INC-0417." in str(error)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("id: INC-0417", "id: INC-0418", "its 'id' is 'INC-0418'"),
        ("redelivery_eur]", "taxi_eur]", "cost line 'redelivery' names the figure 'taxi_eur'"),
        ('at: "2025-11-28T18:31"', "at: 18:31", "must be a time like '2025-11-28T17:42', not 1111"),
        ("tries: 3", "tries: 3.5", "must be a whole number, not 3.5"),
        ("mark: declared", "mark: slow", "'slow' is there twice"),
    ],
)
def test_incidents_say_what_does_not_fit(folder, old, new, says):
    spoil(folder, "incidents/INC-0417.yaml", old, new)
    error = failure(case.incident, "INC-0417", root=folder)
    assert str(error).startswith("datasets/incidents/INC-0417.yaml: ")
    assert says in str(error)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"attempt": 1', '"attempt": "1"', "line 1 has the wrong type of value in attempt"),
        ('"attempt": 1', '"attempt": true', "line 1 has the wrong type of value in attempt"),
        ('"attempt": 1, ', "", "line 1 is not a span with the fields trace_id, "),
        ("}\n", "\n", "line 1 is not a span"),
    ],
)
def test_traces_name_the_broken_line(folder, old, new, says):
    spoil(folder, "call_traces.jsonl", old, new)
    assert says in str(failure(case.traces, root=folder))


def test_a_notebook_shows_the_sentence_alone():
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    shell = InteractiveShell.instance()
    with capture_output() as shown:
        shell.run_cell("from tpo import case\ncase.incident('INC-1')")
    InteractiveShell.clear_instance()
    assert "datasets/incidents/INC-1.yaml is missing" in shown.stdout
    assert "Traceback" not in shown.stdout + shown.stderr


# Any content at all: a record or one sentence, never a crash

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just(10**400),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
shapes = st.sampled_from([case.Service, case.Person, case.Term, case.ClockEntry, case.Fact])


@st.composite
def nearly_right(draw):
    """A record whose fields have the right names and any values."""
    shape = draw(shapes)
    names = list(shape.__dataclass_fields__)
    return shape, {name: draw(anything) for name in names}


@given(nearly_right(), anything)
def test_any_content_gives_a_record_or_one_sentence(right_names, other):
    shape, data = right_names
    for content in (data, other):
        try:
            result = record(shape, content, "x.yaml")
        except case.CaseFileError as error:
            result = error
        sentence = isinstance(result, case.CaseFileError) and str(result)
        assert isinstance(result, shape) or sentence.startswith("datasets/x.yaml: ")


# The large tables


def test_large_tables_are_fresh_typed_frames():
    parcels, scans = case.parcels(), case.scan_events()
    assert str(parcels.booked_at.dt.tz) == "UTC"
    assert parcels.restricted.dtype == bool
    assert parcels.value_eur.dtype == float
    assert str(parcels.first_attempt_ok.dtype) == "boolean"
    assert scans.device_seq.dtype == "int64"
    parcels.loc[0, "zone"] = "spoiled"
    assert case.parcels().zone[0] != "spoiled"


@pytest.mark.parametrize(
    ("name", "load", "old", "new", "says"),
    [
        (
            "parcels.csv.bz2",
            case.parcels,
            ",no,,DELIVERED,yes",
            ",no,,DELIVERED,si",
            "first_attempt_ok",
        ),
        ("parcels.csv.bz2", case.parcels, "2025-11-27T15:40Z", "27/11/2025", "line 2: booked_at"),
        ("parcels.csv.bz2", case.parcels, ",door,", ",door,,", "line 2 has 15 cells, not 14"),
        (
            "invoices.csv",
            case.invoices,
            "invoice_id,line",
            "line,invoice_id",
            "does not begin with",
        ),
        ("nest_hours.csv.bz2", case.nest_hours, "T00Z,1", "T00Z,x1", "line 2: free_s can't be 'x1"),
        (
            "nest_hours.csv.bz2",
            case.nest_hours,
            "T00Z,1",
            "T00Z,0.1",
            "line 2: free_s can't be '0.1",
        ),
    ],
)
def test_large_tables_name_line_and_column(folder, name, load, old, new, says):
    spoil(folder, name, old, new)
    text = str(failure(load, root=folder))
    assert text.startswith(f"datasets/{name}")
    assert says in text
    assert "generate.py" in text


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "is missing"),
        (b"no archive", "can't be unpacked"),
        (bz2.compress(b""), "is empty"),
        (bz2.compress(b"{}"), "line 1 has not the fields event_id"),
        (bz2.compress(b"{[")[:-4], "can't be unpacked"),
    ],
)
def test_packed_scans_that_are_damaged_get_one_sentence(folder, content, says):
    path = folder / "scan_events.jsonl.bz2"
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    assert says in str(failure(case.scan_events, root=folder))
