import type { Clock } from '../platform/clock.ts';
import type { Credentials } from '../provider/provider.ts';
import { rotated } from '../provider/twilio/former-token.ts';
import type { TwilioCredentials } from '../provider/twilio/twilio-credentials.ts';
import type { CredentialVault } from './credentials.ts';

export interface CredentialChange {
  readonly twilio?: TwilioCredentials | undefined;
  /** Null ends at once what the former token still opens. */
  readonly twilio_former_token?: null | undefined;
}

/** Stores new credentials of a tenant, beside the token until now where the account stays; or forgets that token. */
export async function changeCredentials(
  tenant_id: string,
  { twilio, twilio_former_token }: CredentialChange,
  { clock, credentials }: { readonly clock: Pick<Clock, 'now'>; readonly credentials: CredentialVault },
): Promise<void> {
  if (!twilio && twilio_former_token === undefined) return;
  const now = clock.now();
  const kept = await credentials.get(tenant_id, now);
  const next: Credentials | undefined = twilio ? rotated(twilio, kept, now) : kept;
  if (!next) return;
  const { former_token: _, former_until: __, ...alone } = next;
  await credentials.set(tenant_id, twilio_former_token === null ? alone : next);
}
