import type { Action } from './content-types.ts';
import { fraction, type Person } from './customers.ts';

/** Probabilities, 0 to 1, of what people who read a message with buttons do. */
export interface Habits {
  /** Taps one of the reply buttons. */
  readonly taps: number;
  /** Follows one of the links. */
  readonly follows: number;
  /** Of those: follows it again. */
  readonly followsAgain: number;
  readonly calls: number;
  /** WhatsApp requests the link for its preview, before anyone taps it. */
  readonly previews: number;
  /** Of those who tapped a reply button: writes a few words after it. */
  readonly answers: number;
  /** Writes a few words without having tapped. */
  readonly writes: number;
  /** Writes STOP, or another word for it. */
  readonly stops: number;
  /** Of those: writes START later. */
  readonly returns: number;
  /** Of those who tapped, followed or called: orders something. */
  readonly buys: number;
  /** Orders something before anything else. */
  readonly buysBefore: number;
  /** Of all orders: the shop reports it twice. */
  readonly reportsTwice: number;
}

export const ORDINARY_HABITS: Habits = {
  taps: 0.3,
  follows: 0.3,
  followsAgain: 0.15,
  calls: 0.1,
  previews: 0.5,
  answers: 0.3,
  writes: 0.04,
  stops: 0.03,
  returns: 0.2,
  buys: 0.3,
  buysBefore: 0.02,
  reportsTwice: 0.2,
};

export type ActKind = 'reply' | 'url' | 'call' | 'preview' | 'probe' | 'words' | 'stop' | 'start' | 'order';

export interface Act {
  readonly kind: ActKind;
  /** What is tapped or previewed. */
  readonly button?: Action;
  readonly words?: string;
  /** Whether it is reported twice, identically. */
  readonly twice: boolean;
  /** How long after the act before it, from 0 (at once) to 1 (at the maximum delay). */
  readonly pause: number;
}

const WORDS = ['Do you have it in blue?', 'Yes please, size M', 'Merci !', 'Can I stop by tomorrow?', '👍'];
const STOPS = ['STOP', 'stop ', 'Unsubscribe', 'Stopall', ' QUIT'];

/** Whose habits they are. @param occasion where people do not do the same with every message: which one it is */
interface Actor {
  readonly seed: number;
  readonly number: string;
  readonly habits: Habits;
  readonly occasion?: string;
}

/** Everything that the person with a number does with a message that has these buttons, in order: the same for the same seed. */
export function actsOf(
  { seed, number, habits, occasion = '' }: Actor,
  { duplicate, lateCallback }: Person,
  actions: readonly Action[],
): Act[] {
  const draw = (trait: string) => fraction(`${seed} ${number} ${trait}${occasion}`);
  const does = (habit: keyof Habits) => draw(habit) < habits[habit];
  const pick = <T>(choices: readonly T[], trait: string) => choices[Math.floor(draw(trait) * choices.length)];
  const act = (kind: ActKind, of: Pick<Act, 'button' | 'words'> = {}, twice = false): Act => {
    return { kind, ...of, twice, pause: draw(`pause ${kind}`) };
  };
  const written = (kind: ActKind, words: readonly string[], trait: string) =>
    act(kind, { words: pick(words, trait) ?? '' }, duplicate);

  const ofType = (type: Action['type']) =>
    pick(
      actions.filter((action) => (action.type ?? 'QUICK_REPLY') === type),
      `which ${type}`,
    );
  const [reply, link, call] = [ofType('QUICK_REPLY'), ofType('URL'), ofType('PHONE_NUMBER')];
  const answer = does('answers') ? [written('words', WORDS, 'answer')] : [];
  const tap = reply && does('taps') ? [act('reply', { button: reply }, duplicate)] : [];
  const follow = link && does('follows') ? [act('url', { button: link })] : [];
  const taps = [
    // What was written later may arrive first.
    tap.length === 0 ? [] : lateCallback === undefined ? [...tap, ...answer] : [...answer, ...tap],
    does('followsAgain') ? [...follow, ...follow] : follow,
    call && does('calls') ? [act('call', { button: call }, duplicate)] : [],
  ].filter(({ length }) => length > 0);
  const inOrder = taps
    .map((acts, index) => ({ acts, at: draw(`order ${index}`) }))
    .toSorted((a, b) => a.at - b.at)
    .flatMap(({ acts }) => acts);

  const order = act('order', {}, does('reportsTwice'));
  return [
    ...(does('buysBefore') ? [order] : []),
    ...(link && does('previews') ? [act('preview', { button: link }), act('probe', { button: link })] : []),
    ...inOrder,
    ...(does('writes') ? [written('words', WORDS, 'unasked')] : []),
    ...(taps.length > 0 && does('buys') ? [order] : []),
    ...(does('stops')
      ? [written('stop', STOPS, 'stop'), ...(does('returns') ? [written('start', ['START'], '')] : [])]
      : []),
  ];
}
