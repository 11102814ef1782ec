/** Sign-ins of one browser that another device confirms. */
export const handoffs = `
CREATE TABLE handoffs (
  id text PRIMARY KEY,
  kind text NOT NULL,
  cookie_id text NOT NULL,
  binding_digest text NOT NULL,
  handle_digest text NOT NULL UNIQUE,
  account text NOT NULL,
  app_id text NOT NULL,
  site text NOT NULL,
  site_host text,
  browser text NOT NULL,
  network text NOT NULL,
  methods text NOT NULL,
  return_to text NOT NULL,
  match_number bigint NOT NULL,
  status text NOT NULL,
  phone_cookie_id text,
  phone_digest text,
  person_id text,
  openid text,
  session_digest text,
  started_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  changed_at bigint NOT NULL
);
CREATE INDEX handoffs_chat ON handoffs (app_id, openid);
CREATE INDEX handoffs_expires ON handoffs (expires_at);
`;
