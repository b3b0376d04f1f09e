/**
 * What the console may load and call: itself, pictures of messages from anywhere on the web, and hosts that take uploads.
 * Nothing inline, no frames, and no string becomes markup or script (Trusted Types without a policy).
 */
export function consolePolicy(uploadHosts: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob: https:",
    ["connect-src 'self'", ...uploadHosts].join(' '),
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}
