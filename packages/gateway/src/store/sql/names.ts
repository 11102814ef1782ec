/** Names of columns: `app_id` in the database, `appId` in rows. */

export function propertyOf(column: string): string {
  return column.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

export function columnOf(property: string): string {
  return property.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** A row that was read as an array, which costs less than to read objects and to name them again. */
export function named<Value>(values: readonly Value[], names: readonly string[]): Record<string, Value> {
  const row: Record<string, Value> = {};
  for (let index = 0; index < names.length; index += 1) row[names[index]!] = values[index]!;
  return row;
}
