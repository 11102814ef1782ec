/** Copies of pictures, one for each identity; the bytes in base64, which both databases keep as text. */
export const avatars = `
CREATE TABLE avatars (
  app_id text NOT NULL,
  openid text NOT NULL,
  id text NOT NULL UNIQUE,
  source text NOT NULL,
  type text NOT NULL,
  bytes text NOT NULL,
  copied_at bigint NOT NULL,
  PRIMARY KEY (app_id, openid)
);
`;
