/** Codes of the account on a waiting screen, whose look a waiting page has, and failed tries, which all nodes count together. */
export const waysToSignIn = `
ALTER TABLE handoffs ADD COLUMN client_id text;
ALTER TABLE handoffs ADD COLUMN wants_name smallint NOT NULL DEFAULT 0;
ALTER TABLE handoffs ADD COLUMN qr_url text;
CREATE TABLE tries (
  key_digest text PRIMARY KEY,
  count bigint NOT NULL,
  until bigint NOT NULL
);
CREATE INDEX tries_until ON tries (until);
`;
