import type { Campaign } from '../campaign/campaign.ts';
import { OWN_CONTENT } from '../campaign/contents.ts';
import type { Fault } from '../platform/errors.ts';
import type { Credentials } from '../provider/provider.ts';
import { unreachableSentence, type UnreachableAddress } from '../run/require-address.ts';
import type { Sender } from '../sender/sender.ts';
import { stopSentence, type SendingStop } from '../tenancy/sending-stop.ts';
import type { Block } from './preflight.ts';

/** What a campaign needs before it can send. */
export interface SetUp {
  readonly sender: Sender | undefined;
  readonly credentials: Credentials | undefined;
  readonly stopped: SendingStop | undefined;
  readonly unreachableAddress: UnreachableAddress;
  /** Of its fields. */
  readonly faults: readonly Fault[];
  /** Why it needs an approval that it does not have. */
  readonly unapproved: string | undefined;
  /** Why nothing, or not everything, can be sent within the tenant's spend cap. */
  readonly unaffordable: string | undefined;
}

/** Why a campaign would not start, each with what to do. */
export function blocksOf(campaign: Campaign, setUp: SetUp): Block[] {
  const { sender, credentials, stopped, unreachableAddress, faults, unapproved, unaffordable } = setUp;
  return [
    ...faults.map(({ path, message }): Block => ({ code: 'content', path, message: `${path}: ${message}` })),
    ...(stopped ? [{ code: 'sending_stopped', message: stopSentence(stopped) } as const] : []),
    ...(sender ? [] : [{ code: 'sender_missing', message: NO_SENDER } as const]),
    ...(credentials ? [] : [{ code: 'credentials_missing', message: NO_CREDENTIALS } as const]),
    ...(unreachableAddress === null
      ? []
      : [{ code: 'address_unreachable', message: unreachableSentence(unreachableAddress) } as const]),
    ...Object.entries(campaign.content_templates ?? {}).flatMap(([key, { state, reason = state }]): Block[] =>
      state === 'approved' || state === 'pending'
        ? []
        : [
            {
              code: 'template_refused',
              path: fieldOf(campaign, key),
              message: `The template of ${key} was refused: ${reason}. ${CHANGE_IT}`,
            },
          ],
    ),
    ...(unapproved === undefined ? [] : [{ code: 'unapproved', message: unapproved } as const]),
    ...(unaffordable === undefined ? [] : [{ code: 'spend_cap', message: unaffordable } as const]),
  ];
}

/** The field that a content's template comes from: the text, since WhatsApp does not tell which part it refused. */
function fieldOf({ template_id, contents }: Campaign, key: string): string {
  if (key === OWN_CONTENT) return template_id ? 'template_id' : 'message_content';
  const index = contents.findIndex((content) => content.key === key);
  return `contents.${index}.${contents[index]?.template_id ? 'template_id' : 'message_content'}`;
}

const NO_SENDER = 'There is no sender to send it. Add one with POST /v1/senders, or name another in sender_id.';
const NO_CREDENTIALS = 'No provider credentials are stored for this tenant. Store them with PATCH /v1/tenant.';
const CHANGE_IT = 'Change the content with PATCH and prepare it again.';
