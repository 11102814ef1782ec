/** The first tables. Written in the SQL that SQLite and PostgreSQL share: text, bigint, smallint, no default expressions. */
export const foundation = `
CREATE TABLE inbox (
  id text PRIMARY KEY,
  account text NOT NULL,
  app_id text NOT NULL,
  dedupe_key text NOT NULL,
  openid text,
  kind text NOT NULL,
  created_at bigint,
  received_at bigint NOT NULL,
  document text NOT NULL,
  document_digest text NOT NULL,
  flags text NOT NULL,
  state text NOT NULL,
  reply text,
  attempts bigint NOT NULL DEFAULT 0,
  leased_until bigint NOT NULL DEFAULT 0,
  last_error text,
  UNIQUE (app_id, dedupe_key)
);
CREATE INDEX inbox_waiting ON inbox (leased_until) WHERE state = 'new';
CREATE INDEX inbox_openid ON inbox (app_id, openid);
CREATE INDEX inbox_received ON inbox (received_at);

CREATE TABLE push_signatures (
  app_id text NOT NULL,
  signature text NOT NULL,
  document_digest text NOT NULL,
  seen_at bigint NOT NULL,
  PRIMARY KEY (app_id, signature)
);
CREATE INDEX push_signatures_seen ON push_signatures (seen_at);

CREATE TABLE persons (
  id text PRIMARY KEY,
  created_at bigint NOT NULL,
  merged_into text REFERENCES persons (id)
);
CREATE INDEX persons_merged ON persons (merged_into);

CREATE TABLE identities (
  app_id text NOT NULL,
  openid text NOT NULL,
  account text NOT NULL,
  person_id text NOT NULL REFERENCES persons (id),
  open_platform text,
  unionid text,
  "foreign" smallint NOT NULL,
  origin text NOT NULL,
  created_at bigint NOT NULL,
  PRIMARY KEY (app_id, openid)
);
CREATE INDEX identities_person ON identities (person_id);

CREATE TABLE unions (
  open_platform text NOT NULL,
  unionid text NOT NULL,
  person_id text NOT NULL REFERENCES persons (id),
  created_at bigint NOT NULL,
  PRIMARY KEY (open_platform, unionid)
);
CREATE INDEX unions_person ON unions (person_id);

CREATE TABLE profile_fields (
  app_id text NOT NULL,
  openid text NOT NULL,
  field text NOT NULL,
  value text NOT NULL,
  source text NOT NULL,
  learnt_at bigint NOT NULL,
  PRIMARY KEY (app_id, openid, field)
);

CREATE TABLE followers (
  app_id text NOT NULL,
  openid text NOT NULL,
  subscribed smallint NOT NULL,
  changed_at bigint NOT NULL,
  subscribed_at bigint,
  scene text,
  qr_scene text,
  remark text,
  tag_ids text,
  PRIMARY KEY (app_id, openid)
);

CREATE TABLE grants (
  app_id text NOT NULL,
  openid text NOT NULL,
  scopes text NOT NULL,
  user_token_sealed text NOT NULL,
  refresh_token_sealed text NOT NULL,
  granted_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  refresh_expires_at bigint NOT NULL,
  PRIMARY KEY (app_id, openid)
);

CREATE TABLE app_tokens (
  app_id text PRIMARY KEY,
  value_sealed text,
  issued_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  generation bigint NOT NULL,
  lease_holder text,
  lease_until bigint NOT NULL
);

CREATE TABLE logins (
  id text PRIMARY KEY,
  cookie_id text NOT NULL,
  state_digest text NOT NULL UNIQUE,
  binding_digest text NOT NULL,
  purpose text NOT NULL,
  account text NOT NULL,
  app_id text NOT NULL,
  scope text NOT NULL,
  return_to text NOT NULL,
  ticket_digest text,
  restart_of text,
  status text NOT NULL,
  person_id text,
  openid text,
  next_hop text,
  outcome text,
  started_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  finished_at bigint
);
CREATE INDEX logins_open ON logins (started_at) WHERE status = 'started';
CREATE INDEX logins_expires ON logins (expires_at);
CREATE INDEX logins_person ON logins (person_id);

CREATE TABLE codes (
  code_digest text PRIMARY KEY,
  state_digest text NOT NULL,
  login_id text,
  status text NOT NULL,
  result text,
  seen_at bigint NOT NULL,
  expires_at bigint NOT NULL
);
CREATE INDEX codes_expires ON codes (expires_at);

CREATE TABLE sessions (
  id_digest text PRIMARY KEY,
  person_id text NOT NULL REFERENCES persons (id),
  account text NOT NULL,
  app_id text NOT NULL,
  openid text NOT NULL,
  trace text NOT NULL,
  created_at bigint NOT NULL,
  seen_at bigint NOT NULL,
  expires_at bigint NOT NULL
);
CREATE INDEX sessions_person ON sessions (person_id);
CREATE INDEX sessions_expires ON sessions (expires_at);

CREATE TABLE link_tickets (
  ticket_digest text PRIMARY KEY,
  purpose text NOT NULL,
  account text NOT NULL,
  app_id text NOT NULL,
  openid text NOT NULL,
  target_account text NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  used_at bigint
);
CREATE INDEX link_tickets_openid ON link_tickets (app_id, openid);
CREATE INDEX link_tickets_expires ON link_tickets (expires_at);

CREATE TABLE link_codes (
  id text PRIMARY KEY,
  ticket_digest text NOT NULL,
  login_id text NOT NULL,
  account text NOT NULL,
  app_id text NOT NULL,
  openid text NOT NULL,
  target_account text NOT NULL,
  target_app_id text NOT NULL,
  target_openid text NOT NULL,
  code_digest text NOT NULL,
  tries bigint NOT NULL DEFAULT 0,
  status text NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  settled_at bigint
);
CREATE INDEX link_codes_chat ON link_codes (app_id, openid);
CREATE INDEX link_codes_expires ON link_codes (expires_at);

CREATE TABLE audit (
  id text PRIMARY KEY,
  at bigint NOT NULL,
  kind text NOT NULL,
  person_id text,
  account text,
  detail text NOT NULL
);
CREATE INDEX audit_at ON audit (at);
CREATE INDEX audit_person ON audit (person_id);

CREATE TABLE reviews (
  id text PRIMARY KEY,
  at bigint NOT NULL,
  kind text NOT NULL,
  account text NOT NULL,
  detail text NOT NULL,
  settled_at bigint
);

CREATE TABLE erasures (
  id text PRIMARY KEY,
  at bigint NOT NULL,
  account text NOT NULL,
  subject_digest text NOT NULL,
  reason text NOT NULL,
  outcome text NOT NULL,
  scope text NOT NULL
);
CREATE INDEX erasures_subject ON erasures (subject_digest);
CREATE INDEX erasures_at ON erasures (at);
`;
