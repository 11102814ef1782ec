/**
 * OpenTelemetry for the requests to WeChat. Nothing is imported: hand in the tracer of your `@opentelemetry/api`, or
 * anything of its shape. Spans carry the path, never a query: secrets, tokens and codes travel there.
 */
import type { ObservedCall } from './caller.ts';

interface SpanLike {
  setStatus(status: { code: number; message?: string }): unknown;
  end(endTime?: number): void;
}

/** The part of a tracer that is used. Times are milliseconds since the epoch. */
export interface TracerLike {
  startSpan(
    name: string,
    options: { kind: number; startTime: number; attributes: Record<string, string | number> },
  ): SpanLike;
}

/** SpanKind.CLIENT and SpanStatusCode.ERROR of the OpenTelemetry API. */
const CLIENT = 2;
const ERROR = 2;

/**
 * An `onCall` for `createWeChat` that writes one client span for each request, named after its operation:
 * `createWeChat({ …, onCall: traceCalls(trace.getTracer('wechat')) })`.
 */
export function traceCalls(tracer: TracerLike): (call: ObservedCall) => void {
  return ({ operation, attempt, startedAt, durationMs, outcome, errcode, rid }) => {
    const span = tracer.startSpan(`WeChat ${operation}`, {
      kind: CLIENT,
      startTime: startedAt,
      attributes: {
        'url.path': operation,
        'mingpian.wechat.attempt': attempt,
        'mingpian.wechat.outcome': outcome,
        ...(errcode === undefined ? {} : { 'mingpian.wechat.errcode': errcode }),
        ...(rid === undefined ? {} : { 'mingpian.wechat.rid': rid }),
      },
    });
    if (outcome !== 'ok') span.setStatus({ code: ERROR, message: errcode === undefined ? outcome : String(errcode) });
    span.end(startedAt + durationMs);
  };
}
