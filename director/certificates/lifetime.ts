/**
 * Whether a certificate should be replaced: two thirds of its life have passed, or it is not valid yet, which it never is when it is made,
 * so that the clock was set back since.
 * @param now milliseconds since 1970
 */
export function isDue(
  { validFromDate, validToDate }: { validFromDate: Date; validToDate: Date },
  now: number,
): boolean {
  const from = validFromDate.getTime();
  const life = validToDate.getTime() - from;
  return now < from || now >= from + (life * 2) / 3;
}
