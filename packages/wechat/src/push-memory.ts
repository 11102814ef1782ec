/** What a webhook remembers of pushes: which body came with a signature, and what a push was answered with. */
import { Generations } from './generations.ts';
import type { Clock } from './ports.ts';
import { sha1Hex } from './push-signature.ts';
import { KEY_WORDS, WordTable } from './word-table.ts';

const MESSAGE = 'message:';
const EVENT = 'event:';

class Generation<Answer> {
  readonly prints = new WordTable(KEY_WORDS);
  /** Where in `answers` that of each key is. */
  readonly places = new WordTable(1);
  readonly answers: (Answer | undefined)[] = [];

  get size(): number {
    return this.prints.size;
  }
}

/**
 * Every push is looked up here, and nearly every one is new. So texts are made into numbers: of digests 95 bits are kept,
 * far more than it takes to tell a hundred thousand apart, of a MsgId all digits.
 */
export class PushMemory<Answer extends NonNullable<unknown>> {
  readonly #generations: Generations<Generation<Answer>>;
  readonly #key = new Int32Array(KEY_WORDS);
  readonly #print = new Int32Array(KEY_WORDS);

  constructor(clock: Clock, options: { seconds: number; most: number }) {
    this.#generations = new Generations(clock, options, () => new Generation<Answer>());
  }

  /** Whether the signature came before with another print; if it is new the print is remembered. Both are SHA-1 in hex. */
  isReplay(signature: string, print: string): boolean {
    this.#generations.turn();
    const { young, old } = this.#generations;
    const key = this.#key;
    const words = this.#print;
    readDigest(signature, 0, key);
    readDigest(print, 0, words);
    const known = young.prints.find(key);
    if (known !== -1) return !holds(young.prints, known, words);
    const knownBefore = old.prints.find(key);
    if (knownBefore !== -1) return !holds(old.prints, knownBefore, words);
    const at = young.prints.add(key);
    for (let i = 0; i < KEY_WORDS; i += 1) young.prints.setWord(at + i, words[i] as number);
    return false;
  }

  /** What was answered to the push of that `dedupeKey`. */
  answer(dedupeKey: string): Answer | undefined {
    readDedupeKey(dedupeKey, this.#key);
    const { young, old } = this.#generations;
    return answerIn(young, this.#key) ?? answerIn(old, this.#key);
  }

  setAnswer(dedupeKey: string, answer: Answer): void {
    readDedupeKey(dedupeKey, this.#key);
    const { places, answers } = this.#generations.young;
    const known = places.find(this.#key);
    if (known !== -1) answers[places.word(known)] = answer;
    else places.setWord(places.add(this.#key), answers.push(answer) - 1);
  }

  deleteAnswer(dedupeKey: string): void {
    readDedupeKey(dedupeKey, this.#key);
    for (const { places, answers } of [this.#generations.young, this.#generations.old]) {
      const at = places.find(this.#key);
      if (at !== -1) answers[places.word(at)] = undefined;
    }
  }
}

function holds(table: WordTable, at: number, words: Int32Array): boolean {
  return table.word(at) === words[0] && table.word(at + 1) === words[1] && table.word(at + 2) === words[2];
}

function answerIn<Answer>({ places, answers }: Generation<Answer>, key: Int32Array): Answer | undefined {
  const at = places.find(key);
  return at === -1 ? undefined : answers[places.word(at)];
}

/** The first 24 hex digits from `start` on. */
function readDigest(text: string, start: number, into: Int32Array): void {
  for (let word = 0; word < KEY_WORDS; word += 1) {
    let bits = 0;
    for (let at = start + word * 8, end = at + 8; at < end; at += 1) {
      const code = text.charCodeAt(at);
      bits = (bits << 4) | ((code & 0xf) + (code >> 6) * 9);
    }
    into[word] = bits;
  }
  into[0] = (into[0] as number) | 1;
}

/** MsgIds and digests differ in the highest bit of the last word. */
function readDedupeKey(key: string, into: Int32Array): void {
  if (key.startsWith(MESSAGE) && readDigits(key, MESSAGE.length, into)) return;
  if (key.startsWith(EVENT)) readDigest(key, EVENT.length, into);
  else readDigest(sha1Hex(key), 0, into);
  into[KEY_WORDS - 1] = (into[KEY_WORDS - 1] as number) | 0x80000000;
}

/** Up to twenty digits, seven to a word, and how many they are. False when it is something else. */
function readDigits(text: string, start: number, into: Int32Array): boolean {
  const count = text.length - start;
  if (count > 20) return false;
  for (let word = 0, at = start; word < KEY_WORDS; word += 1) {
    let value = 0;
    for (const end = Math.min(at + 7, text.length); at < end; at += 1) {
      const digit = text.charCodeAt(at) - 48;
      if (digit < 0 || digit > 9) return false;
      value = value * 10 + digit;
    }
    into[word] = value;
  }
  into[0] = ((into[0] as number) << 1) | 1;
  into[2] = (into[2] as number) | (count << 20);
  return true;
}
