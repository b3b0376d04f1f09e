import type { IncomingMessage } from 'node:http';

import ipaddr from 'ipaddr.js';

/** What a proxy or a tunnel adds to a request. */
const FORWARDED = /^(forwarded|via|x-real-ip|true-client-ip|x-forwarded-.*|cf-.*|ngrok-.*)$/;

/** The name in a Host header, in lower case; undefined when it is not one of a host. */
function hostnameOf(host: string | undefined): string | undefined {
  return host && /^[\w.:[\]-]+$/.test(host) ? URL.parse(`http://${host}`)?.hostname : undefined;
}

function isLoopback(hostname: string | undefined): boolean {
  if (!hostname) return false;
  const address = hostname.replace(/^\[|\]$/g, '');
  if (ipaddr.isValid(address)) return ipaddr.process(address).range() === 'loopback';
  return /(^|\.)localhost$/.test(hostname);
}

/** Whether an address leads to this machine only. @param url absolute */
export function isLocalUrl(url: string): boolean {
  return isLoopback(new URL(url).hostname);
}

/**
 * Whether a request names this machine, or its public address. A page of another name that resolves to this machine (DNS
 * rebinding) is not to reach Herald with the browser of whoever looks at it.
 */
export function namesUs({ headers }: Pick<IncomingMessage, 'headers'>, publicBaseUrl: string | undefined): boolean {
  const hostname = hostnameOf(headers.host);
  return isLoopback(hostname) || (!!publicBaseUrl && hostname === new URL(publicBaseUrl).hostname);
}

/** Whether a request was made on this machine: from one of its addresses, to one of its names, and through no tunnel. */
export function isFromHere({ headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>): boolean {
  return (
    isLoopback(hostnameOf(headers.host)) &&
    isLoopback(socket.remoteAddress) &&
    !Object.keys(headers).some((name) => FORWARDED.test(name))
  );
}
