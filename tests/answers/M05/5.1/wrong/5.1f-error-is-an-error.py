# An error is an error, whatever its number.
# expect: 5.1f
# first: 404 became 409, and one question for an unknown parcel becomes three calls.
verdicts = {
    "field_at_end": {"who": ["nobody"], "way": "ship"},
    "field_between": {"who": ["csv_import"], "way": "add_beside"},
    "new_status": {"who": ["strict_enum"], "way": "add_beside"},
    "optional_question": {"who": ["nobody"], "way": "ship"},
    "required_question": {
        "who": ["tolerant_reader", "strict_enum", "generated_sdk"],
        "way": "add_beside",
    },
    "note_removed": {"who": ["csv_import"], "way": "opt_in"},
    "weight_tightened": {"who": ["generated_sdk"], "way": "opt_in"},
    "weight_relaxed": {"who": ["nobody"], "way": "ship"},
    "price_renamed": {"who": ["tolerant_reader", "generated_sdk"], "way": "add_beside"},
    "price_as_text": {"who": ["tolerant_reader", "generated_sdk"], "way": "add_beside"},
    "default_service": {"who": ["strict_enum", "generated_sdk"], "way": "opt_in"},
    "unknown_409": {"who": ["nobody"], "way": "ship"},
    "etag_removed": {"who": ["cached_client"], "way": "opt_in"},
    "event_field_renamed": {"who": ["webhook_consumer"], "way": "add_beside"},
}
