/** A word that may stand at the cursor. */
export interface Candidate {
  value: string;
  /** For shells that show one. */
  description: string;
}
