import type { Account, Person } from './control/types.ts';

/** One of five grounds, out of the name; never vermilion. */
function ground(name: string): string {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 65_521;
  return ['', 'c3', 'c4', 'c5', 'c6'][sum % 5] ?? '';
}

/** The last letter of a Chinese name tells people apart, the first of any other. */
function initial(text: string): string {
  const letters = [...text].filter((letter) => /[\p{L}\p{N}]/u.test(letter));
  const han = letters.filter((letter) => /\p{Script=Han}/u.test(letter));
  return (han.length > 0 ? han.at(-1) : letters[0]?.toUpperCase()) ?? '·';
}

const grounds: Readonly<Record<string, string>> = {
  xiaoming: '',
  xiaohong: 'c2',
  refuser: 'c6',
  visitor: 'c4',
  emoji: 'c5',
  service: 'c3',
  subscription: 'c4',
  unverified: 'c6',
  sandbox: '',
};

/** People are round. */
export function Face({ person, size = '' }: { person: Pick<Person, 'name' | 'nickname'>; size?: string }) {
  return (
    <span className={`av ${size} ${grounds[person.name] ?? ground(person.name)}`} aria-hidden="true">
      {initial(person.nickname || person.name)}
    </span>
  );
}

/** Accounts are square. */
export function Badge({ account, size = '' }: { account: Pick<Account, 'name' | 'title'>; size?: string }) {
  return (
    <span className={`av acc ${size} ${grounds[account.name] ?? ground(account.name)}`} aria-hidden="true">
      {initial(account.title)}
    </span>
  );
}
