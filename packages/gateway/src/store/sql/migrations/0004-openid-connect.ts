/**
 * OpenID Connect: what the engine remembers, its signing keys, and clients that do not stand in the file. The bearer value of
 * a row is known by its digest alone; the row itself is sealed, since payloads name other bearer values.
 */
export const openidConnect = `
CREATE TABLE oidc_artifacts (
  model text NOT NULL,
  id_digest text NOT NULL,
  payload_sealed text NOT NULL,
  grant_digest text,
  uid_digest text,
  person_id text,
  client_id text,
  created_at bigint NOT NULL,
  consumed_at bigint,
  expires_at bigint,
  PRIMARY KEY (model, id_digest)
);
CREATE INDEX oidc_artifacts_grant ON oidc_artifacts (grant_digest);
CREATE INDEX oidc_artifacts_uid ON oidc_artifacts (uid_digest);
CREATE INDEX oidc_artifacts_person ON oidc_artifacts (person_id);
CREATE INDEX oidc_artifacts_expires ON oidc_artifacts (expires_at);

CREATE TABLE signing_keys (
  kid text PRIMARY KEY,
  algorithm text NOT NULL,
  generation bigint NOT NULL,
  key_sealed text NOT NULL,
  created_at bigint NOT NULL,
  signs_from bigint NOT NULL,
  UNIQUE (algorithm, generation)
);

CREATE TABLE clients (
  client_id text PRIMARY KEY,
  metadata text NOT NULL,
  secret_sealed text,
  origin text NOT NULL,
  created_at bigint NOT NULL,
  changed_at bigint NOT NULL
);

CREATE TABLE logout_notices (
  id text PRIMARY KEY,
  client_id text NOT NULL,
  person_id text NOT NULL,
  sid text,
  attempts bigint NOT NULL,
  next_at bigint NOT NULL,
  created_at bigint NOT NULL
);
CREATE INDEX logout_notices_next ON logout_notices (next_at);
`;
