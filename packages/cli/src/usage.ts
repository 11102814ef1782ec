// What is wrong with the arguments, in the language of the run, and where it says how they are written. Commander finds it and
// has English sentences only.

import type { CommanderError } from 'commander';
import type { Language } from './language.ts';
import { mingpian } from './own-name.ts';

/** Commander's sentences and ours; a sentence that is not among them stays as it is. */
const chinese: readonly (readonly [RegExp, string])[] = [
  [/^unknown option '(.+?)'/, '没有选项 $1'],
  [/^unknown command '(.+?)'/, '没有命令 $1'],
  [/^missing required argument '(.+)'/, '少了参数 $1'],
  [/^option '(.+)' argument missing/, '选项 $1 后面少了值'],
  [/^option '(.+)' argument '(.*)' is invalid\. */s, '选项 $1 的值「$2」不对：'],
  [/^command-argument value '(.*)' is invalid for argument '(.+?)'\. */s, '参数 $2 不能是「$1」：'],
  [/^too many arguments.*? Expected (\d+) arguments? but got (\d+): (.*)\.$/s, '参数太多，最多 $1 个，写了 $2 个：$3'],
  [/Allowed choices are (.*)\.$/, '可以写 $1'],
  [/\s*\(Did you mean one of (.*)\?\)/, '；是不是其中之一：$1？'],
  [/\s*\(Did you mean (.*)\?\)/, '；是不是 $1？'],
];

/** One line: the mistake; another: where the right way stands. `verb` is the one that was asked for, if there is such a verb. */
export function usageLines({ message }: CommanderError, language: Language, verb: string | undefined): string {
  const help = `${mingpian} ${verb === undefined ? '' : `${verb} `}--help`;
  const english = message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
  if (language === 'en') return `${sentence(english, '.')}\nHow to write it: ${help}`;
  const said = chinese.reduce((text, [shape, ours]) => text.replace(shape, ours), english);
  return `${sentence(said, '。')}\n写法见 ${help}`;
}

const sentence = (text: string, stop: string): string => (/[.。?？)）]$/.test(text) ? text : `${text}${stop}`);
