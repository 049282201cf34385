"""A small lab to test the machinery with: parcels in a van."""

from dataclasses import replace

from tpo.labs import svg
from tpo.labs.lab import Choice, Lab, Number, Prediction, Range, Toggle

runs = []  # every run that was not answered from the cache


def run(state, draft):
    runs.append((dict(state), draft))
    if state["load"] == 13:
        raise ZeroDivisionError("thirteen\nparcels")
    stops = state["load"] * (2 if state["route"] == "long" else 1)
    return {"load": state["load"], "minutes": stops * 3 + 5 * state["rain"], "draft": draft}


def figure(data):
    plot = svg.Plot(top=40, height=100, x=(0, 20), y=(0, 130))
    return svg.picture(180, svg.bar(plot, data["load"], data["minutes"], svg.BLUE, 20))


VAN = Lab(
    id="T01",
    title="The van & the <rain>",
    intro="Load the van, then drive.",
    controls=(
        Range("load", "Parcels", values=range(1, 21), start=4, show="{} parcels".format),
        Choice("route", "Route", {"short": "Short", "long": "Long"}, start="short"),
        Toggle("rain", "It rains"),
    ),
    prediction=Prediction(
        question="How long does a van with 10 parcels take on the long route?",
        answer=("30 min", "60 min", "2 h"),
        asked={"load": 10, "route": "long"},
        truth=lambda data: "60 min",
        says=lambda data: f"{data['minutes']} min",
        explain=lambda data: "Each parcel on the long route takes twice the time.",
    ),
    run=run,
    figure=figure,
    sentence=lambda data: f"With {data['load']} parcels the van is out {data['minutes']} min.",
    so_what="What would you tell the depot?",
)

VAN_IN_NUMBERS = replace(
    VAN,
    id="T02",
    prediction=replace(
        VAN.prediction,
        answer=Number("min", low=0, high=600, near=5),
        truth=lambda data: data["minutes"],
    ),
)
