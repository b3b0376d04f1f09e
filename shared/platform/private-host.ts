import ipaddr from 'ipaddr.js';

/** Names that are not in the public DNS (RFC 6761, RFC 6762, and ICANN's name for private use). */
const PRIVATE_NAMES = /(^|\.)(localhost|local|internal)$/;

/**
 * Whether a host is not reached over the internet, judging by its text.
 * @param hostname of a URL, which normalizes IPv4 addresses to their dotted form
 */
export function isPrivateHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$|\.$/g, '');
  if (ipaddr.isValid(host)) return ipaddr.parse(host).range() !== 'unicast';
  return !host.includes('.') || PRIVATE_NAMES.test(host);
}
