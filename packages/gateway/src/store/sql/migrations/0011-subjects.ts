/** Under which of somebody's ids an application first knew them: after two people became one, it goes on knowing that one. */
export const subjects = `
CREATE TABLE subjects (
  sector text NOT NULL,
  person_id text NOT NULL REFERENCES persons (id),
  created_at bigint NOT NULL,
  PRIMARY KEY (sector, person_id)
);
CREATE INDEX subjects_person ON subjects (person_id);
`;
