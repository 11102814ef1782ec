/** The chain of the audit, what an undo of a merge or a link needs, and sealed copies of what was erased. */
export const papers = `
ALTER TABLE audit ADD COLUMN position bigint;
ALTER TABLE audit ADD COLUMN hash text;
CREATE UNIQUE INDEX audit_position ON audit (position);

CREATE TABLE audit_head (
  id text PRIMARY KEY,
  position bigint NOT NULL,
  hash text NOT NULL
);
INSERT INTO audit_head (id, position, hash) VALUES ('head', 0, '');

CREATE TABLE merges (
  id text PRIMARY KEY,
  at bigint NOT NULL,
  reason text NOT NULL,
  account text NOT NULL,
  person_id text NOT NULL,
  former_id text,
  moved text NOT NULL,
  undone_at bigint
);
CREATE INDEX merges_at ON merges (at);
CREATE INDEX merges_person ON merges (person_id);

CREATE TABLE sealed_copies (
  erasure_id text PRIMARY KEY,
  at bigint NOT NULL,
  expires_at bigint NOT NULL,
  sealed text NOT NULL
);
CREATE INDEX sealed_copies_expires ON sealed_copies (expires_at);
`;
