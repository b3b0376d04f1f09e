import { expect, test } from 'vitest';

import { faultWords, inWords, labelOf } from '../../../console/services/field-labels.ts';

test('what is refused is named as its form names it, and never by its path', () => {
  expect(labelOf('experiment.window_hours')).toBe('Hours that each person has');
  expect(labelOf('sending_hours.to')).toBe('To');
  expect(labelOf('to.0')).toBe('Your numbers');
  expect(labelOf('target_criteria.tags_any.3')).toBe('Tags');
  expect(labelOf('contents.1.when.tags_any')).toBe('Other text 2, Tags');
  expect(labelOf('contents.0')).toBe('Other text 1');
  expect(labelOf('contents.0.weight')).toBe('Other text 1, Weight');
  expect(labelOf('buttons.2.title')).toBe('Button 3, Title');
  expect(labelOf('contents.0.buttons.1.title')).toBe('Other text 1, Button 2, Title');
  expect(labelOf('some.new_field.0')).toBe('New field');
  expect(labelOf('')).toBe('It');
  expect(labelOf('mapping.url')).toBe('“url”');
  expect(labelOf('mapping.constructor')).toBe('“constructor”');
  expect(labelOf('mapping.Old name. 2')).toBe('“Old name. 2”');
});

test('a field that a message names has the name of its form; what no form has is no advice', () => {
  expect(inWords('Raise test_share or its weight.')).toBe('Raise “Tested, in percent” or its weight.');
  expect(inWords('must be a number; give some_thing to have others read')).toBe('must be a number');
  expect(inWords('must be a number; give default_country to have others read')).toBe(
    'must be a number; give “Numbers without a country are from” to have others read',
  );
  expect(inWords('too soon; give at least 7; see decide_after_hours')).toBe(
    'too soon; give at least 7; see “Hours until it is decided”',
  );
  expect(inWords('only with some_thing')).toBe('only with some thing');
  const untouched = '{{first_name}} and {{attributes.shoe_size}} of "a_b" are not known';
  expect(inWords(untouched)).toBe(untouched);
});

test('a limit is said in words, and in the unit of its form', () => {
  expect(faultWords('recurrence.every', 'Too small: expected number to be >=1')).toBe('must be at least 1');
  expect(faultWords('experiment.test_share', 'Too small: expected number to be >=0.01')).toBe('must be at least 1');
  expect(faultWords('holdout', 'Too big: expected number to be <=0.5')).toBe('must be at most 50');
  expect(faultWords('holdout', 'Invalid input: expected number, received null')).toBe('must be a number');
  const number = 'must be a possible E.164 number like +4915112345678';
  const words = 'must be a phone number with + and the country’s number, for example +49 151 12345678';
  expect(faultWords('to.0', `${number}; give default_country to have national numbers read`)).toBe(words);
  expect(faultWords('to.0', 'must be an E.164 number like +15551234567')).toBe(words);
  const long = 'Too big: expected string to have <=64 characters';
  expect(faultWords('tags.0', long)).toBe('must be at most 64 characters');
  expect(faultWords('name', 'must be given')).toBe('must be given');
});
