/** How a sign-in went, kept with its session for the page that shows it. Times in milliseconds of our own clock. */
import type { LoginScope } from './start.ts';

export interface LoginTrace {
  readonly scope: LoginScope;
  /** WeChat's time: decides which facts held. */
  readonly wechatAt: number;
  readonly startedAt: number;
  readonly returnedAt: number;
  readonly exchangedAt: number;
  readonly profileAt?: number | undefined;
  readonly followerAt?: number | undefined;
}

export function writeTrace(trace: LoginTrace): string {
  return JSON.stringify(trace);
}

/** Undefined for what an older version wrote in another form. */
export function readTrace(text: string): LoginTrace | undefined {
  const trace: Partial<LoginTrace> = JSON.parse(text);
  return trace.scope === undefined || trace.wechatAt === undefined ? undefined : (trace as LoginTrace);
}
