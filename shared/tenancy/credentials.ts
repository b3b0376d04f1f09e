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
