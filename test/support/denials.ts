import type { Denial } from '../../local/aws/iam/authorizer.ts';

/**
 * Functions may take a refusal for any error and go on, so that no answer shows it: whoever stops a Herald calls this.
 * @throws Error that names each call which no policy allowed
 */
export function refuseDenials(denials: readonly Denial[]): void {
  if (denials.length === 0) return;
  const calls = denials.map(({ caller, action, resource }) => `${caller} may not call ${action} on ${resource}`);
  const advice =
    'Declare each as a grant of its function (its contract, or its construct in lib), or make no such call.';
  throw new Error(`Calls were denied.\n${calls.join('\n')}\n${advice}`);
}
