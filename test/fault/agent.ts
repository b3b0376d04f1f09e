import type { ButtonAction } from '../../shared/content/button.ts';
import type { WebhookAsker } from '../../shared/webhook/delivery.ts';
import type { Random } from './random.ts';
import type { Scheduler, Worker } from './scheduler.ts';

export const FALLBACK = 'We write to you.';
const TIMEOUT_SECONDS = 5;

/** One world in four has buttons that an agent answers. */
export function hasAgent(roll: Random): boolean {
  return roll.chance(0.25);
}

export function agentAction(webhook_endpoint_id: string): ButtonAction {
  return { type: 'agent', webhook_endpoint_id, timeout_seconds: TIMEOUT_SECONDS, fallback: FALLBACK };
}

/**
 * A tenant's agent, and no help to whoever asks twice: it answers otherwise each time. It is slow, down, wants to say nothing, and
 * writes what nobody can send.
 */
export function simulatedAgent(world: Scheduler, roll: Random) {
  /** To whom each answer was given, by its text. */
  const said = new Map<string, string>();

  function answer(event_id: string, at: number, timeout: number): ReturnType<WebhookAsker['ask']> {
    const slow = async (wait: number) => world.until(at + Math.min(wait, timeout));
    const replying = (text: string) => ({ status_code: 200, answer: text });
    return roll.pick<() => ReturnType<WebhookAsker['ask']>>([
      ...new Array<() => ReturnType<WebhookAsker['ask']>>(6).fill(async () => {
        await slow(roll.between(0, timeout - 1));
        const text = `Answer ${said.size}`;
        said.set(text, event_id);
        return replying(JSON.stringify({ reply: { message: text } }));
      }),
      async () => {
        await slow(timeout);
        return { error: 'slow', code: 'timeout' };
      },
      async () => ({ error: 'down', code: 'unreachable' }),
      async () => ({ error: 'endless', code: 'too_long' }),
      async () => ({ status_code: 500, answer: '' }),
      async () => replying('<html>'),
      async () => replying('{"reply": null}'),
    ])();
  }

  return {
    said: said as ReadonlyMap<string, string>,
    /** As one invocation asks it: its client takes every failure for an answer, and never repeats a question. */
    askedBy: (worker: Worker): WebhookAsker => ({
      ask: ({ event_id }, _, at, { timeout }) =>
        worker
          .call('agent', async () => answer(event_id, at, timeout), { once: true })
          .catch(() => ({ error: 'It does not answer.', code: 'unreachable' as const })),
    }),
  };
}
