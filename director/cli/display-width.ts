/** What a terminal would act on instead of showing it. */
const control = /\p{Cc}/gu;
const wide =
  /^(?:\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Emoji_Presentation}|[\u3000-\u303f\uff01-\uff60])/u;

/** Columns that a terminal needs for a text: two for a Chinese, Japanese or Korean character or an emoji, else one. */
export function displayWidth(text: string): number {
  // Most texts are plain, and making a segmenter takes 10 ms of a start that should take 200.
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) width += wide.test(segment) ? 2 : 1;
  return width;
}

/** The text on one line: a line break in a description must not break a table, nor an escape sequence steer the terminal. */
export function onOneLine(text: string): string {
  return text.replace(control, ' ');
}
