// The layout of `--help`.

import { type Argument, type Command, Help, type Option } from 'commander';
import { displayWidth, wrapToWidth } from './display-width.ts';
import type { Language, Words } from './language.ts';

const headings: Record<string, Words> = {
  'Usage:': { zh: '用法：', en: 'Usage:' },
  'Arguments:': { zh: '参数：', en: 'Arguments:' },
  'Options:': { zh: '选项：', en: 'Options:' },
  'Global Options:': { zh: '通用选项：', en: 'Common options:' },
  'Commands:': { zh: '命令：', en: 'Commands:' },
};

/** Commander's help: its words in the language, its columns as a terminal counts them, its list of verbs without `[options]`. */
export function helpIn(language: Language): Partial<Help> {
  const { commandUsage, optionDescription, argumentDescription, subcommandTerm } = Help.prototype;
  const own = (text: string) =>
    language === 'en'
      ? text
      : text
          .replaceAll('[options]', '[选项]')
          .replace('[command]', '[命令]')
          .replace(
            / \((?:choices: ([^()]*?))?(, )?(?:default: ([^()]*))?\)$/,
            (_, choices, _comma, value) =>
              `（${[choices && `可写 ${choices}`, value && `默认 ${value}`].filter(Boolean).join('，')}）`,
          );
  return {
    showGlobalOptions: true,
    displayWidth,
    boxWrap: (text, width) =>
      text
        .split('\n')
        .flatMap((line) => wrapToWidth(line, width))
        .join('\n'),
    styleTitle: (title) => headings[title]?.[language] ?? title,
    commandUsage(command: Command) {
      return own(commandUsage.call(this, command));
    },
    optionDescription(option: Option) {
      return own(optionDescription.call(this, option));
    },
    argumentDescription(argument: Argument) {
      return own(argumentDescription.call(this, argument));
    },
    subcommandTerm(command: Command) {
      return subcommandTerm.call(this, command).replace(' [options]', '');
    },
  };
}
