// `--date`: a moment as people write it.

const shape = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(\.\d{1,3})?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;

/**
 * Milliseconds since 1970 of an ISO 8601 date or time. Where it names no zone it is Beijing time, the zone of WeChat's
 * announcements. Undefined if it is no such moment, 30 February included.
 */
export function parseMoment(text: string): number | undefined {
  const match = shape.exec(text.trim());
  if (!match) return undefined;
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', zone = '+08:00'] = match;
  const wall = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  // Date.parse lets 30 February roll over into March, so the wall time must survive the round trip.
  const asUtc = Date.parse(`${wall}Z`);
  if (Number.isNaN(asUtc) || !new Date(asUtc).toISOString().startsWith(wall)) return undefined;
  const moment = Date.parse(`${wall}${fraction}${zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone}`);
  return Number.isNaN(moment) ? undefined : moment;
}
