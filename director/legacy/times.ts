const two = (value: number) => String(value).padStart(2, '0');

/** Python's isoformat() of a time in UTC, without a zone: 2026-01-31T12:00:00.123000 */
export function utcTime(iso: string): string {
  const time = new Date(iso);
  return withMicroseconds(time.toISOString().slice(0, 19), time);
}

/** The same in the time of this computer. */
export function localTime(iso: string): string {
  const time = new Date(iso);
  const date = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  const clock = `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
  return withMicroseconds(`${date}T${clock}`, time);
}

/** Python leaves them out where there are none. */
function withMicroseconds(seconds: string, time: Date): string {
  const milliseconds = time.getMilliseconds();
  return milliseconds === 0 ? seconds : `${seconds}.${String(milliseconds).padStart(3, '0')}000`;
}
