"""linnet-data: the files are the generator's output, fit their description, and tell the story."""

import bz2
import json
import math
import os
import shutil
import subprocess
import sys
from hashlib import sha256
from importlib import import_module
from pathlib import Path

import pytest

from tpo import case

DATASETS = Path(__file__).resolve().parents[1] / "datasets"
sys.path.insert(0, str(DATASETS))
GENERATED = tuple(import_module("generate").SECTIONS)
sys.path.remove(str(DATASETS))
NO_TABLES = {"generate.py", "dictionary.yaml", ".gitattributes", "openapi/booking-1.4.yaml"}


def generate(folder, *arguments, **variables):
    return subprocess.run(
        [sys.executable, folder / "generate.py", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **variables},
    )


@pytest.fixture
def folder(tmp_path):
    """A copy of datasets/ that a test may spoil."""
    shutil.copytree(DATASETS, tmp_path / "d", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "d"


def replace(path, old, new):
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode())


# The generator


@pytest.mark.parametrize("hash_seed", ["0", "1"])
def test_every_generated_file_is_the_output_of_its_sources(hash_seed):
    run = generate(DATASETS, "--check", PYTHONHASHSEED=hash_seed)
    assert (run.returncode, run.stderr) == (0, "")


def test_check_names_every_file_that_was_edited_and_generate_mends_them(folder):
    original = {name: (folder / name).read_bytes() for name in GENERATED}
    for name, content in original.items():
        (folder / name).write_bytes(content + b"\n")
    run = generate(folder, "--check")
    assert run.returncode == 1
    assert run.stdout.splitlines() == [
        f"stale: datasets/{name} (run: python datasets/generate.py)" for name in GENERATED
    ]
    for name, content in original.items():
        assert (folder / name).read_bytes() == content + b"\n", "--check must not write"
    assert generate(folder).stdout == "".join(f"wrote datasets/{name}\n" for name in GENERATED)
    assert {name: (folder / name).read_bytes() for name in GENERATED} == original


def test_check_sees_line_ends_and_a_missing_file(folder):
    text = (folder / "README.md").read_bytes()
    (folder / "README.md").write_bytes(text.replace(b"\n", b"\r\n"))
    (folder / "call_traces.jsonl").unlink()
    run = generate(folder, "--check")
    assert run.returncode == 1
    assert "datasets/README.md" in run.stdout
    assert "datasets/call_traces.jsonl" in run.stdout


def test_check_sees_a_source_that_changed(folder):
    replace(folder / "company.yaml", "value: 4.85", "value: 4.86")
    run = generate(folder, "--check")
    assert run.returncode == 1
    assert "datasets/datapackage.json" in run.stdout


def test_a_damaged_source_stops_the_generator_with_one_sentence(folder):
    replace(folder / "people.yaml", "    role: Head of merchant sales\n", "")
    before = (folder / "README.md").read_bytes()
    run = generate(folder)
    assert run.returncode == 1
    assert run.stderr.count("\n") == 1
    assert run.stderr.startswith("datasets/people.yaml: item 3 (Tomasz Breuer) in 'people' lacks")
    assert "the field 'role'" in run.stderr
    assert (folder / "README.md").read_bytes() == before


def test_every_file_is_a_source_a_section_or_described():
    package = descriptor()
    known = {table["path"] for table in package["resources"]} | set(GENERATED)
    known |= NO_TABLES
    known |= {f"adr/{name}" for name in case.adrs()}  # described by adr/index.yaml
    files = (path for path in DATASETS.rglob("*") if path.is_file())
    stray = {
        path.relative_to(DATASETS).as_posix()
        for path in files
        if path.parent.name not in ("sections", "__pycache__")
    } - known
    assert not stray


# The description


def descriptor():
    return json.loads((DATASETS / "datapackage.json").read_bytes())


def inlined(folder, *names):
    """The package with JSON rows put in: frictionless reads YAML itself, JSON only with extras.

    With names, only these tables.
    """
    package = json.loads((folder / "datapackage.json").read_bytes())
    package["resources"] = [t for t in package["resources"] if not names or t["name"] in names]
    for table in package["resources"]:
        content = (folder / table["path"]).read_bytes()
        if table.pop("compression", None):
            content = bz2.decompress(content)
        text = content.decode()
        if table["format"] == "jsonl":
            rows = [json.loads(line) for line in text.splitlines()]
        elif table["format"] == "json":
            rows = json.loads(text)[table["dialect"]["json"]["property"]]
        else:
            continue
        for key in ("path", "format", "mediatype", "bytes", "hash", "dialect"):
            table.pop(key, None)
        table["data"] = rows
    return package


