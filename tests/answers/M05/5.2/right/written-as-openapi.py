# The same contract, written as OpenAPI.
reroute = """
openapi: "3.1.0"
info: {title: Reroute a parcel, version: "1.0.0"}
paths:
  '/parcels/{parcel_id}/reroutes':
    parameters:
      - {name: parcel_id, in: path, required: true, schema: {type: string}}
    post:
      summary: Send a parcel that is on its way to another place
      parameters:
        - {name: Idempotency-Key, in: header, required: true, schema: {type: string, minLength: 1}}
        - {name: If-Match, in: header, required: false, schema: {type: string, minLength: 1}}
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [target]
              properties:
                target: {enum: [nest, door, safe_place, neighbour, another_day]}
                nest_id: {type: string}
                note: {type: string, maxLength: 140}
      responses:
        '202':
          description: "accepted; look it up at Location"
          headers: {Location: {required: true, schema: {type: string}}}
          content:
            application/json: {schema: {'$ref': "#/components/schemas/Reroute"}}
        '400':
          description: "malformed, no-key"
          content:
            application/problem+json:
              schema:
                type: object
                required: [reason, title]
                properties: {reason: {enum: [malformed, no-key]}, title: {type: string}}
        '401':
          description: no-login
          content:
            application/problem+json:
              schema:
                type: object
                required: [reason, title]
                properties: {reason: {enum: [no-login]}, title: {type: string}}
        '409':
          description: "too-late, nest-full, not-yours, restricted, unknown, other-body"
          content:
            application/problem+json:
              schema:
                type: object
                required: [reason, title]
                properties:
                  reason:
                    enum: [too-late, nest-full, not-yours, restricted, unknown, other-body]
                  title: {type: string}
        '412':
          description: changed-meanwhile
          content:
            application/problem+json:
              schema:
                type: object
                required: [reason, title]
                properties: {reason: {enum: [changed-meanwhile]}, title: {type: string}}
        '429':
          description: too-many
          content:
            application/problem+json:
              schema:
                type: object
                required: [reason, title]
                properties: {reason: {enum: [too-many]}, title: {type: string}}
          headers: {Retry-After: {required: true, schema: {type: string}}}
      x-promise:
        same_key_other_body: refuse
        key_kept_h: 72
        when: accept_now
        who_may: recipient_or_delegate
        until_min: 120
        notify_fails: keep_the_change
      security: [{login: []}]
  '/parcels/{parcel_id}/reroutes/{reroute_id}':
    parameters:
      - {name: parcel_id, in: path, required: true, schema: {type: string}}
      - {name: reroute_id, in: path, required: true, schema: {type: string}}
    get:
      summary: See what became of it
      responses:
        '200':
          description: as it stands now
          content:
            application/json: {schema: {'$ref': "#/components/schemas/Reroute"}}
        '404':
          description: unknown
          content:
            application/problem+json:
              schema:
                type: object
                required: [reason, title]
                properties: {reason: {enum: [unknown]}, title: {type: string}}
components:
  schemas:
    Reroute:
      type: object
      required: [id, parcel_id, target, nest_id, status, price_eur]
      properties:
        id: {type: string}
        parcel_id: {type: string}
        target: {enum: [nest, door, safe_place, neighbour, another_day]}
        nest_id: {type: [string, "null"]}
        status: {enum: [ACCEPTED, PLANNED]}
        price_eur: {type: number, minimum: 0}
  securitySchemes: {login: {type: http, scheme: bearer}}
"""
