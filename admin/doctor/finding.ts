/**
 * What one check found. `problem`: nothing is sent, or something is lost, until somebody acts. `warning`: it works, and somebody
 * should know. `skipped`: it could not be checked, because of another finding.
 */
export interface Finding {
  readonly check: string;
  readonly state: 'ok' | 'warning' | 'problem' | 'skipped';
  /** A sentence, without anything secret. */
  readonly finding: string;
  /** What to do, as a sentence. */
  readonly remedy?: string;
}

type Said = Omit<Finding, 'check'>;

export const ok = (finding: string): Said => ({ state: 'ok', finding });
export const warning = (finding: string, remedy: string): Said => ({ state: 'warning', finding, remedy });
export const problem = (finding: string, remedy: string): Said => ({ state: 'problem', finding, remedy });
export const skipped = (finding: string): Said => ({ state: 'skipped', finding });

/** Runs a check; one that fails is a finding like another, so that the others are made all the same. */
export async function found(check: string, look: () => Promise<Said>): Promise<Finding> {
  try {
    return { check, ...(await look()) };
  } catch (error) {
    const remedy = 'Repeat the command; if it fails again, check the connection of this machine.';
    return { check, ...problem(`This could not be checked: ${reasonOf(error)}.`, remedy) };
  }
}

/** The kind of an error. Its message may quote what was sent. */
function reasonOf(error: unknown): string {
  const { code, name, cause } = error as Error & { code?: unknown; cause?: { code?: unknown } };
  const reason = [code, cause?.code, name].find((one) => typeof one === 'string' || typeof one === 'number');
  return `the request failed (${String(reason ?? 'unknown')})`;
}
