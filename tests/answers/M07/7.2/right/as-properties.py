# The same promises in other words: counts in rows are fixed, types may be a little new.
contract = """
apiVersion: v3.1.0
team:
  - {username: priya, role: owner}
kind: DataContract
id: parcel_journey
schema:
  - name: scan_events
    properties:
      - {name: event_id, required: true}
      - {name: parcel_id}
      - {name: type}
      - {name: occurred_at}
      - {name: received_at}
      - {name: device_id}
      - {name: device_seq}
      - {name: depot_id}
      - {name: schema_version}
    quality:
      - {metric: nullValues, column: parcel_id, mustBeLessThan: 3, severity: error, owner: priya}
      - {metric: nullValues, column: occurred_at, mustBeLessThan: 3, severity: error, owner: priya}
      - {metric: duplicateValues, column: event_id, mustBeLessThan: 4, severity: error, owner: jun}
      - {metric: unknownReferences, column: parcel_id, mustBeLessThan: 5, severity: error, owner: amara}
      - {metric: unknownReferences, column: depot_id, mustBeLessThan: 3, severity: error, owner: ruth}
      - {metric: invalidValues, column: type, validValues: [BOOKED, COLLECTED, HUB_IN, HUB_OUT, LOADED, ATTEMPTED, DELIVERED], mustBeLessThan: 5, severity: error, owner: priya}
      - {metric: invalidValues, column: occurred_at, logicalType: timestamp, mustBeLessThan: 3, severity: error, owner: jun}
      - {metric: rowCount, comparedWith: same weekday, unit: percent, mustBeGreaterThan: 55, owner: priya}
      - {metric: freshness, column: occurred_at, mustBeLessOrEqualTo: 20, owner: jun}
      - {metric: shareOfValue, column: type, value: DELIVERED, mustBeLessOrEqualTo: 45, owner: priya}
"""
