/** Secrets that somebody could guess. */
const tutorialWords = /weixin|wechat|mingpian|token|secret|change.?me|password|example|your|test|demo|admin/gi;

/** Words of tutorials with little beside them, few different characters, or a text that simply counts up. */
export function isGuessable(secret: string): boolean {
  if (secret.replace(tutorialWords, '').length < Math.min(16, secret.length)) return true;
  if (new Set(secret).size < 8) return true;
  const codes = Array.from(secret, (character) => character.codePointAt(0) as number);
  const steps = codes.slice(1).filter((code, index) => code - (codes[index] as number) === 1);
  return steps.length > codes.length / 2;
}
