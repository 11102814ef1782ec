// One run of the command, from its arguments to its exit code.

import { Command, CommanderError, Option } from 'commander';
import type { Context } from './context.ts';
import { ChildEnded, exitCodes, Failure } from './failure.ts';
import { helpIn } from './help.ts';
import { chosenLanguage, type Words } from './language.ts';
import { createTerminal, type Terminal } from './terminal.ts';
import { usageLines } from './usage.ts';
import { argument, type Verb } from './verb.ts';
import { accountVerb } from './verbs/account.ts';
import { auditVerb } from './verbs/audit.ts';
import { backupVerb } from './verbs/backup.ts';
import { clientVerb } from './verbs/client.ts';
import { configVerb } from './verbs/config.ts';
import { doctorVerb } from './verbs/doctor.ts';
import { explainVerb } from './verbs/explain.ts';
import { keysVerb } from './verbs/keys.ts';
import { migrateVerb } from './verbs/migrate.ts';
import { personVerb } from './verbs/person.ts';
import { restoreVerb } from './verbs/restore.ts';
import { serveVerb } from './verbs/serve.ts';
import { simulateVerb } from './verbs/simulate.ts';
import { tourVerb } from './verbs/tour.ts';
import { tryVerb } from './verbs/try.ts';
import { versionVerb } from './verbs/version.ts';

/** Every verb, in the order of the help. */
const verbs: readonly Verb[] = [
  tryVerb,
  tourVerb,
  simulateVerb,
  serveVerb,
  explainVerb,
  doctorVerb,
  configVerb,
  migrateVerb,
  accountVerb,
  clientVerb,
  personVerb,
  auditVerb,
  keysVerb,
  backupVerb,
  restoreVerb,
  versionVerb,
];

/** Runs the command and returns the exit code. Throws only what is a defect. */
export async function run(context: Context): Promise<number> {
  const language = chosenLanguage(context.args, context.env, context.locale);
  const words = (pair: Words) => pair[language];
  const dashes = context.args.indexOf('--');
  const own = dashes === -1 ? context.args : context.args.slice(0, dashes);
  const command = dashes === -1 ? undefined : context.args.slice(dashes + 1);

  const program = new Command('mingpian')
    .description(words({ zh: '告诉应用：来的微信用户是谁。', en: 'Tells an application who its WeChat visitor is.' }))
    .option(
      '--json',
      words({ zh: 'stdout 上输出 JSON，一行一个对象', en: 'machine output on stdout, one JSON object a line' }),
    )
    .addOption(
      new Option(
        '--lang <language>',
        words({ zh: '语言，默认随环境', en: "language, by default the environment's" }),
      ).choices(['zh', 'en']),
    )
    .option('--no-color', words({ zh: '不用颜色', en: 'no colours' }))
    .helpOption('-h, --help', words({ zh: '显示帮助', en: 'shows this help' }))
    .helpCommand(false)
    .configureHelp(helpIn(language))
    .configureOutput({
      writeOut: (text) => void context.stdout.write(text),
      writeErr: (text) => void context.stderr.write(text),
      // What is wrong is said at the end of the run, in its language.
      outputError: () => {},
    })
    .exitOverride();

  for (const verb of verbs) {
    const sub = program
      .command(verb.name)
      .description(words(verb.summary))
      .helpOption('-h, --help', words({ zh: '显示帮助', en: 'shows this help' }));
    for (const taken of verb.takes ?? [])
      sub.addArgument(argument(taken.notation, words(taken.summary), taken.choices));
    for (const flag of verb.flags?.(words) ?? []) sub.addOption(flag);
    if (verb.runsCommand) sub.usage(`[options] [-- CMD …]`);
    sub.action(async () => {
      const options = sub.optsWithGlobals<Record<string, unknown> & { json?: true; color: boolean }>();
      if (command !== undefined && (!verb.runsCommand || command.length === 0)) {
        throw new Failure(
          'usage',
          words({
            zh: '「--」后面要有命令，而且只有 simulate 接受。',
            en: 'A command is expected after --, and only by simulate.',
          }),
        );
      }
      const terminal = createTerminal({ ...context, language, color: options.color });
      await verb.run({
        terminal,
        context,
        options: { ...options, json: options.json === true },
        values: sub.processedArgs.filter((value) => value !== undefined).map(String),
        command: command ?? [],
      });
    });
  }

  try {
    await program.parseAsync(own, { from: 'user' });
    return exitCodes.ok;
  } catch (error) {
    const named = verbs.find(({ name }) => own.includes(name))?.name;
    return await exitCodeOf(error, createTerminal({ ...context, language, color: false }), named);
  }
}

/** Says what went wrong, once, and chooses the code. */
async function exitCodeOf(error: unknown, terminal: Terminal, verb: string | undefined): Promise<number> {
  if (error instanceof CommanderError) {
    // It throws with 0 after --help, and as `commander.help` when it shows the help for want of a verb.
    if (error.exitCode === 0) return exitCodes.ok;
    if (error.code !== 'commander.help') terminal.note(`mingpian: ${usageLines(error, terminal.language, verb)}`);
    return exitCodes.usage;
  }
  if (error instanceof ChildEnded) return error.exitCode;
  const failure = error instanceof Failure ? error : portFailure(error, terminal);
  if (failure === undefined) throw error;
  terminal.note(`mingpian: ${await sentenceOf(failure, terminal)}`);
  return exitCodes[failure.kind];
}

/** What the gateway says, it says in English. */
async function sentenceOf({ message, cause }: Failure, { language }: Terminal): Promise<string> {
  if (language === 'en' || cause === undefined) return message;
  const { inChinese } = await import('@mingpian/gateway/chinese');
  return inChinese(message) ?? message;
}

/** What Node and the gateway throw when nothing can listen where it should. */
function portFailure(error: unknown, terminal: Terminal): Failure | undefined {
  const { code, port, syscall, cause } = error as NodeJS.ErrnoException & { port?: number; cause?: { port?: number } };
  // The same codes come from files and from pipes.
  if (syscall !== undefined && syscall !== 'listen' && syscall !== 'getaddrinfo') return undefined;
  if (code === 'EADDRINUSE' || code === 'address_in_use') {
    const taken = port ?? cause?.port ?? '';
    return new Failure(
      'failure',
      terminal.words({
        zh: `端口 ${taken} 已被占用，请用 --port 换一个${code === 'address_in_use' ? '（指标的端口是配置里的 admin.port）' : ''}。`,
        en: `Port ${taken} is in use; choose another one with --port${code === 'address_in_use' ? ' (that of the metrics is admin.port of the configuration)' : ''}.`,
      }),
    );
  }
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'address_refused') {
    return new Failure(
      'failure',
      terminal.words({
        zh: '这个地址或端口不能监听，请用 --host 或 --port 换一个。',
        en: 'This address or port cannot be listened on; choose another with --host or --port.',
      }),
    );
  }
  return undefined;
}
