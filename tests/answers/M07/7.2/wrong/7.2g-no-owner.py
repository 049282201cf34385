# Rules that nobody reads.
# expect: 7.2g
# first: 11 of 11 rules have no owner.
contract = """
apiVersion: v3.1.0
kind: DataContract
id: parcel_journey
schema:
  - name: scan_events
    quality:
      - {metric: nullValues, column: parcel_id, mustBeLessThan: 3, severity: error}
      - {metric: nullValues, column: occurred_at, mustBeLessThan: 3, severity: error}
      - {metric: nullValues, column: depot_id, mustBeLessThan: 3, severity: error}
      - {metric: duplicateValues, column: event_id, mustBeLessThan: 4, severity: error}
      - {metric: unknownReferences, column: parcel_id, mustBeLessThan: 5, severity: error}
      - {metric: unknownReferences, column: depot_id, mustBeLessThan: 3, severity: error}
      - {metric: invalidValues, column: type, validValues: [BOOKED, COLLECTED, HUB_IN, HUB_OUT, LOADED, ATTEMPTED, DELIVERED], mustBeLessThan: 5, severity: error}
      - {metric: invalidValues, column: occurred_at, logicalType: timestamp, mustBeLessThan: 3, severity: error}
      - {metric: rowCount, comparedWith: same weekday, unit: percent, mustBeBetween: [60, 300], severity: error}
      - {metric: freshness, column: received_at, mustBeLessThan: 24, severity: error}
      - {metric: shareOfValue, column: type, value: DELIVERED, mustBeBetween: [8, 40], severity: error}
"""
