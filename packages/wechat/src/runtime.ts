/** Bun, Deno and workerd call themselves Node too, for the sake of programs that were written for it. */
export function isNode(): boolean {
  const { process, Bun, Deno, navigator } = globalThis as {
    process?: { versions?: Record<string, string> };
    Bun?: unknown;
    Deno?: unknown;
    navigator?: { userAgent?: string };
  };
  const other = Bun !== undefined || Deno !== undefined || navigator?.userAgent === 'Cloudflare-Workers';
  return process?.versions?.node !== undefined && !other;
}
