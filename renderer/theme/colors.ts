import type { MantineColorsTuple } from '@mantine/core';

/** The accent: ink. White on shade 6 has a contrast of 5.9. */
export const ink: MantineColorsTuple = [
  '#eff1fb',
  '#dde1f6',
  '#bac2ec',
  '#949fe1',
  '#7481d8',
  '#5f6dd2',
  '#4b58c4',
  '#3f4aab',
  '#353f93',
  '#28306f',
];

/** Greys with a little warmth, like a walnut's shell in daylight. */
export const shell: MantineColorsTuple = [
  '#faf9f7',
  '#f4f2ee',
  '#eae7e1',
  '#dcd8d0',
  '#c3beb4',
  '#a19b91',
  '#6c675f',
  '#55514a',
  '#3a3732',
  '#23211e',
];

/** The same by night; Mantine reads text from 0 and surfaces from 6 (controls) and 7 (page). */
export const night: MantineColorsTuple = [
  '#e6e4e0',
  '#c6c3bd',
  '#a8a49d',
  '#87837c',
  '#4b4843',
  '#3c3935',
  '#2f2d2a',
  '#242320',
  '#1a1917',
  '#131211',
];

/** For what takes something away. White on shade 6 has a contrast of 5.7. */
export const ember: MantineColorsTuple = [
  '#fdf1f0',
  '#fbe5e3',
  '#f4c7c3',
  '#eba29c',
  '#e17d75',
  '#d0574d',
  '#bb372c',
  '#a52d23',
  '#8a231b',
  '#6f1a13',
];