def validate(package, folder):
    from frictionless import Checklist, Package

    # frictionless 5.21 counts no bytes when it reads YAML, and then reports a wrong count;
    # bytes and hashes are compared below, in test_every_table_says_what_it_is.
    checklist = Checklist(skip_errors=["byte-count"])
    report = Package.from_descriptor(package, basepath=str(folder)).validate(checklist)
    errors = [(e[0], e[1]) for e in report.flatten(["type", "fieldName"])]
    return report.valid, errors, [task.stats.get("rows") for task in report.tasks]


def test_frictionless_finds_the_package_valid_and_reads_every_row():
    valid, errors, rows = validate(inlined(DATASETS), DATASETS)
    assert (valid, errors) == (True, [])
    assert rows == [table["rows"] for table in descriptor()["resources"]]


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("ms", -1, "constraint-error"),
        ("ms", "fast", "type-error"),
        ("kind", "rpc", "constraint-error"),
        ("attempt", 4, "constraint-error"),
        ("status", None, "constraint-error"),
        ("trace_id", "20251128T9904-001", "constraint-error"),
        ("parent", "s9999", "foreign-key"),
        ("journey", "return", "foreign-key"),
        ("span_id", "s0002", "primary-key"),
    ],
)
def test_frictionless_catches_a_broken_span(field, value, error):
    package = inlined(DATASETS, "call_traces", "journeys", "people")
    table = next(t for t in package["resources"] if t["name"] == "call_traces")
    table["data"][0][field] = value
    valid, errors, _ = validate(package, DATASETS)
    assert not valid
    assert error in [kind for kind, _ in errors]


def test_frictionless_catches_a_broken_hand_written_row(folder):
    replace(folder / "catalogue.yaml", "availability_percent: 99.95", "availability_percent: 999.5")
    replace(folder / "people.yaml", "id: callum", "id: ines")
    replace(folder / "company.yaml", "source: curriculum}", "source: a friend}")
    package = inlined(folder, "services", "people", "company")
    valid, errors, _ = validate(package, folder)
    assert not valid
    assert ("constraint-error", "availability_percent") in errors
    assert ("constraint-error", "source") in errors
    assert "primary-key" in [kind for kind, _ in errors]


def test_every_table_says_what_it_is_and_what_it_cannot_tell():
    for table in descriptor()["resources"]:
        content = (DATASETS / table["path"]).read_bytes()
        assert table["hash"] == f"sha256:{sha256(content).hexdigest()}"
        assert table["bytes"] == len(content)
        assert table["licenses"][0]["name"] == "CC-BY-4.0"
        assert table["provenance"]
        assert table["description"].endswith(".")
        assert table["cannotTell"]
        for field in table["schema"]["fields"]:
            assert field["description"].endswith("."), field["name"]
            if field["type"] in ("integer", "number") and field["name"] != "number":
                assert field["unit"], field["name"]


def test_personal_data_is_named_and_has_a_last_day():
    for table in descriptor()["resources"]:
        names = {field["name"] for field in table["schema"]["fields"]}
        assert set(table["personalData"]) <= names, table["name"]
        assert not table["personalData"] or table["retentionDays"] > 0, table["name"]
    tables = {table["name"]: table for table in descriptor()["resources"]}
    assert "device_id" in tables["scan_events"]["personalData"], "a phone is a courier"
    sla = {row["property"]: row for row in case.data_contract()["slaProperties"]}
    assert sla["retention"]["value"] == tables["scan_events"]["retentionDays"]


def test_the_booking_api_is_a_description_that_our_engine_reads():
    from tpo.team.api import check_api

    spec = DATASETS / "openapi" / "booking-1.4.yaml"
    assert check_api(spec, spec) == 0


def test_the_readme_names_every_field():
    readme = (DATASETS / "README.md").read_text(encoding="utf-8")
    for table in descriptor()["resources"]:
        assert f"## {table['name']}\n" in readme
        for field in table["schema"]["fields"]:
            assert f"| `{field['name']}` |" in readme


def test_the_data_are_small():
    total = sum(path.stat().st_size for path in DATASETS.rglob("*") if path.suffix != ".pyc")
    assert total < 8_000_000


def test_large_tables_are_packed():
    large = {p.name for p in DATASETS.iterdir() if p.is_file() and p.stat().st_size > 1_000_000}
    assert large == set()


# The numbers of the story (curriculum §5)


