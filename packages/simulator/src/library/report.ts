import type { Finding } from '../world/state.ts';

/** Thrown by `expectClean`: each finding on a line of its own, with the row of the conformance table. */
export class NotClean extends Error {
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[]) {
    const lines = findings.map(({ level, rule, why, count }) => `  ${level} ${rule} ×${count}: ${why}`);
    super(`what worked here would not work with WeChat, or is not simulated:\n${lines.join('\n')}`);
    this.name = 'NotClean';
    this.findings = findings;
  }
}

/** Ports and loopback hosts, which profile `local` is there to allow: callbacks and push URLs (M-33). */
const local = ['A-04', 'M-33'];

/** Findings that stand against a world. `allow` names rows that a test accepts. */
export function against(findings: readonly Finding[], allow: readonly string[] = []): Finding[] {
  const accepted = new Set([...local, ...allow]);
  return findings.filter(({ level, rule }) => level !== 'deprecated' && !accepted.has(rule));
}
