export const revokedKeys = `
CREATE TABLE revoked_keys (
  key_digest text PRIMARY KEY,
  name text NOT NULL,
  revoked_at bigint NOT NULL
);
`;
