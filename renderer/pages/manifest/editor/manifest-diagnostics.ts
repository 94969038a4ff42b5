import type { Diagnostic } from '@codemirror/lint';
import type { Text } from '@codemirror/state';
import type { ManifestProblem } from '../../../../director/contract/manifest-check.ts';

/** Where a problem is in the text; the nearest place there is where the text has no such line. */
export function offsetOf(doc: Text, { line, column }: Pick<ManifestProblem, 'line' | 'column'>): number {
  const at = doc.line(Math.min(Math.max(line, 1), doc.lines));
  return Math.min(at.from + Math.max(column - 1, 0), at.to);
}

/** The problems as marks: from where they are to the end of the word there, or of the line. */
export function diagnosticsOf(doc: Text, problems: readonly ManifestProblem[]): Diagnostic[] {
  return problems.map((problem) => {
    const from = offsetOf(doc, problem);
    const { to: lineEnd, text, from: lineStart } = doc.lineAt(from);
    const rest = text.slice(from - lineStart);
    const length = /^"(?:[^"\\]|\\.)*"|^[\w.+-]+|^\S/.exec(rest)?.[0].length ?? rest.length;
    const message = problem.hint ? `${problem.message} ${problem.hint}` : problem.message;
    return { from, to: Math.min(from + length, lineEnd), severity: problem.severity, message };
  });
}
