/** An answer for people: a text as it is, also when it is all that an object holds; anything else as JSON. */
export function answerText(answered: unknown): string {
  if (typeof answered === 'string') return answered;
  if (typeof answered === 'object' && answered !== null) {
    const [only, ...more] = Object.values(answered);
    if (more.length === 0 && typeof only === 'string') return only;
  }
  return JSON.stringify(answered, undefined, 2) ?? '';
}
