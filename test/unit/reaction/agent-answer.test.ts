import { describe, expect, test } from 'vitest';

import { readAgentAnswer } from '../../../shared/reaction/agent-answer.ts';

const read = (answer: unknown) => readAgentAnswer(JSON.stringify(answer));
const INVALID = { fallback: 'invalid' };

describe('an agent may answer with', () => {
  test.each([
    ['words', { message: 'Tomorrow at 9?\nOr at 10?' }],
    ['words in any script', { message: 'مرحبا, 你好, 👋🏽' }],
    ['1,024 characters', { message: 'x'.repeat(1024) }],
    ['words that look like markup, which is sent as it stands', { message: '<b>bold</b> & *bold*' }],
    ['a picture and words', { message: 'Look', media_url: 'https://a.example/i.jpg' }],
    ['a picture alone', { media_url: 'https://a.example/i.jpg' }],
    ['buttons', { message: 'Which?', buttons: [{ id: 'a', title: 'A' }] }],
  ])('%s', (_, reply) => {
    expect(read({ reply })).toEqual({ reply });
  });

  test('silence, if it says so', () => {
    expect(read({ reply: null })).toBe('silent');
  });
});

describe('an answer is refused as a whole that', () => {
  test.each([
    ['is a page', '<html><body>502 Bad Gateway</body></html>'],
    ['is empty', ''],
    ['is cut off', '{"reply": {"message": "Hel'],
    ['is a text', '"Hello"'],
    ['is null', 'null'],
  ])('%s', (_, text) => {
    expect(readAgentAnswer(text)).toEqual(INVALID);
  });

  test.each([
    ['has no reply', {}],
    ['misspells it', { replay: { message: 'Hi' } }],
    ['says who is to get it', { reply: { message: 'Hi' }, customer_id: 'cus_01KB2QW6ZC8N4T5V7X9Y1A3B5D' }],
    ['says where it is to go', { reply: { message: 'Hi', to: '+4915112345678' } }],
    ['has an action for a button', { reply: { message: 'Hi', buttons: [{ id: 'a', title: 'A', action: {} }] } }],
    ['says nothing', { reply: {} }],
    ['has blanks alone', { reply: { message: ' \n ' } }],
    ['is too long for WhatsApp', { reply: { message: 'x'.repeat(1025) } }],
    ['would fill in what a customer asks for', { reply: { message: 'You are {{attributes.segment}}' } }],
    ['has a picture by http', { reply: { media_url: 'http://a.example/i.jpg' } }],
    ['turns the direction of text', { reply: { message: 'Pay \u202e0001\u202c' } }],
    ['isolates a direction', { reply: { message: 'Pay \u2066this\u2069' } }],
    ['has a control character', { reply: { message: 'Hi\u0000' } }],
    ['clears the screen', { reply: { message: '\u001b[2J' } }],
    ['has half a character', { reply: { message: 'Hi \ud83d' } }],
    ['hides one in a title', { reply: { message: 'Hi', buttons: [{ id: 'a', title: 'A\u202e' }] } }],
  ])('%s', (_, answer) => {
    expect(read(answer)).toEqual(INVALID);
  });

  test('has names with a meaning in JavaScript, or is nested without end', () => {
    expect(
      readAgentAnswer('{"reply": {"message": "Hi", "__proto__": {"media_url": "https://a.example/i.jpg"}}}'),
    ).toEqual(INVALID);
    expect(readAgentAnswer('['.repeat(100_000) + ']'.repeat(100_000))).toEqual(INVALID);
  });
});
