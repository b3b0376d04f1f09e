/** What was proved, line by line. */
export interface Checks {
  /** Counts what passes, and what does not; an error is a check that did not pass. */
  that(name: string, check: () => Promise<unknown>): Promise<void>;
  readonly passed: number;
  readonly failed: number;
}

export function checks(): Checks {
  let passed = 0;
  let failed = 0;
  return {
    async that(name, check) {
      const started = performance.now();
      try {
        await check();
        passed += 1;
        console.log(`ok    ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
      } catch (error) {
        failed += 1;
        console.log(`FAIL  ${name}\n      ${error instanceof Error ? error.message : String(error)}`);
      }
    },
    get passed() {
      return passed;
    },
    get failed() {
      return failed;
    },
  };
}
