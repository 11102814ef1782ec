// The simulator as the command starts it: its refusals become sentences and exit codes of ours.

import type { Simulator, SimulatorOptions } from '@mingpian/simulator/server';
import { Failure } from './failure.ts';
import type { Terminal } from './terminal.ts';

export async function startSimulatorHere(options: SimulatorOptions, terminal: Terminal): Promise<Simulator> {
  const { SimulatorRefused, startSimulator } = await import('@mingpian/simulator/server');
  try {
    return await startSimulator(options);
  } catch (error) {
    if (!(error instanceof SimulatorRefused)) throw error;
    throw new Failure(
      'configuration',
      terminal.words({
        zh: '模拟器不在 NODE_ENV=production 下运行：它允许任何人登录。',
        en: 'The simulator does not run under NODE_ENV=production: it signs in anybody.',
      }),
      { cause: error },
    );
  }
}
