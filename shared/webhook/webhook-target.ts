import ipaddr from 'ipaddr.js';

import { invalid, type Fault } from '../platform/errors.ts';

/** Below are the ports of mail, shells and the like, which serve no webhooks. */
const FIRST_FREE_PORT = 1024;
/** Names that are not in the public DNS (RFC 6761, RFC 6762, and ICANN's name for private use). */
const PRIVATE_NAMES = /(^|\.)(localhost|local|internal)$/;

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
    ...(isPrivate(hostname) && !privateTargets
      ? [fault('private_host', 'must name a host that is reached over the internet')]
      : []),
    ...(port !== '' && Number(port) < FIRST_FREE_PORT && !privateTargets
      ? [fault('port', `must have port 443 or one from ${FIRST_FREE_PORT} on`)]
      : []),
  ];
}

/** @param hostname of a URL, which normalizes IPv4 addresses to their dotted form */
function isPrivate(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$|\.$/g, '');
  if (ipaddr.isValid(host)) return ipaddr.parse(host).range() !== 'unicast';
  return !host.includes('.') || PRIVATE_NAMES.test(host);
}
