import { i18next } from '../i18n.ts';

const steps: readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** For example "3 minutes ago" or, within half a minute, "now". @param now in milliseconds since 1970 */
export function relativeTime(iso: string, now: number): string {
  const format = new Intl.RelativeTimeFormat(i18next.language, { numeric: 'auto' });
  const seconds = (Date.parse(iso) - now) / 1000;
  if (Math.abs(seconds) < 30) return format.format(0, 'second');
  const step = steps.find(([, length]) => Math.abs(seconds) >= length) ?? (['minute', 60] as const);
  return format.format(Math.round(seconds / step[1]) || Math.sign(seconds), step[0]);
}

export function exactTime(iso: string): string {
  return new Intl.DateTimeFormat(i18next.language, { dateStyle: 'full', timeStyle: 'medium' }).format(new Date(iso));
}

/** A time to come, for people who plan: only the hour when it is today, with the day otherwise. @param now in milliseconds since 1970 */
export function comingTime(iso: string, now: number): string {
  const time = new Date(iso);
  const isToday = time.toDateString() === new Date(now).toDateString();
  const day = isToday ? {} : ({ day: 'numeric', month: 'short' } as const);
  const year = time.getFullYear() === new Date(now).getFullYear() ? {} : ({ year: 'numeric' } as const);
  return new Intl.DateTimeFormat(i18next.language, { ...year, ...day, hour: 'numeric', minute: '2-digit' }).format(
    time,
  );
}

/** A day, for example "Nov 22, 2026". */
export function dayOf(iso: string): string {
  return new Intl.DateTimeFormat(i18next.language, { dateStyle: 'medium' }).format(new Date(iso));
}

/** A whole number with separators, "+5" and "−5" with a sign where it is a change. */
export function wholeNumber(count: number, signed = false): string {
  const text = new Intl.NumberFormat(i18next.language, signed ? { signDisplay: 'exceptZero' } : {}).format(count);
  return text.replace('-', '−');
}

/** Duration between two times, for example "1.2 s" or "3 min 5 s". */
export function duration(from: string, to: string): string {
  const seconds = Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000);
  if (seconds < 60) return `${new Intl.NumberFormat(i18next.language, { maximumFractionDigits: 1 }).format(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB'];

/** In steps of 1000, for example "1.4 MB". */
export function bytes(count: number): string {
  const step = Math.min(byteUnits.length - 1, count < 1 ? 0 : Math.floor(Math.log10(count) / 3));
  const number = new Intl.NumberFormat(i18next.language, { maximumFractionDigits: step > 0 ? 1 : 0 });
  return `${number.format(count / 1000 ** step)} ${byteUnits[step]}`;
}

/** A rate for people: one digit after the point where that tells something. */
export function perSecond(rate: number): string {
  return new Intl.NumberFormat(i18next.language, { maximumFractionDigits: rate < 10 ? 1 : 0 }).format(rate);
}

/** Megabytes of 1,048,576 bytes, for example "512 MiB" or "1.5 GiB". */
export function mebibytes(count: number): string {
  const [size, unit] = count < 1024 ? [count, 'MiB'] : [count / 1024, 'GiB'];
  return `${new Intl.NumberFormat(i18next.language, { maximumFractionDigits: 1 }).format(size)} ${unit}`;
}
