import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { minifySync as minifyAcross, version } from '@swc/core';
import { VERSION } from 'rolldown';
import { minifySync } from 'rolldown/utils';

/** The version of JavaScript that browsers are given. */
export const ECMA = 2022;

const sources = ['smaller.ts', 'plain-exports.ts'].map((name) => readFileSync(join(import.meta.dirname, name), 'utf8'));

/** By what scripts are made smaller: another one may give their exports other names, and a file that is kept for ever needs another name then. */
export const MADE_BY = `swc ${version}, rolldown ${VERSION}, ${createHash('sha256').update(sources.join('')).digest('hex')}`;

/**
 * A script minified twice more, across statements and functions, which esbuild leaves alone. What is sent is 3 % less. The names that
 * the first of them chose stay: others compress worse. No function expression here is called by `new`, so that each can be an arrow.
 */
export function smaller(path: string, text: string): string {
  const compress = { ecma: ECMA, passes: 4, unsafe_arrows: true } as const;
  const { code } = minifyAcross(text, { module: true, ecma: ECMA, compress, mangle: true });
  return minifySync(path, code, { module: true, compress: { target: `es${ECMA}` }, mangle: false }).code;
}
