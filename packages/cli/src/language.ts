// The two languages the command speaks, and which one a user wants.

export type Language = 'zh' | 'en';

/** One text in both languages, kept together so that they stay a pair. */
export type Words = { readonly zh: string; readonly en: string };

const isLanguage = (text: string): text is Language => text === 'zh' || text === 'en';

/** The language of the environment: the POSIX variables in their order of precedence, then the system's locale. */
export function environmentLanguage(env: NodeJS.ProcessEnv, systemLocale: string): Language {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || systemLocale;
  return /^zh/i.test(locale) ? 'zh' : 'en';
}

/**
 * The language for this run, read from the arguments before they are parsed, since the help itself is in it. A value that is no
 * language is left to the option's own check.
 */
export function chosenLanguage(args: readonly string[], env: NodeJS.ProcessEnv, systemLocale: string): Language {
  const ours = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
  const at = ours.findIndex((arg) => arg === '--lang' || arg.startsWith('--lang='));
  const given = at === -1 ? undefined : ours[at] === '--lang' ? ours[at + 1] : ours[at]?.slice('--lang='.length);
  return given !== undefined && isLanguage(given) ? given : environmentLanguage(env, systemLocale);
}
