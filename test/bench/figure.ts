/** One line of the table. */
export interface Row {
  figure: string;
  ours: number;
  /** The same measured on what we are compared with, in the same run. */
  peer?: number;
  /** `ours ÷ peer`, the median over the rounds; the target is about it where there is one. */
  ratio?: number;
  /** Missing where a figure is only told. */
  target?: Target;
  unit: string;
  /** How much there was of it, or what it consists of. */
  note?: string;
}

export type Target = { most: number } | { least: number };

/** What a figure is measured with. */
export interface Bench {
  /** Fewer and shorter runs: to see that it works, not to compare. */
  quick: boolean;
  /** Says what is under way. */
  tell(line: string): void;
  /** Runs when the figure ends, however it does; the last one given first. */
  defer(cleanUp: () => unknown): void;
  /** A new folder that is removed at the end. */
  folder(): Promise<string>;
}

/** A group of rows measured together. */
export interface Figure {
  /** For `--only`. */
  name: string;
  measure(bench: Bench): Promise<Row[]>;
}

/** The value that a target is about. */
export function judged({ ours, ratio }: Row): number {
  return ratio ?? ours;
}

/** Whether the target is met; undefined where there is none. */
export function isMet(row: Row): boolean | undefined {
  const { target } = row;
  if (!target) return undefined;
  return 'most' in target ? judged(row) <= target.most : judged(row) >= target.least;
}
