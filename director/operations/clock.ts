/** Time as operations see it, so that tests need not wait for it. */
export interface Clock {
  now(): Date;
  /** Calls `action` once after so many milliseconds, unless the returned function was called before. */
  after(milliseconds: number, action: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => new Date(),
  after(milliseconds, action) {
    const timer = setTimeout(action, milliseconds);
    // The listeners keep the Director alive; a time limit should not.
    timer.unref();
    return () => clearTimeout(timer);
  },
};
