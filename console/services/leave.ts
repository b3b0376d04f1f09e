import { readProvider } from './config.ts';
import { chooseTenant, session, signOut } from './session.ts';

/** Signs out in every tab. What the identity provider gave is taken back there as well, where it has a way. */
export function leave(): void {
  const refreshToken = session.value?.account?.refreshToken;
  signOut();
  if (refreshToken) void revoked(refreshToken).catch(() => {});
}

async function revoked(refreshToken: string): Promise<void> {
  const provider = await readProvider();
  const { revoke } = await import('./oidc.ts');
  await revoke(provider, refreshToken);
}

/** Goes on for another of the person's tenants, from the first page: nothing of the one before stays. */
export function work(tenant: string): void {
  chooseTenant(tenant);
  location.assign('/console/');
}
