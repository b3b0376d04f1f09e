import { isPrivateHost } from '../../shared/platform/private-host.ts';
import { found, ok, problem, skipped, type Finding } from './finding.ts';

/** In milliseconds. */
const TIMEOUT = 10_000;

export interface AddressCheck {
  readonly publicBaseUrl: string;
  /** Whether another host than Twilio's stands for it, for which a local address will do. */
  readonly hasDouble: boolean;
  /** How long the address may take to answer, in milliseconds. */
  readonly timeout?: number;
}

/** Whether Twilio can reach this Herald: https, a public address, and an answer that is Herald's. */
export async function checkAddress({ publicBaseUrl, hasDouble, timeout = TIMEOUT }: AddressCheck): Promise<Finding[]> {
  const { protocol, hostname } = new URL(publicBaseUrl);
  const isPublic = found('public address', async () => {
    if (hasDouble) return skipped('TWILIO_API_BASE_URL names another host than Twilio, so a local address will do.');
    if (protocol !== 'https:')
      return problem(`${publicBaseUrl} is not https.`, 'Set PUBLIC_BASE_URL to an address that begins with https://.');
    if (isPrivateHost(hostname))
      return problem(
        `${publicBaseUrl} is an address of this machine or its network, which Twilio cannot reach (21609).`,
        'Start a tunnel to this port, and start Herald with the tunnel’s https address as PUBLIC_BASE_URL.',
      );
    return ok(`${publicBaseUrl} is a public address.`);
  });
  const answers = found('answer', async () => {
    const remedy = 'See that Herald runs, and that the tunnel or the domain leads to it.';
    const response = await fetch(`${publicBaseUrl}/v1/tenant`, { signal: AbortSignal.timeout(timeout) }).catch(
      () => undefined,
    );
    if (!response) return problem(`Nothing answers at ${publicBaseUrl}.`, remedy);
    const { status, headers } = response;
    await response.body?.cancel();
    // Herald asks for a key, and says so as a problem document.
    if (status === 401 && headers.get('content-type')?.startsWith('application/problem+json'))
      return ok(`Herald answers at ${publicBaseUrl}.`);
    return problem(`Something else than Herald answers at ${publicBaseUrl} (HTTP ${status}).`, remedy);
  });
  return Promise.all([isPublic, answers]);
}
