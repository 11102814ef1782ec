/** When somebody visibly did something for a sign-in, and for the session that came of it; null where WeChat let them through in silence. */
export const visibleActs = `
ALTER TABLE logins ADD COLUMN acted_at bigint;
ALTER TABLE sessions ADD COLUMN acted_at bigint;
`;
