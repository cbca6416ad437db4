/** Everything is a comment: an empty configuration is the recommended one. */
export const configTemplate = `# Portcullis: OpenAPI documents, checked for API-security weaknesses.
# "portcullis rules" lists the rules, "portcullis explain RULE" shows what one of them means.

# rules:
#   missing-rate-limit: off            # error, warning, information, hint or off
# pillars:
#   monitoring: off                    # whole families
# structure: true                      # check against the specification's own schema as well (slower)
# echoes: hint                         # or information, off: the signs of a root cause at the places that it affects
# confidence: low                      # report findings of this confidence and above
# gateway: kong                        # whose rate-limit extension the fixes write
# ignore:
#   - "legacy/**"
# roles:
#   "POST /session": login              # what an operation is for, where Portcullis takes it for something else
# honor: [x-lint-ignore]               # what vacuum (or Zally: x-zally-ignore) was told to accept
# sensitive:
#   add: { government-id: [personnummer] }
#   remove: [nickname]
# accept:                               # findings that are accepted, for a while or for good
#   - { rule: unbounded-page-size, at: "openapi.yaml#/paths/~1export", reason: nightly export, owner: data, until: 2027-03-31 }
# attest:                               # what no description can show
#   encryption-at-rest: { reason: all volumes by KMS, owner: platform, until: 2027-06-30 }
`;
