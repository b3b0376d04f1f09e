import type { Clock } from '../platform/clock.ts';
import type { Credentials } from '../provider/provider.ts';
import type { CredentialRotation, CredentialVault } from './credentials.ts';

export interface CredentialChange {
  readonly twilio?: Credentials | undefined;
  /** Null ends at once what the former token still opens. */
  readonly twilio_former_token?: null | undefined;
}

export interface ChangePorts {
  readonly clock: Pick<Clock, 'now'>;
  readonly credentials: CredentialVault;
  readonly credentialRotation: CredentialRotation;
}

/** Stores new credentials of a tenant, beside the token until now where the account stays; or forgets that token. */
export async function changeCredentials(
  tenant_id: string,
  { twilio, twilio_former_token }: CredentialChange,
  { clock, credentials, credentialRotation: { alone, rotated } }: ChangePorts,
): Promise<void> {
  if (!twilio && twilio_former_token === undefined) return;
  const now = clock.now();
  const kept = await credentials.get(tenant_id, now);
  const next = twilio ? rotated(twilio, kept, now) : kept;
  if (!next) return;
  await credentials.set(tenant_id, twilio_former_token === null ? alone(next) : next);
}
