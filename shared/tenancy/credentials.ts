import type { Credentials } from '../provider/provider.ts';

/** The store of the credentials of each tenant's provider account. */
export interface CredentialVault {
  /**
   * @param readSince a cached copy read before this time (milliseconds since the epoch) is not used
   * @returns undefined when the tenant has none, or malformed ones
   */
  get(tenant: string, readSince?: number): Promise<Credentials | undefined>;
  set(tenant: string, credentials: Credentials): Promise<void>;
}

/** What a provider makes of its own credentials when they change. */
export interface CredentialRotation {
  /**
   * What to keep when a caller gives new ones: beside them what still opens something.
   * @param now in milliseconds since the epoch
   */
  rotated(given: Credentials, kept: Credentials | undefined, now: number): Credentials;
  /** The same without what opened something before. */
  alone(kept: Credentials): Credentials;
}
