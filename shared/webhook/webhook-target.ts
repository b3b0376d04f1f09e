import ipaddr from 'ipaddr.js';

import { invalid, type Fault } from '../platform/errors.ts';

/** Below stand mail, shells and the like, which no webhook is served by. */
const FIRST_FREE_PORT = 1024;
/** Names that no public DNS knows (RFC 6761, RFC 6762, and what ICANN keeps for private use). */
const PRIVATE_NAMES = /(^|\.)(localhost|local|internal)$/;

/**
 * Refuses what an endpoint's address must not be, as far as its text tells; where its host's name leads to is checked at
 * each connection, since that can change.
 * @param privateTargets whether http and private hosts are let through: for tests alone
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

/** @param hostname as URL gives it: an IPv4 address is in its dotted form however it was written */
function isPrivate(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$|\.$/g, '');
  if (ipaddr.isValid(host)) return ipaddr.parse(host).range() !== 'unicast';
  return !host.includes('.') || PRIVATE_NAMES.test(host);
}