def hard_chain(name, services):
    """The service and everything it can't do without, at any depth."""
    found = [name]
    for call in services[name].calls:
        if call.strength == "hard" and call.kind == "sync":
            found += hard_chain(call.to, services)
    return found


def chain_availability(names, services):
    return math.prod(services[name].availability_percent / 100 for name in names)


def test_the_hard_chain_of_a_booking():
    services = case.services()
    chain = hard_chain("merchant-gateway", services)
    assert len(chain) == 6
    up = chain_availability(chain, services)
    assert round(100 * up, 2) == 99.10
    assert round((1 - up) * 30 * 24, 1) == 6.5  # hours in 30 days
    assert round(sum(services[n].availability_percent for n in chain) / 6, 2) == 99.85

    def without(*soft):
        return 100 * chain_availability([n for n in chain if n not in soft], services)

    assert round(without("address-check"), 3) == 99.601
    assert round(without("address-check", "label"), 3) == 99.650
    assert round(without("address-check", "label", "nest-reservations"), 3) == 99.750
    twice = 1 - (1 - services["address-check"].availability_percent / 100) ** 2
    assert round(without("address-check") * twice, 3) == 99.598


def test_the_two_money_leaks():
    company = case.company()
    month = 30 * company["parcels_per_day"]
    assert month == 2_100_000
    failed = month * company["door_share"] * (1 - company["first_attempt_success_share"])
    assert round(failed) == 216_972
    assert round(failed * company["failed_attempt_eur"] / 1000) == 673
    contacts = month * company["contacts_per_100_parcels"] / 100
    assert round(contacts) == 151_200
    assert round(contacts * company["contact_eur"] / 1000) == 363
    assert round(month * company["margin_per_parcel_eur"] / 1e6, 2) == 1.30
    point = month * company["door_share"] * company["failed_attempt_eur"] / 100
    assert round(point / 1000) == 53
    assert company["peak_day_parcels"] / company["parcels_per_day"] == pytest.approx(2.6)
    assert company["nests"] * company["compartments_per_nest"] == 29_760


def test_inc_0417_costs_214_thousand_euros():
    cost = case.incident("INC-0417").cost()
    assert [round(eur / 1000, 1) for eur in cost.values()] == [58.2, 71.6, 12.2, 35.8, 36.5, 214.3]
    assert list(cost)[-1] == "total"


def test_inc_0417_follows_from_its_figures():
    incident = case.incident("INC-0417")
    facts = incident.facts
    minutes = incident.minutes("slow", "recovered")
    assert minutes == 206
    assert incident.minutes("slow", "first_page") == 49
    assert incident.minutes("recovered", "tracking_caught_up") == 52
    assert round(100 * incident.failed_share()) == 62
    assert incident.budget_requests() == 12_000
    assert math.floor(100 * incident.budget_spent()) == 322
    assert incident.tries_product() == 27
    # 62,400 requests are the demand; 62 % failed because 128 of 206 minutes were bad.
    assert facts["demand_rps"] * minutes * 60 == pytest.approx(facts["requests"], rel=0.001)
    assert facts["bad_phase_min"] / minutes == pytest.approx(incident.failed_share(), abs=0.005)
    # Little's law (6.1): calm, burst, one retrying layer, three.
    two_seconds = incident.layers[0].timeout_s
    in_flight = (
        facts["demand_rps"] * facts["booking_s"],
        facts["burst_rps"] * facts["booking_s"],
        facts["demand_rps"] * 3 * two_seconds,
        facts["demand_rps"] * incident.tries_product() * two_seconds,
    )
    assert [round(n, 1) for n in in_flight] == [1.8, 17.5, 30.3, 272.7]
    slots = facts["provider_slow_capacity_rps"] * facts["provider_slow_s"]
    assert slots == facts["provider_slots"]
    # 14.4 x burn over one hour at this error share (8.2): paged after 7.0 minutes, not 49.
    allowed = (100 - facts["objective_percent"]) / 100
    assert round(14.4 * allowed * 60 / incident.failed_share(), 1) == 7.0


# The traces


@pytest.fixture(scope="module")
def spans():
    return case.traces()


def test_there_are_2000_spans_of_all_five_journeys(spans):
    assert len(spans) == 2_000
    assert set(spans.journey) == set(case.journeys())
    assert spans.span_id.is_unique
    parents = spans.dropna(subset="parent").parent.map(spans.set_index("span_id").trace_id)
    assert (parents == spans.trace_id[parents.index]).all()


