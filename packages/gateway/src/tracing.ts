/**
 * Spans for OpenTelemetry. They go nowhere unless the operator loads an SDK before us (`node --import ./otel.js`), which also
 * says where to. Names and attributes are from closed sets or from the configuration: no address with its query, no openid, no
 * text, no secret; what failed is told by its class and code. Traces of others are not continued: anybody could begin one.
 */

import type { ObservedCall } from '@mingpian/wechat/caller';
import { traceCalls } from '@mingpian/wechat/telemetry';
import {
  type Attributes,
  context,
  ProxyTracer,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** What the gateway itself does, as far as it takes time. */
export type StepName =
  /** A push becomes durable. */
  | 'push.store'
  /** What follows from a push. */
  | 'push.react'
  /** Another system hears of a push. */
  | 'push.forward';

export interface Tracing {
  /** Runs the work in a span; calls to WeChat and further steps within become its children. */
  step<T>(name: StepName, attributes: Attributes, work: () => Promise<T>): Promise<T>;
  observeCall(account: string, call: ObservedCall): void;
  /** One span for each answer of a listener. */
  measure(app: FastifyInstance): void;
}

/** Without a tracer nothing is traced, and nothing is spent on it. */
export function createTracing(tracer: Tracer | undefined = loadedTracer()): Tracing {
  if (tracer === undefined) return { step: (_name, _attributes, work) => work(), observeCall() {}, measure() {} };
  const spans = new WeakMap<FastifyRequest, Span>();
  const listeners = new Map<string, (call: ObservedCall) => void>();

  return {
    step(name, attributes, work) {
      return tracer.startActiveSpan(`mingpian ${name}`, { attributes: named(attributes) }, async (span) => {
        try {
          return await work();
        } catch (error) {
          fail(span, error);
          throw error;
        } finally {
          span.end();
        }
      });
    },

    observeCall(account, call) {
      let listener = listeners.get(account);
      if (listener === undefined) {
        listener = traceCalls({
          startSpan: (name, { attributes, ...options }) =>
            tracer.startSpan(name, { ...options, attributes: { ...attributes, 'mingpian.account': account } }),
        });
        listeners.set(account, listener);
      }
      listener(call);
    },

    measure(app) {
      app.addHook('onRequest', (request, _reply, done) => {
        const route = request.routeOptions.url;
        const span = tracer.startSpan(`${request.method} ${route ?? 'none'}`, {
          kind: SpanKind.SERVER,
          attributes: {
            'http.request.method': request.method,
            ...(route === undefined ? {} : { 'http.route': route }),
          },
        });
        spans.set(request, span);
        context.with(trace.setSpan(context.active(), span), done);
      });
      app.addHook('onResponse', (request, reply, done) => {
        const span = spans.get(request);
        span?.setAttribute('http.response.status_code', reply.statusCode);
        if (reply.statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
        span?.end();
        done();
      });
    },
  };
}

/** That of an SDK which the operator has loaded. What the interface alone hands out waits for one in every span. */
function loadedTracer(): Tracer | undefined {
  const tracer = trace.getTracer('mingpian');
  return tracer instanceof ProxyTracer ? undefined : tracer;
}

function named(attributes: Attributes): Attributes {
  const full: Attributes = {};
  for (const name in attributes) full[`mingpian.${name}`] = attributes[name];
  return full;
}

/** Messages of errors may quote what was sent; class and code do not. */
function fail(span: Span, error: unknown): void {
  const { name, code } = error as { name?: unknown; code?: unknown };
  span.setStatus({ code: SpanStatusCode.ERROR });
  if (typeof name === 'string') span.setAttribute('error.type', typeof code === 'string' ? `${name} ${code}` : name);
}
