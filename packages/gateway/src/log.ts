import pino, { type Logger, type LoggerOptions } from 'pino';

/** Structured lines; the first argument holds the facts, the second says what happened. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** Names that never carry a value into a line, wherever they stand. */
const secretNames = [
  'token',
  'secret',
  'appSecret',
  'rootSecret',
  'previousRootSecret',
  'clientSecret',
  'apiKey',
  'signingSecret',
  'encodingAesKey',
  'userToken',
  'refreshToken',
  'ticket',
  'code',
  'state',
  'cookie',
  'authorization',
  'signature',
  'msgSignature',
  'password',
  'openid',
  'unionid',
  'nickname',
  'document',
];

export const logOptions: LoggerOptions = {
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (level) => ({ level }) },
  redact: {
    paths: secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `headers["${name}"]`]),
    censor: '[redacted]',
  },
  serializers: {
    // A line about a request says which route it took; path, query and headers may hold codes, states and cookies.
    req: (request: { method?: string; routeOptions?: { url?: string } }) => ({
      method: request.method,
      route: request.routeOptions?.url ?? 'unknown',
    }),
    res: (reply: { statusCode?: number }) => ({ status: reply.statusCode }),
    err: describeError,
    error: describeError,
  },
};

/** Class, code and message of an error. Messages of ours hold no secrets; of others' errors only the class is kept. */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { name, code } = error as Error & { code?: unknown };
  const own =
    /^(ConfigError|StoreError|BackupError|ForcedRefreshRefused|ForwardError|CustodyError|SealError|PictureError|WeChatError|ApiError|PushRefused|ProcessingError|LoginProblem|TypeError)$/.test(
      name,
    );
  return {
    type: name,
    ...(typeof code === 'string' || typeof code === 'number' ? { reason: code } : {}),
    ...(own ? { message: error.message } : {}),
    ...(own
      ? {}
      : {
          // A message has lines of its own, which may even look like places.
          stack: (error.stack ?? '')
            .replace(error.message, '')
            .split('\n')
            .map((line) => line.trim())
            .filter((line) => line.startsWith('at '))
            .slice(0, 5),
        }),
  };
}

/**
 * JSON lines to `stream`, by default to stderr. A line that cannot be written is lost, `onLost` hears of it, and the service goes
 * on: a full disk must not end it.
 */
export function createLog(
  stream?: { write(line: string): unknown },
  level = 'info',
  onLost: () => void = () => {},
): Logger {
  const target = stream ?? standardError(onLost);
  const careful = {
    write(line: string) {
      try {
        target.write(line);
      } catch {
        onLost();
      }
    },
  };
  return pino({ ...logOptions, level }, careful);
}

/** A stream says later that it could not write, by an event that would otherwise end the process. */
function standardError(onLost: () => void): { write(line: string): unknown } {
  process.stderr.on('error', onLost);
  return process.stderr;
}
