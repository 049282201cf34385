# New types only warn, so one bad load passes; ten rules catch the rest.
contract = """
apiVersion: v3.1.0
kind: DataContract
id: parcel_journey
schema:
  - name: scan_events
    quality:
      - {metric: nullValues, column: parcel_id, mustBeLessThan: 3, severity: error, owner: priya}
      - {metric: nullValues, column: occurred_at, mustBeLessThan: 3, severity: error, owner: priya}
      - {metric: nullValues, column: depot_id, mustBeLessThan: 3, severity: error, owner: priya}
      - {metric: duplicateValues, column: event_id, mustBeLessThan: 4, severity: error, owner: jun}
      - {metric: unknownReferences, column: parcel_id, mustBeLessThan: 5, severity: error, owner: amara}
      - {metric: unknownReferences, column: depot_id, mustBeLessThan: 3, severity: error, owner: ruth}
      - {metric: invalidValues, column: type, validValues: [BOOKED, COLLECTED, HUB_IN, HUB_OUT, LOADED, ATTEMPTED, DELIVERED], mustBe: 0, severity: warning, owner: priya}
      - {metric: invalidValues, column: occurred_at, logicalType: timestamp, mustBeLessThan: 3, severity: error, owner: jun}
      - {metric: rowCount, comparedWith: same weekday, unit: percent, mustBeBetween: [60, 300], severity: error, owner: priya}
      - {metric: freshness, column: received_at, mustBeLessThan: 24, severity: error, owner: jun}
      - {metric: shareOfValue, column: type, value: DELIVERED, mustBeBetween: [8, 40], severity: error, owner: priya}
"""
