"""The numbers M07's text quotes: from the case's data and from runs of the engines."""

from collections.abc import Mapping

from tpo import case
from tpo.engines.event_log import Metric, Rules, Week, compare, first_attempt, make_log
from tpo.judges import consistency
from tpo.judges.first_attempts import FIRST_DAY, LAST_DAY, week
from tpo.judges.nightly_batches import CLEAN, DIRTY
from tpo.labs.m07 import FULL, GATE_SEED, PRISM_SEED, SINGLE, TAPE_SEED, run_contract

TRUE = Metric()


def facts() -> Mapping[str, str]:
    """Every {{name}} of lesson.py, exercises.py and module.yaml."""
    company, inc = case.company(), case.incident("INC-0417")
    log = make_log(Week(FULL, seed=TAPE_SEED))

    def wrong(**rules: object) -> str:
        return share(compare(log, Rules(**rules)).wrong_status)  # type: ignore[arg-type]

    def read(metric: Metric = TRUE, kind: str = "incident") -> str:
        return share(
            first_attempt(make_log(week(kind, PRISM_SEED)), metric, FIRST_DAY, LAST_DAY).value
        )

    dropped = compare(log, Rules(late_window_h=0.5))
    point = company["parcels_per_day"] * 30 * company["door_share"] * company["failed_attempt_eur"]
    return {
        "tape.received": wrong(order_by="received_at"),
        "tape.counter": wrong(order_by="device_seq"),
        "tape.rank": wrong(order_by="status_rank"),
        "tape.event": wrong(),
        "tape.dropped": share(dropped.wrong_status),
        "tape.best": wrong(clock_rule="cap_at_received", terminal_rule="final_stays"),
        "tape.midmoor": share(dropped.wrong_by_zone["Midmoor"], 0),
        "tape.harbour": share(dropped.wrong_by_zone["Harbour"]),
        "tape.repeats": share(compare(log, Rules(dedupe_key="none")).wrong_counts),
        "gate.good": f"{len(CLEAN)}",
        "gate.bad": f"{len(DIRTY)}",
        "gate.nulls": f"{len(run_contract(SINGLE['no empty cells'], GATE_SEED)['caught'])}",
        "prism.true": read(),
        "prism.labels": read(Metric(labels="each_label")),
        "prism.every": read(Metric(counts="every_attempt")),
        "prism.end": read(Metric(counts="delivered_in_the_end")),
        "prism.point": f"€{point / 100_000:.0f} k",
        "over.half": f"{consistency.oversold(0.5):.0f}",
        "over.five": f"{consistency.oversold(5.0):.0f}",
        "first_ok": share(company["first_attempt_success_share"]),
        "labels": f"{inc.facts['duplicate_labels']:,.0f}",
        "charge": f"€{consistency.SECOND_CHANGE_EUR:.2f}",
        "redelivery": f"€{company['redelivery_eur']:.2f}",
    }


def share(value: float, digits: int = 1) -> str:
    """ "5.2 %"."""
    return f"{100 * value:.{digits}f} %"
