import { conflict, HeraldError } from '../platform/errors.ts';
import { ProviderRefusal, ProviderUnreachable, type Credentials } from '../provider/provider.ts';
import type { CredentialVault } from '../tenancy/credentials.ts';

/** In seconds. */
const ASK_AGAIN = 30;

/**
 * Does some work at the tenant's account that a caller waits for.
 * @throws HeraldError 409 without credentials, or when the provider refuses; 503 when it could not be asked
 */
export async function withAccount<Result>(
  tenant_id: string,
  credentials: Pick<CredentialVault, 'get'>,
  work: (credentials: Credentials) => Promise<Result>,
): Promise<Result> {
  const vault = await credentials.get(tenant_id);
  if (!vault) {
    const message = 'No provider credentials are stored for this tenant. Store them with PATCH /v1/tenant.';
    throw conflict('credentials.missing', message);
  }
  try {
    return await work(vault);
  } catch (error) {
    if (error instanceof ProviderRefusal)
      throw conflict('template.refused', `The provider refused it (error ${error.error.code}): ${error.message}`);
    if (!(error instanceof ProviderUnreachable)) throw error;
    const message = 'The provider could not be asked. Ask again later; what it has taken by then is not done twice.';
    throw new HeraldError('unavailable', 'provider.unreachable', message, [], ASK_AGAIN);
  }
}
