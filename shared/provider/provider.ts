import type { Content } from '../content/content.ts';
import type { ErrorClass } from './error-class.ts';

/** An account at a provider, as the secret store keeps it. Only the provider's adapter knows its fields. */
export type Credentials = Readonly<Record<string, string>>;

/** A content filled in for one person. */
export interface RenderedContent {
  readonly content: Content;
  /** What the body's placeholders are filled with, in the order of `placeholders(content.body)`. */
  readonly values: readonly string[];
  /** What tells whose tap a button's is, in the order of the buttons; a button that needs none has none. */
  readonly tokens: readonly (string | undefined)[];
  /** The provider's id of the template that the content became, where it needs one. */
  readonly template_id?: string | undefined;
}

/** A message as it goes out, for people to read: a template with its variables, or a text with or without media. */
export type Payload =
  | { readonly template_id: string; readonly variables: Readonly<Record<string, string>> }
  | { readonly body: string; readonly media_url?: string | undefined };

export interface OutboundMessage {
  /** E.164 */
  readonly to: string;
  readonly from: string;
  readonly message: RenderedContent;
  /** Comes back with every status of this message, so that it is found without a lookup. Without it no status comes. */
  readonly callback?: { readonly tenant_id: string; readonly token: string };
}

export interface ProviderError {
  /** In the provider's own numbering or words. */
  readonly code: string;
  readonly class: ErrorClass;
}

/**
 * What became of a request. `refused` and `not_sent` mean that provably nothing was created; `ambiguous` means that it
 * may have been: a timeout, a reset, a 5xx.
 */
export type Outcome =
  | { readonly kind: 'accepted'; readonly provider_sid: string }
  | ({ readonly kind: 'refused' } & ProviderError)
  | { readonly kind: 'not_sent' }
  | { readonly kind: 'ambiguous'; readonly reason: string };

export const REPORTED_STATUSES = ['accepted', 'sent', 'delivered', 'read', 'failed', 'undelivered'] as const;
export type ReportedStatus = (typeof REPORTED_STATUSES)[number];

/** What a provider reports of a message. */
export interface StatusReport {
  readonly status: ReportedStatus;
  readonly provider_sid: string;
  readonly error?: ProviderError | undefined;
}

/** A message that the provider has. */
export interface ProviderMessage {
  readonly provider_sid: string;
  /** Milliseconds since the epoch, to the second. */
  readonly created_at: number;
  /** Undefined while its status says nothing that Herald keeps. */
  readonly report: StatusReport | undefined;
}

/** A message that a person wrote, or a button that they tapped. Numbers are E.164. */
export interface InboundMessage {
  readonly sid: string;
  readonly from: string;
  readonly profile_name?: string | undefined;
  readonly text: string;
  readonly media_urls: readonly string[];
  readonly button_payload?: string | undefined;
  readonly button_text?: string | undefined;
  readonly replied_to_sid?: string | undefined;
  /** What the provider itself took the text for, where it does so. */
  readonly keyword?: 'opt_out' | 'opt_in' | 'help' | undefined;
}

/** A call to a tracked number. Numbers are E.164; a caller may withhold theirs. */
export interface InboundCall {
  readonly sid: string;
  readonly from: string;
  readonly to: string;
}

/** A request that claims to come from the provider. */
export interface WebhookRequest {
  /** The public URL to the letter, with its query. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Every parameter of the form, with each of its values. */
  readonly parameters: Readonly<Record<string, readonly string[]>>;
}

export type Review =
  | { readonly state: 'approved' }
  | { readonly state: 'pending' }
  | { readonly state: 'rejected'; readonly reason: string };

/** Which templates an account has: the same content becomes a template once. */
export interface TemplateRegistry {
  find(account: string, name: string): Promise<string | undefined>;
  /** @returns the id that counts: the first one added */
  add(account: string, name: string, template_id: string): Promise<string>;
}

/** A campaign's content is reviewed before it is sent; an answer within the 24-hour window needs no review. */
export type TemplateUse = 'campaign' | 'answer';

/** The provider said no. */
export class ProviderRefusal extends Error {
  readonly error: ProviderError;

  constructor(error: ProviderError, message: string) {
    super(message);
    this.error = error;
  }
}

/** All that Herald needs of a messaging provider. An adapter implements it; nothing else names a provider. */
export interface Provider {
  send(credentials: Credentials, outbound: OutboundMessage): Promise<Outcome>;

  /**
   * Every message from one number to another of the day of `since` (milliseconds since the epoch, UTC) or later.
   * @returns undefined from a provider that keeps no list to be asked for
   * @throws Error when the provider could not be asked
   */
  find(
    credentials: Credentials,
    between: Pick<OutboundMessage, 'to' | 'from'> & { readonly since: number },
  ): Promise<ProviderMessage[] | undefined>;

  /** What `send` sends. */
  payload(message: RenderedContent): Payload;

  /**
   * Makes sure that the account has the template of a content, and tells how far its review is.
   * @throws ProviderRefusal when the provider says no, and another error when it could not be asked
   */
  ensureTemplate(
    credentials: Credentials,
    content: Content,
    use: TemplateUse,
    registry: TemplateRegistry,
  ): Promise<{ readonly template_id: string; readonly review: Review }>;

  /** Whether a request comes from the provider: its signature, by the account's own secret. */
  verifyWebhook(credentials: Credentials, request: WebhookRequest): boolean;

  /**
   * What a webhook's body says, once it went through the schema of its contract.
   * @returns undefined when the status says nothing that Herald keeps
   */
  readStatus(body: unknown): StatusReport | undefined;

  readInbound(body: unknown): InboundMessage;

  readCall(body: unknown): InboundCall;

  /** What the provider expects in answer to an inbound message: that nothing more is to be done. */
  acknowledgement(): string;

  /** What the provider expects in answer to a call. @param number where the call goes on to; undefined: it is turned down */
  callAnswer(number: string | undefined): string;

  /** The class of an error code that was kept with a message. */
  classify(code: string): ErrorClass;
}

/** One face of each provider's adapter, by the name that a sender has; a sender without one uses the default. */
export type Providers<Face extends keyof Provider> = (name: string | undefined) => Pick<Provider, Face>;
