/** There while a restored database has not had the receipts of erasures applied to it; nobody is served meanwhile. */
export const restoring = `
CREATE TABLE restores (
  id text PRIMARY KEY,
  at bigint NOT NULL,
  settled_at bigint
);
`;
