# Other order, and one new version for the hardest change.
verdicts = {
    "event_field_renamed": {"who": ["webhook_consumer"], "way": "add_beside"},
    "etag_removed": {"who": ["cached_client"], "way": "opt_in"},
    "unknown_409": {"who": ["generated_sdk"], "way": "opt_in"},
    "default_service": {"who": ["strict_enum", "generated_sdk"], "way": "opt_in"},
    "price_as_text": {"who": ["tolerant_reader", "generated_sdk"], "way": "add_beside"},
    "price_renamed": {"who": ["tolerant_reader", "generated_sdk"], "way": "add_beside"},
    "weight_relaxed": {"who": ["nobody"], "way": "ship"},
    "weight_tightened": {"who": ["generated_sdk"], "way": "new_version"},
    "note_removed": {"who": "csv_import", "way": "opt_in"},
    "required_question": {
        "who": ["tolerant_reader", "strict_enum", "generated_sdk"],
        "way": "add_beside",
    },
    "optional_question": {"who": ["nobody"], "way": "ship"},
    "new_status": {"who": ["strict_enum"], "way": "add_beside"},
    "field_between": {"who": ["csv_import"], "way": "add_beside"},
    "field_at_end": {"who": ["nobody"], "way": "ship"},
}
