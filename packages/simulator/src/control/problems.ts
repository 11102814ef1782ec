/** RFC 9457: what is wrong with a request, in a form that programs and people can read. */
const titles = {
  403: 'Refused',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Not possible in WeChat',
  422: 'Not understood',
} as const;

export type ProblemStatus = keyof typeof titles;

export class Problem extends Error {
  override name = 'Problem';
  readonly status: ProblemStatus;

  /** `detail` says what is wrong and what is allowed. */
  constructor(status: ProblemStatus, detail: string) {
    super(detail);
    this.status = status;
  }
}

export function problemResponse({ status, message }: Problem, headers: Record<string, string> = {}): Response {
  const slug = titles[status].toLowerCase().replaceAll(' ', '-');
  const body = { type: `urn:mingpian:simulator:${slug}`, title: titles[status], status, detail: message };
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  });
}
