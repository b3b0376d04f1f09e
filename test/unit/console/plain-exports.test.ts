import { expect, test } from 'vitest';

import { plainExports } from '../../../lib/console/plain-exports.ts';

const PAGES = 'export{a as Audience};';

test('what chunks export has one name, and whoever imports it asks for that', () => {
  const scripts = new Map([
    ['/out/chunk-A.js', 'let e,t,n;export{e as a,t as $,n};\n'],
    ['/out/pages-B.js', `import{$ as e,a as t,n as r}from"./chunk-A.js";import{x as y}from"./other-C.js";${PAGES}`],
    ['/out/other-C.js', 'let t;export{t as x};'],
  ]);
  expect([...plainExports(scripts, ['../out/chunk-A.js']).values()]).toEqual([
    'let e,t,n;export{e,t,n};',
    `import{e as t,n as r,t as e}from"./chunk-A.js";import{x as y}from"./other-C.js";${PAGES}`,
    'let t;export{t as x};',
  ]);
});

test('names that a page asks for once it is there stay as they are', () => {
  const scripts = new Map([['/out/pages-B.js', PAGES]]);
  expect(plainExports(scripts, [])).toEqual(scripts);
});
