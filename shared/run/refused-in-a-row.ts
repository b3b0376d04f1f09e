import { stopsEveryone } from '../provider/error-class.ts';
import type { ProviderError } from '../provider/provider.ts';
import type { PauseReason } from './pause-sending.ts';

/** After this many bad outcomes of one kind in a row, the next ones will be no better. */
export const MAX_IN_A_ROW = 5;

/** Why a campaign pauses when one error refuses one message after another. */
export function refusedInARow({ class: errorClass, ...error }: ProviderError): PauseReason {
  if (stopsEveryone(errorClass)) return refusedForAll({ class: errorClass, ...error });
  return { why: 'refused_in_a_row', ...error };
}

/** Why a campaign pauses at one refusal, which says that everybody else would be refused as well. */
export function refusedForAll({ class: errorClass, ...error }: ProviderError): PauseReason {
  const isTemplate = errorClass === 'template_gone' || errorClass === 'template_paused';
  return { why: isTemplate ? errorClass : 'provider_refused', ...error };
}
