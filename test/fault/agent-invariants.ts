import { interaction, type Interaction } from '../../shared/interaction/interaction.ts';
import type { Item } from '../../shared/platform/table-client.ts';
import { autoReply, type AutoReply } from '../../shared/reaction/auto-reply.ts';
import { FALLBACK } from './agent.ts';
import type { Household } from './population.ts';
import type { Truth } from './provider.ts';

export interface AgentRemains {
  readonly items: readonly Item[];
  readonly households: readonly Household[];
  readonly truth: Pick<Truth, 'replies'>;
  /** How many taps for agents failed in all attempts, and were not even given up. */
  readonly unanswered: number;
}

const OPEN: readonly AutoReply['status'][] = ['retry', 'asking', 'sending'];

/** What is wrong with the answers of agents: each tap has one at most, every answer was made for a tap, and each tap says what came of it. */
export function* examineAgents({ items, households, truth, unanswered }: AgentRemains): Generator<string> {
  let open = 0;
  for (const { tenant_id, account_sid, customers, campaigns } of households) {
    const sent = truth.replies.filter((reply) => reply.account_sid === account_sid);
    const rows: (AutoReply & { to: string; tap: Interaction })[] = [];
    for (const campaign of campaigns) {
      const pk = `TENANT#${tenant_id}#CAMPAIGN#${campaign.id}`;
      const own = items.filter((item) => item['pk'] === pk);
      const agents = campaign.buttons.filter(({ action }) => action?.type === 'agent').map(({ id }) => id);
      for (const item of own.filter(({ sk }) => String(sk).startsWith('INTERACTION#'))) {
        const tap = interaction.parse(item);
        if (!agents.includes(tap.button_id)) continue;
        const found = own.find(({ sk }) => sk === `AUTOREPLY#${tap.id}`);
        const row = found && autoReply.parse(found);
        if (!row || OPEN.includes(row.status)) {
          open += 1;
          continue;
        }
        const to = customers.find(({ id }) => id === tap.customer_id)?.phone_number ?? '';
        rows.push({ ...row, to, tap });
        yield* compared(tap, row, sent);
      }
    }
    yield* counted(rows, sent, open);
  }
  if (open > unanswered) yield `${open} taps for agents have no outcome, and ${unanswered} were given up`;
}

type Reply = Truth['replies'][number];

/** One tap, with what the provider has of its answer. */
function* compared({ id, agent }: Interaction, row: AutoReply, sent: readonly Reply[]): Generator<string> {
  const tap = `the tap ${id.slice(-4)}`;
  if (!agent) return yield `${tap} does not say what came of it: ${row.status}`;
  if (row.status !== 'accepted') {
    const fits = row.status === agent.outcome || (row.status === 'skipped' && agent.outcome === 'silent');
    if (!fits) yield `${tap} says ${agent.outcome}, and its answer is ${row.status}`;
    return undefined;
  }
  const reply = sent.find(({ sid }) => sid === row.provider_sid);
  if (!reply) return yield `${tap} has an answer that the provider does not know`;
  const outcome = reply.text === FALLBACK ? 'fallback' : 'answered';
  if (agent.outcome !== outcome) yield `${tap} says ${agent.outcome}, and got "${reply.text}"`;
  return undefined;
}

/** Each person's answers together: those that are out are accepted or unknown, and no words of the agent's are out twice. */
function* counted(
  rows: readonly (AutoReply & { readonly to: string })[],
  sent: readonly Reply[],
  open: number,
): Generator<string> {
  for (const [to, theirs] of Map.groupBy(sent, (reply) => reply.to)) {
    const own = rows.filter((row) => row.to === to);
    const may = own.filter(({ status }) => status === 'accepted' || status === 'unknown').length + open;
    if (theirs.length > may) yield `${to.slice(-4)} got ${theirs.length} answers to ${may} taps`;
  }
  const words = sent.map(({ text }) => text).filter((text) => text !== FALLBACK);
  if (new Set(words).size !== words.length) yield 'an answer of an agent was sent twice';
  const sids = rows.flatMap(({ provider_sid }) => provider_sid ?? []);
  if (new Set(sids).size !== sids.length) yield 'two taps have the same answer';
}
