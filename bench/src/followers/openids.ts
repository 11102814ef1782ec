/** A full batch. */
export const openids: readonly string[] = Array.from(
  { length: 100 },
  (_, i) => `oNmh1t6Ca9Yd3rVhbLkpQe7w_${`${i}`.padStart(3, '0')}`,
);
