import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

test.each(['.ci/run', ...globSync('.github/workflows/*.yml', { cwd: root })])(
  'what %s runs is a script of the project',
  (file) => {
    const text = readFileSync(join(root, file), 'utf8');
    const called = [...text.matchAll(/npm (?:run )?([\w:]+)/g)].map(([, name]) => name!);
    expect(called.filter((name) => !['ci', 'audit'].includes(name) && !(name in scripts))).toEqual([]);
    for (const [, path] of text.matchAll(/node (tools\/\S+\.ts)/g))
      expect(readFileSync(join(root, path!))).toBeDefined();
    expect(called.length + (text.match(/\.ci\/run/g) ?? []).length).toBeGreaterThan(0);
  },
);
