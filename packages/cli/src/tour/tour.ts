// The tutorial of 2013/14, walked through in a world of any date. It starts a trial of its own, takes the steps in the article's
// order, and says of each whether it came out as the article (or WeChat, since then) has it.

import type { Words } from '../language.ts';
import type { Terminal } from '../terminal.ts';
import { startTrial } from '../trial/trial.ts';
import { messageChapter } from './chapters/01-message.ts';
import { consentChapter } from './chapters/02-consent.ts';
import { silentChapter } from './chapters/03-silent.ts';
import { elevenStepsChapter } from './chapters/04-eleven-steps.ts';
import { callbackDomainChapter } from './chapters/05-callback-domain.ts';
import { borrowedChapter } from './chapters/06-borrowed.ts';
import { methodsChapter } from './chapters/07-methods.ts';
import { refreshChapter } from './chapters/08-refresh.ts';
import { avatarsChapter } from './chapters/09-avatars.ts';
import { fieldsChapter } from './chapters/10-fields.ts';
import { printStep } from './print.ts';
import { Recorder, shown } from './recorder.ts';
import { Stage } from './stage.ts';
import type { Chapter, Expectation, Step } from './step.ts';

const chapters: readonly Chapter[] = [
  messageChapter,
  consentChapter,
  silentChapter,
  elevenStepsChapter,
  callbackDomainChapter,
  borrowedChapter,
  methodsChapter,
  refreshChapter,
  avatarsChapter,
  fieldsChapter,
];

export interface TourOptions {
  readonly terminal: Terminal;
  readonly json: boolean;
  readonly env: NodeJS.ProcessEnv;
  /** The world's first instant in milliseconds since 1970; now if left out. */
  readonly date?: number;
}

export async function runTour({ terminal, json, env, date }: TourOptions): Promise<{ passed: number; failed: number }> {
  const recorder = new Recorder();
  const [{ defaultTransport }, { createLog }] = await Promise.all([
    import('@mingpian/wechat/transport'),
    import('@mingpian/gateway/log'),
  ]);
  const trial = await startTrial({
    host: '127.0.0.1',
    port: 0,
    env,
    terminal,
    ...(date !== undefined && { date }),
    fetch: recorder.outbound,
    transport: recorder.transport(defaultTransport()),
    // The tour provokes every refusal there is; only what the gateway itself calls an error is worth a line.
    log: createLog(undefined, 'error'),
  });
  try {
    const stage = new Stage({ trial, recorder, language: terminal.language });
    if (!json) introduce(stage, terminal);
    recorder.take();
    let passed = 0;
    let failed = 0;
    for (const step of chapters.flatMap((chapter) => chapter())) {
      const ok = await takeStep(step, stage, terminal, json);
      if (ok) passed += 1;
      else failed += 1;
    }
    if (json) terminal.json({ event: 'done', ok: failed === 0, passed, failed });
    else conclude(passed, failed, terminal);
    return { passed, failed };
  } finally {
    await trial.close();
  }
}

/** Takes one step and shows it; true if it came out as described. */
export async function takeStep<Place extends Pick<Stage, 'recorder'>>(
  step: Step<Place>,
  stage: Place,
  terminal: Terminal,
  json: boolean,
): Promise<boolean> {
  const expectations: Expectation[] = [];
  let thrown: unknown;
  try {
    await step.run(stage, (what, holds, found) => expectations.push({ what, holds, found }));
  } catch (error) {
    thrown = error;
  }
  const exchanges = stage.recorder.take().map(shown);
  const missed = expectations.filter(({ holds }) => !holds);
  const ok = thrown === undefined && missed.length === 0 && expectations.length > 0;
  const reasons = [
    ...missed.map(
      ({ what, found }) => terminal.words(what) + (found === undefined ? '' : `: ${JSON.stringify(found)}`),
    ),
    ...(thrown === undefined ? [] : [thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown)]),
  ];
  const why = ok ? {} : { why: reasons.join('; ') };
  if (!json) printStep({ step, exchanges, expectations, ...why }, terminal);
  else {
    const checks = expectations.map(({ what, holds }) => ({ what: terminal.words(what), ok: holds }));
    terminal.json({ event: 'step', step: step.id, title: terminal.words(step.title), ok, exchanges, checks, ...why });
  }
  return ok;
}

function introduce(stage: Stage, { line, style, words, language }: Terminal): void {
  const date = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
    dateStyle: 'long',
    timeZone: 'Asia/Shanghai',
  }).format(stage.now);
  const title: Words = {
    zh: `教程一步一步走，微信的日期是${date}`,
    en: `The tutorial, step by step, in a WeChat of ${date}`,
  };
  line(style('bold', words(title)));
}

function conclude(passed: number, failed: number, { line, style, words }: Terminal): void {
  line();
  const text = words({
    zh: failed === 0 ? `${passed} 步，全部符合描述。` : `${passed} 步符合描述，${failed} 步不符。`,
    en: failed === 0 ? `${passed} steps, all as described.` : `${passed} steps as described, ${failed} not.`,
  });
  line(style(failed === 0 ? 'green' : 'red', text));
}
