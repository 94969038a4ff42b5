/** Resolves at the first SIGINT or SIGTERM. Later ones change nothing: the end is under way. */
export function endSignals(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve());
  });
}
