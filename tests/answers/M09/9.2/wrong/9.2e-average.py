# The tail of the old monolith hides in an average.
# expect: 9.2e
# first: Scenario 1 measures an average; the tail of “A module in Roost” hides in it.
scenarios = [
    {
        "source": "recipient",
        "stimulus": "change_of_place",
        "environment": "tuesday",
        "artefact": "change_of_place",
        "response": "is_answered",
        "measure": "mean_s",
        "limit": 0.9,
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
