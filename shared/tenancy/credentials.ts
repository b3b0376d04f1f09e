import type { Credentials } from '../provider/provider.ts';

/** Where the credentials of each tenant's account at its provider are kept. */
export interface CredentialVault {
  /**
   * @param readSince a copy kept in memory from before this time (milliseconds since the epoch) is not used
   * @returns undefined when the tenant has none, or unreadable ones
   */
  get(tenant: string, readSince?: number): Promise<Credentials | undefined>;
  set(tenant: string, credentials: Credentials): Promise<void>;
}
