/** One variant of a small figure in one process, told by the module that has it. */
import { serveQuestions } from '../worker.ts';
import { type Micro, type MicroQuestion, measureBatches } from './batches.ts';

const [module = '', where] = process.argv.slice(2);
const { batches, megabytes } = (await import(module)) as Micro;
const all = await batches(where);

serveQuestions<MicroQuestion>(async ({ variant, ms }) => {
  const batch = all[variant];
  if (batch === undefined) throw new TypeError(`${module} has no variant ${variant}`);
  const reading = await measureBatches(batch, ms);
  return megabytes === undefined ? reading : { ...reading, memory: megabytes(variant) };
});
