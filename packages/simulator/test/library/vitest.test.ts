import { describe, expect, it } from 'vitest';
import { test as simulated, simulatedTest } from '../../src/vitest.ts';

describe('the Vitest fixture', () => {
  const test = simulatedTest({
    clock: '2026-11-24',
    prepare: (world) => {
      world.person('alice', { nickname: '爱丽丝' });
    },
  });

  test('each test has a fork of the prepared world', ({ world }) => {
    expect(world.person('alice').state.nickname).toBe('爱丽丝');
    world.person('alice').set({ nickname: 'changed' });
  });

  test('and nothing of the one before', ({ world }) => {
    expect(world.person('alice').state.nickname).toBe('爱丽丝');
  });

  // The fixture, not the test's body, is what fails here.
  simulated.fails('a gap fails the test', async ({ world }) => {
    await world.fetch(`${world.apiBase}/cgi-bin/no/such`);
  });

  const lenient = simulatedTest({ allow: ['X-01'] });
  lenient('unless the test accepts its row', async ({ world }) => {
    await world.fetch(`${world.apiBase}/cgi-bin/no/such`);
  });

  it('can stand beside ordinary tests', () => {
    expect(simulated).toBeTypeOf('function');
  });
});
