/** When app tokens were renewed by force: WeChat allows it 20 times a day and once in 30 seconds, whichever node asks. */
export const forcedRefreshes = `
ALTER TABLE app_tokens ADD COLUMN forced_at bigint;
ALTER TABLE app_tokens ADD COLUMN forced_day text;
ALTER TABLE app_tokens ADD COLUMN forced_today bigint;
`;
