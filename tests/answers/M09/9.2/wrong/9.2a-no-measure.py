# Says that it responds well.
# expect: 9.2a
# first: Scenario 1: “responds well”. All three designs pass.
scenarios = [
    {
        "source": "recipient",
        "stimulus": "change_of_place",
        "environment": "peak_day",
        "artefact": "change_of_place",
        "response": "is_answered",
        "measure": "responds_well",
        "limit": 1,
        "mark": "none",
    },
    {
        "source": "network_team",
        "stimulus": "routing_slow",
        "environment": "tuesday",
        "artefact": "change_of_place",
        "response": "is_accepted",
        "measure": "failed_per_1000",
        "limit": 20,
        "mark": "tradeoff",
    },
    {
        "source": "recipient",
        "stimulus": "change_of_place",
        "environment": "tuesday",
        "artefact": "route_plan",
        "response": "is_in_the_route_plan",
        "measure": "seen_after_s",
        "limit": 1.5,
        "mark": "sensitivity",
    },
    {
        "source": "product_owner",
        "stimulus": "new_rule_wanted",
        "environment": "tuesday",
        "artefact": "whole_service",
        "response": "is_live",
        "measure": "days_until_live",
        "limit": 3,
        "mark": "none",
    },
]
