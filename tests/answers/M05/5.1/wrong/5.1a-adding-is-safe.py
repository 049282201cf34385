# Believes that adding never breaks anybody.
# expect: 5.1a
# first: Adding is not always safe: three of the five changes that add break somebody.
verdicts = {
    "field_at_end": {"who": ["nobody"], "way": "ship"},
    "field_between": {"who": ["nobody"], "way": "ship"},
    "new_status": {"who": ["nobody"], "way": "ship"},
    "optional_question": {"who": ["nobody"], "way": "ship"},
    "required_question": {"who": ["nobody"], "way": "ship"},
    "note_removed": {"who": ["csv_import"], "way": "opt_in"},
    "weight_tightened": {"who": ["generated_sdk"], "way": "opt_in"},
    "weight_relaxed": {"who": ["nobody"], "way": "ship"},
    "price_renamed": {"who": ["tolerant_reader", "generated_sdk"], "way": "add_beside"},
    "price_as_text": {"who": ["tolerant_reader", "generated_sdk"], "way": "add_beside"},
    "default_service": {"who": ["strict_enum", "generated_sdk"], "way": "opt_in"},
    "unknown_409": {"who": ["generated_sdk"], "way": "opt_in"},
    "etag_removed": {"who": ["cached_client"], "way": "opt_in"},
    "event_field_renamed": {"who": ["webhook_consumer"], "way": "add_beside"},
}
