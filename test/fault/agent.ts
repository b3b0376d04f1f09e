import type { ButtonAction } from '../../shared/content/button.ts';
import type { AnswerOutcome, WebhookAsker } from '../../shared/webhook/delivery.ts';
import type { Random } from './random.ts';
import type { Worker } from './scheduler.ts';

export const FALLBACK = 'We write to you.';
const TIMEOUT_SECONDS = 5;

/** One world in four has buttons that an agent answers. */
export function hasAgent(roll: Random): boolean {
  return roll.chance(0.25);
}

export function agentAction(webhook_endpoint_id: string): ButtonAction {
  return { type: 'agent', webhook_endpoint_id, timeout_seconds: TIMEOUT_SECONDS, fallback: FALLBACK };
}

interface Reaction {
  readonly outcome: AnswerOutcome;
  /** In milliseconds. */
  readonly takes: number;
}

/**
 * A tenant's agent, and no help to whoever asks twice: it answers otherwise each time. It is slow, down, wants to say nothing, and
 * writes what nobody can send.
 */
export function simulatedAgent(roll: Random) {
  /** To whom each answer was given, by its text. */
  const said = new Map<string, string>();

  function react(event_id: string, timeout: number): Reaction {
    const at_once = (outcome: AnswerOutcome) => ({ outcome, takes: 0 });
    const replying = (answer: string) => ({ status_code: 200, answer });
    return roll.pick<() => Reaction>([
      ...new Array<() => Reaction>(6).fill(() => {
        const text = `Answer ${said.size}`;
        said.set(text, event_id);
        return { outcome: replying(JSON.stringify({ reply: { message: text } })), takes: roll.between(0, timeout - 1) };
      }),
      () => ({ outcome: { error: 'slow', code: 'timeout' }, takes: timeout }),
      () => at_once({ error: 'down', code: 'unreachable' }),
      () => at_once({ error: 'endless', code: 'too_long' }),
      () => at_once({ status_code: 500, answer: '' }),
      () => at_once(replying('<html>')),
      () => at_once(replying('{"reply": null}')),
    ])();
  }

  return {
    said: said as ReadonlyMap<string, string>,
    /** As one invocation asks it: its client takes every failure for an answer, and never repeats a question. */
    askedBy: (worker: Worker): WebhookAsker => ({
      async ask({ event_id }, _, at, { timeout }) {
        const { outcome, takes } = await worker
          .call('agent', async () => react(event_id, timeout), { once: true })
          .catch((): Reaction => ({ outcome: { error: 'It does not answer.', code: 'unreachable' }, takes: 0 }));
        if (takes > 0) await worker.clock.sleepUntil(at + takes);
        return outcome;
      },
    }),
  };
}
