import * as z from 'zod';

/** A tenant's account at the provider. It is kept in the secret store alone and never logged. */
export const credentials = z.object({
  account_sid: z.string().regex(/^AC[0-9a-zA-Z]{1,64}$/, 'must be an account SID like AC0123…'),
  auth_token: z.string().min(1).max(200),
});
export type Credentials = z.infer<typeof credentials>;

/** Where a tenant's credentials are kept. */
export interface CredentialVault {
  /**
   * @param readSince a copy kept in memory from before this time (milliseconds since the epoch) is not used
   * @returns undefined when the tenant has none, or unreadable ones
   */
  get(tenant: string, readSince?: number): Promise<Credentials | undefined>;
  set(tenant: string, given: Credentials): Promise<void>;
}
