/** How a person calls this command again: in a clone, whose source this is, or where npm installed it. */
export const mingpian = import.meta.url.endsWith('.ts') ? 'npm run mingpian --' : 'npx mingpian';
