import { describe, expect, test } from 'vitest';

import { labelOf } from '../../../console/services/field-labels.ts';
import { filterWords, type MessageFilter } from '../../../console/services/message-filter.ts';
import { own } from '../../../console/services/own.ts';
import { wordOf } from '../../../console/services/word-of.ts';
import { leftOut } from '../../../console/services/words.ts';

describe.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
  '%s, which every object inherits,',
  (name) => {
    test('is in no table', () => {
      expect(own({ city: 'Porto' }, name)).toBeUndefined();
    });

    test('is told by itself, as whatever the console does not know', () => {
      expect(labelOf(`customers.attributes.${name}`).toLowerCase()).toBe(name.toLowerCase().replaceAll('_', ' '));
      expect(wordOf(name).toLowerCase()).toBe(name.toLowerCase().replaceAll('_', ' '));
      expect(leftOut(name, 2)).toBe(name);
      const filter = { status: name, not_reached: name } as unknown as MessageFilter;
      expect(filterWords(filter, { titleOf: String })).toBe(`${name}, not ${name}`);
    });
  },
);
