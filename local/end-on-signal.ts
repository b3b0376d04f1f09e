/** Ctrl-C reaches every process of the terminal, and npm passes it on: this one hears of it twice. */
const SAME_SIGNAL_MS = 500;

/**
 * Ends this process at Ctrl-C or SIGTERM once `end` has, with the exit code that it returns. A second Ctrl-C does not wait for
 * it.
 */
export function endOnSignal(end: () => number | Promise<number>): void {
  let first: number | undefined;
  const onSignal = (): void => {
    const now = performance.now();
    if (first === undefined) {
      first = now;
      void Promise.try(end).then(process.exit, (error: unknown) => {
        console.error(error instanceof Error ? error.message : error);
        process.exit(1);
      });
    } else if (now - first > SAME_SIGNAL_MS) process.exit(1);
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
}
