import { randomBytes } from 'node:crypto';
import { inboundRequest } from './act-request.ts';
import type { Verdict } from './approval.ts';
import type { Contents } from './content.ts';
import { controls, type Controls } from './controls.ts';
import type { Faults } from './faults.ts';
import type { Inbox } from './inbox.ts';
import type { Limits } from './limits.ts';
import type { Outcome, Requester } from './requester.ts';
import type { Rules } from './rules.ts';
import type { Senders } from './senders.ts';
import { connectionOverrides } from './signed-form.ts';
import type { Web } from './web.ts';

interface Dependencies {
  readonly rules: Rules;
  readonly limits: Limits;
  readonly reviewer: { verdict: Verdict };
  readonly contents: Pick<Contents, 'change'>;
  readonly senders: Pick<Senders, 'change' | 'ownerOf'>;
  readonly faults: Pick<Faults, 'creates' | 'clear'>;
  readonly web: Web;
  readonly inbox: Inbox;
  readonly http: Requester;
  readonly authTokenOf: (accountSid: string) => string;
  /** Where messages of people are reported; undefined until it is known. */
  readonly inboundUrl: () => string | undefined;
}

/** What came of it: for a person who wrote, how the webhook answered. */
export interface Controlled {
  readonly webhook?: Outcome;
}

/** Makes the network do what a test or a demo says. */
export function controller(dependencies: Dependencies): (given: Controls) => Promise<Controlled> {
  const { rules, limits, reviewer, contents, senders, faults, web, inbox, http, authTokenOf, inboundUrl } =
    dependencies;

  async function write({ from, to, words }: NonNullable<Controls['writes']>): Promise<Controlled> {
    const sender = `whatsapp:${to}`;
    const sid = `SM${randomBytes(16).toString('hex')}`;
    const written = { sid, account_sid: senders.ownerOf(sender), person: `whatsapp:${from}`, sender, words };
    const address = inbox.receive(written);
    const given = inboundUrl();
    if (given === undefined) return {};
    const { url } = connectionOverrides(given);
    const request = inboundRequest({ ...written, from: address }, authTokenOf(written.account_sid), url);
    return { webhook: (await http.send(request)).outcome };
  }

  return async (given) => {
    const act = controls.parse(given);
    rules.change(act.rules ?? {});
    Object.assign(limits, act.limits);
    reviewer.verdict = act.review ?? reviewer.verdict;
    if (act.template) contents.change(act.template.template, act.template);
    if (act.sender) senders.change(`whatsapp:${act.sender.number}`, act.sender);
    if (act.clear) faults.clear();
    if (act.refuse) {
      const { code, times, to } = act.refuse;
      const people = to && new Set(to.map((number) => `whatsapp:${number}`));
      faults.creates({ code }, { times, to: (address) => !people || people.has(address) });
    }
    if (act.web) web.answer(act.web.url, act.web.answers);
    if (act.hosts) web.add(act.hosts);
    return act.writes ? write(act.writes) : {};
  };
}