def arrows(spans):
    """(journey, caller, called, kind) of every span; the caller of a first call is None."""
    called_by = spans.parent.map(spans.set_index("span_id").service)
    callers = called_by.astype(object).where(called_by.notna(), None)
    return list(zip(spans.journey, callers, spans.service, spans.kind, strict=True))


def test_traces_walk_exactly_the_hops_of_the_journeys(spans):
    hops = {
        (journey.name, None if hop.source == journey.actor else hop.source, hop.target, hop.kind)
        for journey in case.journeys().values()
        for hop in journey.hops
    }
    assert set(arrows(spans)) == hops


def test_every_calm_trace_takes_every_hop_that_is_not_optional(spans):
    calm = spans[~spans.trace_id.str.startswith("20251128")]
    for trace_id, trace in calm.groupby("trace_id"):
        journey = case.journeys()[trace.journey.iloc[0]]
        must = {hop.target for hop in journey.hops if not hop.optional}
        may = {hop.target for hop in journey.hops}
        assert must <= set(trace.service) <= may, trace_id


def test_all_live_services_and_both_providers_appear(spans):
    live = {s.name for s in case.services().values() if s.status == "live"}
    assert set(spans.service) == live | set(case.providers())


def test_the_hidden_coupling_shows_as_a_database_read(spans):
    reads = {(caller, called) for _, caller, called, kind in arrows(spans) if kind == "db"}
    assert reads == {("tally", "roost")}


def test_answered_calls_take_the_catalogued_time(spans):
    waited = spans[spans.kind.isin(["sync", "db", "external"])].groupby("parent").ms.sum()
    own = spans.ms - spans.span_id.map(waited).fillna(0)
    for service in case.services().values():
        if service.p50_ms is None:
            continue
        chosen = (spans.service == service.name) & (spans.status == "ok")
        ms = (own if service.ms_measures == "own" else spans.ms)[chosen]
        assert len(ms) >= 40, service.name
        assert ms.median() == pytest.approx(service.p50_ms, rel=0.10), service.name
        assert ms.quantile(0.99) == pytest.approx(service.p99_ms, rel=0.35), service.name


def test_a_caller_waits_at_least_as_long_as_what_it_waits_for_unless_it_gave_up(spans):
    waited = spans[spans.kind != "event"].groupby("parent").ms.sum()
    longer = spans[spans.ms < spans.span_id.map(waited).fillna(0)]
    assert len(longer) > 20, "the storms must show zombie work"
    assert set(longer.status) == {"timeout"}


def test_storms_show_27_tries_duplicates_and_answers_nobody_waited_for(spans):
    storms = spans[spans.trace_id.str.startswith("20251128")]
    incident = case.incident("INC-0417")
    look_ups = storms[storms.service == "GeoSure"].groupby("trace_id").size()
    assert look_ups.max() == incident.tries_product()
    assert storms[storms.service == "label"].groupby("trace_id").size().max() >= 3
    assert storms[storms.service == "GeoSure"].status.eq("ok").all()
    timed_out = storms[storms.status == "timeout"]
    assert timed_out.ms.eq(2_000).all()
    assert {"merchant-gateway", "booking", "address-check"} == set(timed_out.service)
    first, last = f"{incident.clock[0].at:%H%M}", "2108"
    assert storms.trace_id.str[9:13].between(first, last).all()
    saved = storms[(storms.service == "merchant-gateway") & (storms.status == "ok")]
    assert saved.attempt.tolist() == [2]


def test_retries_follow_a_failure_of_the_same_call(spans):
    assert set(spans.attempt) == {1, 2, 3}
    calls = spans.assign(caller=spans.parent.fillna("outside"))
    for _, tries in calls.groupby(["trace_id", "caller", "service"]):
        assert tries.attempt.tolist() == list(range(1, len(tries) + 1))
        assert "ok" not in tries.status.tolist()[:-1]


# The words


def test_glossary_cards_are_short_and_all_terms_of_m06_are_there():
    cards = case.glossary()
    for card in cards.values():
        assert len(card.plain.split()) <= 30, card.term
        assert len(card.linnet.split()) <= 30, card.term
        assert len(card.answer.split()) <= 30, card.term
        assert card.question.startswith('Callum asks: "')
    curriculum = (
        "throughput, latency, percentile, utilisation, queue, in flight, timeout, retry, backoff, "
        "jitter, retry budget, circuit breaker, graceful degradation, load shedding, cache hit, "
        "time to live, metastable failure"
    )
    assert set(curriculum.split(", ")) <= set(case.glossary("M06"))


# Three weeks of parcels (M07)


@pytest.fixture(scope="module")
def parcels():
    return case.parcels()


