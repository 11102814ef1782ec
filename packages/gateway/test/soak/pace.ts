/** Calls at a fixed rate, whether the answers keep up or not; resolves when all of them have been answered. */
export async function paced(rate: number, seconds: number, call: (index: number) => Promise<unknown>): Promise<void> {
  const flying = new Set<Promise<unknown>>();
  const total = Math.round(rate * seconds);
  const started = performance.now();
  let sent = 0;
  while (sent < total) {
    const due = Math.min(total, Math.floor(((performance.now() - started) / 1000) * rate));
    for (; sent < due; sent++) {
      const flight = call(sent);
      flying.add(flight);
      void flight.then(() => flying.delete(flight));
    }
    await new Promise((resolve) => setTimeout(resolve, 4));
  }
  await Promise.all(flying);
}
