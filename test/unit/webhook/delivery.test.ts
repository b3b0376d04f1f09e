import { expect, test } from 'vitest';

import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { afterAttempt, delivery, draftDelivery, type PostOutcome } from '../../../shared/webhook/delivery.ts';
import { START } from '../fixtures.ts';
import { eventOf } from './fixtures.ts';

const endpoint = ids.next('whe');

test('an event has one delivery to each endpoint, whenever it is drafted', () => {
  const event = eventOf();
  const one = draftDelivery(event, endpoint, START);
  expect(delivery.parse({ ...one, expires_at: 1 })).toEqual({ ...one, expires_at: 1 });
  expect(draftDelivery(event, endpoint, START + 9_999_999).id).toBe(one.id);
  const others = [draftDelivery(event, ids.next('whe'), START), draftDelivery(eventOf(), endpoint, START)];
  expect(new Set([one, ...others].map(({ id }) => id)).size).toBe(3);
});

test('deliveries are in the order of their events’ times', () => {
  const at = (time: number) => draftDelivery(eventOf({ timestamp: timestamp(time) }), endpoint, START).id;
  const inOrder = [0, 1, START - 1, START, START + 1, START + 1e12].map(at);
  expect(inOrder.toSorted()).toEqual(inOrder);
});

test('the body is the event’s type, time and data', () => {
  const event = eventOf();
  const { body, event_id, status, attempts } = draftDelivery(event, endpoint, START);
  const { type, timestamp, data } = event;
  expect(JSON.parse(body)).toEqual({ type, timestamp, data });
  expect({ event_id, status, attempts }).toEqual({ event_id: event.id, status: 'pending', attempts: 0 });
});

test('each attempt waits longer than the last, and the eighth is the last', () => {
  const outcomes = Array.from({ length: 8 }, (_, attempts) => afterAttempt({ attempts }, { status_code: 500 }, START));
  expect(outcomes.map(({ attempts }) => attempts)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(outcomes.map(({ status }) => status)).toEqual([...new Array<string>(7).fill('pending'), 'dead_letter']);
  const waits = outcomes.map(({ next_attempt_at }) => next_attempt_at && (Date.parse(next_attempt_at) - START) / 1_000);
  expect(waits).toEqual([5, 60, 300, 1_800, 7_200, 18_000, 36_000, null]);
});

test.each([200, 201, 204, 299])('%d is delivered', (status_code) => {
  expect(afterAttempt({ attempts: 2 }, { status_code }, START)).toEqual({
    status: 'delivered',
    attempts: 3,
    last_status_code: status_code,
    last_error: null,
    next_attempt_at: null,
    delivered_at: timestamp(START),
  });
});

test.each<[PostOutcome, string]>([
  [{ status_code: 301 }, 'The endpoint answered 301; redirects are not followed.'],
  [{ status_code: 304 }, 'The endpoint answered 304; redirects are not followed.'],
  [{ status_code: 400 }, 'The endpoint answered 400.'],
  [{ status_code: 429 }, 'The endpoint answered 429.'],
  [{ status_code: 503 }, 'The endpoint answered 503.'],
  [{ error: 'There was no answer.' }, 'There was no answer.'],
])('%j is tried again', (outcome, last_error) => {
  expect(afterAttempt({ attempts: 0 }, outcome, START)).toMatchObject({ status: 'pending', last_error });
});

test('410 Gone ends a delivery at once', () => {
  expect(afterAttempt({ attempts: 0 }, { status_code: 410 }, START)).toMatchObject({
    status: 'dead_letter',
    attempts: 1,
    last_status_code: 410,
    next_attempt_at: null,
  });
});
