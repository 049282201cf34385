# Nothing may be empty.
# expect: 7.2a
# first: 9 of 12 bad loads passed: nothing in them was empty.
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
"""
