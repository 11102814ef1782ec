/** Pushes that other systems of the house are still to hear of. */
export const deliveries = `
CREATE TABLE deliveries (
  push_id text NOT NULL,
  target text NOT NULL,
  attempts bigint NOT NULL DEFAULT 0,
  next_at bigint NOT NULL,
  PRIMARY KEY (push_id, target)
);
CREATE INDEX deliveries_next ON deliveries (next_at);
`;
