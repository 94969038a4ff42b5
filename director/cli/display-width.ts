const graphemes = new Intl.Segmenter();
const wide =
  /^(?:\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Emoji_Presentation}|[\u3000-\u303f\uff01-\uff60])/u;
// biome's default set has no rule against \p{Cc}: what a terminal would act on instead of showing it.
const control = /\p{Cc}/gu;

/** Columns that a terminal needs for a text: two for a Chinese, Japanese or Korean character or an emoji, else one. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += wide.test(segment) ? 2 : 1;
  return width;
}

/** The text on one line: a line break in a description must not break a table, nor an escape sequence steer the terminal. */
export function onOneLine(text: string): string {
  return text.replace(control, ' ');
}
