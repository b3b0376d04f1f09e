/** The integration tests' global setup: starts the Herald that most files share. */
import type { TestProject } from 'vitest/node';

import { startTestHerald } from './herald.ts';
import { startIssuer } from './issuer.ts';

export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const { close: closeIssuer, ...issuer } = await startIssuer();
  const { audience, jwksUrl } = issuer;
  const oidc = { issuer: issuer.issuer, audience, jwksUrl };
  const { url, providerUrl, installation, close } = await startTestHerald({ settings: { oidc } });
  provide('herald', { url, providerUrl, installation });
  provide('issuer', issuer);
  return async () => {
    await close();
    await closeIssuer();
  };
}
