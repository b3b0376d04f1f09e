import { invalid, type Fault } from '../platform/errors.ts';
import { isPrivateHost } from '../platform/private-host.ts';

/** Below are the ports of mail, shells and the like, which serve no webhooks. */
const FIRST_FREE_PORT = 1024;

/**
 * Refuses a URL that no endpoint may have, judging by its text; the address behind its host is checked at each connection,
 * since it can change.
 * @param privateTargets permits http and private hosts, only for tests
 * @throws HeraldError 400
 */
export function checkTarget(url: string | undefined, privateTargets: boolean): void {
  const faults = url === undefined ? [] : targetFaults(new URL(url), privateTargets);
  if (faults.length > 0) throw invalid(faults);
}

function targetFaults({ protocol, username, password, hostname, port }: URL, privateTargets: boolean): Fault[] {
  const fault = (code: string, message: string) => ({ path: 'url', code, message });
  return [
    ...(username || password ? [fault('credentials', 'must hold no user name or password; check the signature')] : []),
    ...(protocol !== 'https:' && !privateTargets ? [fault('url', 'must be an https URL')] : []),
    ...(isPrivateHost(hostname) && !privateTargets
      ? [fault('private_host', 'must name a host that is reached over the internet')]
      : []),
    ...(port !== '' && Number(port) < FIRST_FREE_PORT && !privateTargets
      ? [fault('port', `must have port 443 or one from ${FIRST_FREE_PORT} on`)]
      : []),
  ];
}
