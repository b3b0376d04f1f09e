import ipaddr from 'ipaddr.js';

/** Names that lead nowhere on the internet (RFC 6761, RFC 6762, RFC 8375, RFC 9476). */
const LOCAL_NAMES = /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa|test|example|invalid|alt)$/;

/** Whether somebody on the internet may reach an address: its host is a public IP address or a name with a public suffix. */
export function isPublicUrl(url: string): boolean {
  const hostname =
    URL.parse(url)
      ?.hostname.replace(/^\[|\]$/g, '')
      .replace(/\.$/, '') ?? '';
  if (ipaddr.isValid(hostname)) return ipaddr.process(hostname).range() === 'unicast';
  return hostname.includes('.') && !LOCAL_NAMES.test(hostname);
}
