# Kinds that no operator hears yet go to the dead letters with their reason; nothing is lost in
# silence.
policy default
day 2024-01-02
event C1 promise
event C1 agency_score
expect dead letters: UNSUPPORTED_KIND, UNSUPPORTED_KIND
expect C1: state none
