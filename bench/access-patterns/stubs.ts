import type {
  ListedInbound,
  Outcome,
  ProviderMessage,
  Providers,
  Review,
  SentMessage,
} from '../../shared/provider/provider.ts';
import type { FilePart } from '../../shared/platform/files.ts';
import type { PostOutcome } from '../../shared/webhook/delivery.ts';

const nothing = async () => undefined;

/** What is not the table: queues that swallow, and a provider that does as it is told. */
export function stubs() {
  /** What the outside answers; a pattern may change it. */
  const answers = {
    send: { kind: 'accepted', provider_sid: sidOf('SM', 1) } as Outcome,
    find: [] as ProviderMessage[],
    sent: [] as SentMessage[],
    received: [] as ListedInbound[],
    review: { state: 'approved' } as Review,
    post: { status_code: 200 } as PostOutcome,
    file: undefined as FilePart | undefined,
  };
  const providers: Providers<'send' | 'find' | 'sentPage' | 'receivedPage' | 'statusOf' | 'recipientOf'> = () => ({
    send: async () => answers.send,
    find: async () => answers.find,
    sentPage: async () => ({ items: answers.sent, next: undefined }),
    receivedPage: async () => ({ items: answers.received, next: undefined }),
    statusOf: nothing,
    recipientOf: nothing,
  });
  const templateProviders: Providers<'accountOf' | 'ensureTemplate' | 'knownTemplate' | 'readTemplate'> = () => ({
    accountOf: ({ account_sid = '' }) => account_sid,
    readTemplate: async (_, template_id) => ({
      ...{ template_id, name: 'template', language: 'en', category: 'marketing', quality: null, variables: {} },
      ...{ status: answers.review.state === 'pending' ? 'submitted' : answers.review.state, rejection_reason: null },
      content: { header: { type: 'none' }, body: 'Hello {{1}}', buttons: [] },
    }),
    knownTemplate: ({ account_sid = '' }, _content, _use, registry) => registry.find(account_sid, 'template'),
    async ensureTemplate({ account_sid = '' }, _content, _use, registry) {
      const known = await registry.find(account_sid, 'template');
      const template_id = known ?? (await registry.add(account_sid, 'template', sidOf('HX', 1)));
      return { template_id, review: answers.review };
    },
  });
  return {
    answers,
    credentials: { get: async () => ({ account_sid: sidOf('AC', 1), auth_token: 'token' }), set: nothing },
    credentialRotation: { alone: (kept: object) => kept, rotated: (given: object) => given },
    deliveryQueue: { add: nothing },
    eventBus: { put: nothing },
    files: {
      read: async () => answers.file,
      uploadForm: async () => ({ url: '', fields: {} }),
      put: async () => 'etag',
      remove: nothing,
      link: async () => '',
      beginParts: async () => '',
      putPart: async () => '',
      completeParts: async () => true,
    },
    failures: { add: nothing },
    classifiers: () => ({ explain: () => undefined }),
    jobQueue: { add: nothing },
    limitReaders: () => ({ limits: nothing }),
    log: () => undefined,
    priceLists: () => ({ prices: () => undefined }),
    publicBaseUrl: 'https://herald.example',
    poster: { post: async () => answers.post },
    privateTargets: false,
    providers,
    reconcileAfter: [0, 60],
    reconciles: { add: nothing },
    recoverAfter: [900_000, 3_600_000, 21_600_000, 86_400_000],
    recoveries: { add: nothing },
    runs: { start: async () => 'running' as const, inactiveSince: nothing },
    schedules: { set: nothing, clear: nothing },
    sends: { add: nothing },
    staleAfter: 60_000,
    templateProviders,
    unreachableAddress: null,
  };
}

/** An id as the provider makes them. */
export function sidOf(kind: string, number: number): string {
  return kind + String(number).padStart(32, '0');
}
