import type { Contract } from './route.ts';

interface Tag {
  readonly name: string;
  readonly description: string;
  /** The resources, as the contracts' ids begin, whose operations it has. */
  readonly resources: readonly string[];
}

/** The groups of operations, in the order in which a newcomer needs them. */
export const TAGS: readonly Tag[] = [
  {
    name: 'Tenant',
    description: 'The settings of your tenant: sending hours, frequency cap, credentials at the provider.',
    resources: ['tenant'],
  },
  {
    name: 'Senders',
    description: 'WhatsApp numbers that campaigns are sent from, each at its rate.',
    resources: ['sender'],
  },
  { name: 'API keys', description: 'Keys with scopes; each is shown once, when it is made.', resources: ['api_key'] },
  {
    name: 'Members',
    description: 'People who sign in, what each may do, and who you are.',
    resources: ['member', 'me'],
  },
  { name: 'Alerts', description: 'What needs a person now.', resources: ['alert'] },
  { name: 'Audit', description: 'Who changed what, and when.', resources: ['audit'] },
  {
    name: 'Customers',
    description: 'The people you may write to, with tags, attributes and consent.',
    resources: ['customer', 'consent'],
  },
  {
    name: 'Segments',
    description: 'Audiences with a name, which campaigns and other segments include or leave out.',
    resources: ['segment'],
  },
  {
    name: 'Imports and exports',
    description: 'Files of any length, each read or written by a job.',
    resources: ['import', 'export'],
  },
  { name: 'Jobs', description: 'Work that outlives the request that began it.', resources: ['job'] },
  {
    name: 'Campaigns',
    description: 'A message, its audience and its state: from draft to completed.',
    resources: ['campaign'],
  },
  {
    name: 'Media',
    description: 'Pictures, videos and documents that you upload, each at an address that a campaign can name.',
    resources: ['media', 'media_file'],
  },
  {
    name: 'Templates',
    description: 'The templates of your account at the provider, and how WhatsApp reviewed them.',
    resources: ['template'],
  },
  { name: 'Messages', description: 'What became of a campaign for each of its recipients.', resources: ['message'] },
  {
    name: 'Interactions',
    description: 'Taps on buttons, the conversions that they led to, and what people wrote.',
    resources: ['interaction', 'conversion', 'reply'],
  },
  {
    name: 'Analytics',
    description: 'Reports of campaigns, what their buttons had in common, and what can be foretold of taps.',
    resources: ['report', 'button_insights', 'predictions'],
  },
  {
    name: 'Webhook endpoints',
    description: 'Where your tenant receives events, and what was sent there.',
    resources: ['webhook_endpoint', 'webhook_delivery'],
  },
  { name: 'Provider', description: 'What Twilio calls; each request carries its signature.', resources: ['webhook'] },
  { name: 'Links', description: 'What people follow from a message.', resources: ['link'] },
  { name: 'Description', description: 'This document.', resources: ['openapi'] },
];

/** @throws Error when no tag has the route's resource */
export function tagOf({ id }: Pick<Contract, 'id'>): Tag {
  const [resource = ''] = id.split('.', 1);
  const tag = TAGS.find(({ resources }) => resources.includes(resource));
  if (!tag) throw new Error(`No tag has the resource ${resource} of ${id}: add it to shared/contract/openapi-tags.ts.`);
  return tag;
}