@pytest.fixture(scope="module")
def scans():
    return case.scan_events()


def test_12000_parcels_with_the_shares_of_the_story(parcels):
    company = case.company()
    assert len(parcels) == 12_000
    assert parcels.parcel_id.is_unique
    doors = parcels[parcels.service == "door"]
    assert len(doors) / 12_000 == pytest.approx(company["door_share"], abs=0.01)
    assert doors.nest_id.isna().all()
    assert parcels.nest_id.notna().sum() == 12_000 - len(doors)
    partners = parcels.merchant_id <= f"m{company['api_partners']:04.0f}"
    assert partners.mean() == pytest.approx(company["api_volume_share"], abs=0.01)


def test_first_attempt_success_is_87_4_percent(parcels):
    orders = parcels[parcels.service == "door"].drop_duplicates("order_id")
    tried = orders.first_attempt_ok.dropna()
    assert round(100 * tried.mean(), 1) == 100 * case.company()["first_attempt_success_share"]


def test_second_labels_flatter_the_incident(parcels):
    twins = parcels[parcels.order_id.duplicated()]
    assert len(twins) == 90
    assert set(twins.booked_at.dt.date.astype(str)) == {"2025-11-28"}
    day = parcels[(parcels.booked_at.dt.date.astype(str) == "2025-11-28")]
    honest = day.drop_duplicates("order_id").first_attempt_ok.mean()
    assert day.first_attempt_ok.mean() > honest + 0.005


def test_sunday_is_38_percent_of_friday_and_the_peak_stands_out(parcels):
    days = parcels.booked_at.dt.date.astype(str).value_counts()
    assert days["2025-11-16"] / days["2025-11-14"] == pytest.approx(0.38, abs=0.05)
    assert days.idxmax() == "2025-11-28"
    assert (parcels.promised_to - parcels.promised_from).dt.total_seconds().eq(7200).all()


def test_about_70000_scans_with_the_quoted_defects(scans, parcels):
    assert len(scans) == pytest.approx(70_000, rel=0.015)
    assert scans.parcel_id.isin(parcels.parcel_id).all()
    assert scans.event_id.duplicated().mean() == pytest.approx(0.008, abs=0.0005)
    late = (scans.received_at - scans.occurred_at).dt.total_seconds() > 1_800
    assert late.mean() == pytest.approx(0.03, abs=0.005)
    assert scans.received_at.is_monotonic_increasing


def test_replay_rules_err_on_the_file_as_on_the_engines_logs(scans, parcels):
    """The quoted rates (curriculum section 9), on the file alone."""
    truth = parcels.set_index("parcel_id").status

    def wrong(frame, *by):
        last = frame.sort_values([*by], kind="stable").groupby("parcel_id").type.last()
        return (last.reindex(truth.index) != truth).mean()

    once = scans.drop_duplicates("event_id")
    assert wrong(once, "received_at") == pytest.approx(0.052, abs=0.004)
    assert wrong(once, "occurred_at") == pytest.approx(0.003, abs=0.001)
    lateness = (once.received_at - once.occurred_at).dt.total_seconds()
    assert wrong(once[lateness <= 1_800], "occurred_at") == pytest.approx(0.056, abs=0.005)
    counted = ["ATTEMPTED", "DELIVERED", "PICKED_UP"]
    more = scans[scans.type.isin(counted)].groupby("parcel_id").size()
    true = once[once.type.isin(counted)].groupby("parcel_id").size()
    assert (more != true).sum() / len(truth) == pytest.approx(0.0067, abs=0.004)


def test_tally_billed_second_labels_and_the_average_price(parcels):
    lines = case.invoices()
    assert len(lines) == 3_000
    twice = lines.order_id.duplicated()
    assert twice.sum() == 90
    assert lines.amount_eur.mean() == pytest.approx(
        case.company()["revenue_per_parcel_eur"], abs=0.03
    )
    owner = parcels.set_index("parcel_id").merchant_id
    assert (lines.parcel_id.map(owner) == lines.merchant_id).all()


def test_nests_were_promised_twice_on_address_friday():
    hours = case.nest_hours()
    assert len(hours) == 620 * 72
    over = hours[hours.free_s < 0]
    assert set(over.hour.dt.date.astype(str)) == {"2025-11-28"}
    most = -over.groupby("hour").free_s.sum().min()
    assert most == case.incident("INC-0417").facts["double_booked_compartments"]


def test_the_contract_names_the_columns_of_the_file(scans):
    (table,) = case.data_contract()["schema"]
    assert [column["name"] for column in table["properties"]] == list(scans.columns)
