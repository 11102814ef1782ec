/** The keys that must outlive the root secret which they were derived from. */
export const keptKeys = `
CREATE TABLE kept_keys (
  purpose text NOT NULL,
  key_digest text NOT NULL,
  generation integer NOT NULL,
  key_sealed text NOT NULL,
  PRIMARY KEY (purpose, key_digest)
);
CREATE UNIQUE INDEX kept_keys_order ON kept_keys (purpose, generation);
`;
