import type { ButtonType } from '../content/button-type.ts';
import type { Content, Header } from '../content/content.ts';
import type { ErrorClass } from './error-class.ts';

/** An account at a provider, as the secret store keeps it. Only the provider's adapter knows its fields. */
export type Credentials = Readonly<Record<string, string | undefined>>;

/** A content, filled in for one customer. */
export interface RenderedContent {
  readonly content: Content;
  /** The values of the content's placeholders, in the order of `placeholdersOf(content)`. */
  readonly values: readonly string[];
  /** The token that identifies a tap, for each button in order; undefined for a button without one. */
  readonly tokens: readonly (string | undefined)[];
  /** The provider's id of the content's template, if it needs one. */
  readonly template_id?: string | undefined;
}

/** A message as it is sent, for people to read: a template with its variables, or a text with or without media. */
export type Payload =
  | { readonly template_id: string; readonly variables: Readonly<Record<string, string>> }
  | { readonly body: string; readonly media_url?: string | undefined };

export interface OutboundMessage {
  /** E.164 */
  readonly to: string;
  readonly from: string;
  readonly message: RenderedContent;
  /** The provider returns it with every status, so that the message is found without a lookup. Without it, no status is reported. */
  readonly callback?: { readonly tenant_id: string; readonly token: string };
}

/** What an error code means, for people, and what to do where everybody is refused until someone acts. */
export interface Explanation {
  readonly meaning: string;
  readonly remedy?: string | undefined;
}

export interface ProviderError extends Partial<Explanation> {
  /** The provider's own code. */
  readonly code: string;
  readonly class: ErrorClass;
}

/**
 * The outcome of a request. `refused` and `not_sent` mean that provably nothing was created; `ambiguous` means that a
 * message may have been created: a timeout, a reset, a 5xx.
 */
export type Outcome =
  | { readonly kind: 'accepted'; readonly provider_sid: string }
  /** `retry_after`: in how many seconds the provider says that a limit ends, if it says so. */
  | ({ readonly kind: 'refused'; readonly retry_after?: number | undefined } & ProviderError)
  | { readonly kind: 'not_sent' }
  | { readonly kind: 'ambiguous'; readonly reason: string };

export const REPORTED_STATUSES = ['accepted', 'sent', 'delivered', 'read', 'failed', 'undelivered'] as const;
export type ReportedStatus = (typeof REPORTED_STATUSES)[number];

/** A provider's report about a message. */
export interface StatusReport {
  readonly status: ReportedStatus;
  readonly provider_sid: string;
  readonly error?: ProviderError | undefined;
  /** When the message came to have this status, in milliseconds since the epoch, to the second; absent where the provider does not say. */
  readonly changed_at?: number | undefined;
}

/** A message in the provider's list. */
export interface ProviderMessage {
  readonly provider_sid: string;
  /** Milliseconds since the epoch, to the second. */
  readonly created_at: number;
  /** Undefined while its status says nothing that Herald keeps. */
  readonly report: StatusReport | undefined;
}

/** A page of the provider's list, newest first. */
export interface ProviderPage<Item> {
  readonly items: readonly Item[];
  /** Where the next page begins, in the provider's own words; undefined after the last one. */
  readonly next: string | undefined;
}

/** What a page lists: everything since the UTC day of `since` (milliseconds since the epoch), or what follows a page. */
export interface ListRange {
  readonly since: number;
  /** `next` of the page before. */
  readonly after?: string | undefined;
}

/** A message in the list of those that a sender sent. */
export interface SentMessage extends ProviderMessage {
  /** E.164; undefined for a message that went to no number. */
  readonly to: string | undefined;
}

/** A message in the list of those that people wrote: without buttons, media, and what was replied to. */
export type ListedInbound = Pick<InboundMessage, 'sid' | 'from' | 'whatsapp_user_id' | 'country' | 'text'> & {
  /** When the provider received it, in milliseconds since the epoch, to the second. */
  readonly received_at: number;
};

/** What a message holds besides text and media. */
export type InboundContent =
  | {
      readonly type: 'location';
      /** In degrees. */
      readonly latitude: number;
      readonly longitude: number;
      readonly label?: string | undefined;
      readonly address?: string | undefined;
    }
  /** Contact cards, which are among the message's media. */
  | { readonly type: 'contact' }
  /** An emoji on a message, which is the text; without one it was taken away. */
  | { readonly type: 'reaction' };

/** A message that a person wrote, or their tap on a button. Numbers are E.164. */
export interface InboundMessage {
  readonly sid: string;
  /** Absent for a person who shows their user name instead of a number. */
  readonly from?: string | undefined;
  /** The person's id for this business, and for the group of businesses that it belongs to. */
  readonly whatsapp_user_id?: string | undefined;
  readonly whatsapp_parent_user_id?: string | undefined;
  readonly username?: string | undefined;
  /** ISO 3166 alpha-2 of a person without a number, if the provider tells. */
  readonly country?: string | undefined;
  readonly content?: InboundContent | undefined;
  readonly profile_name?: string | undefined;
  readonly text: string;
  readonly media_urls: readonly string[];
  readonly button_payload?: string | undefined;
  readonly button_text?: string | undefined;
  readonly replied_to_sid?: string | undefined;
  /** The keyword that the provider itself recognized, if it does so. */
  readonly keyword?: 'opt_out' | 'opt_in' | 'help' | undefined;
  /** When it was written (milliseconds since the epoch), for a message that is handled late; now by default. */
  readonly written_at?: number | undefined;
}

/** A call to a tracked number. Numbers are E.164. */
export interface InboundCall {
  readonly sid: string;
  /** Undefined when the caller withholds it. */
  readonly from: string | undefined;
  readonly to: string;
}

/** A request that claims to come from the provider. */
export interface WebhookRequest {
  /** The exact public URL, with its query. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Every form parameter with all of its values. */
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  /** The body of a request that is not a form, exactly as received. */
  readonly body?: string | undefined;
  /** In milliseconds since the epoch. */
  readonly received_at: number;
}

export type Review =
  | { readonly state: 'approved' }
  | { readonly state: 'pending' }
  | { readonly state: 'rejected' | 'paused' | 'disabled'; readonly reason: string };

/** Of a template that the account no longer has. */
export const GONE = {
  state: 'rejected',
  reason: 'The template is no longer at the provider.',
} as const satisfies Review;

/** The templates of an account, so that the same content becomes a template only once. */
export interface TemplateRegistry {
  find(account: string, name: string): Promise<string | undefined>;
  /** @returns the id that counts: the first one added */
  add(account: string, name: string, template_id: string): Promise<string>;
  /** Forgets a template that the provider no longer has, unless another has taken its place. */
  forget(account: string, name: string, template_id: string): Promise<void>;
}

/**
 * What a template is for. A campaign's, marketing or utility, is reviewed before it is sent. Within the 24-hour window no
 * review is needed: for a campaign's message to an open window, or for an answer, whose buttons carry no tokens.
 */
export type TemplateUse = 'marketing' | 'utility' | 'session' | 'answer';

/** A template of an account, as the provider tells of it. */
export interface ProviderTemplate {
  readonly template_id: string;
  readonly name: string;
  /** BCP 47 */
  readonly language: string;
  readonly status: 'draft' | 'submitted' | 'approved' | 'rejected' | 'paused' | 'disabled';
  readonly category: string | null;
  readonly rejection_reason: string | null;
  readonly quality: string | null;
  /** With variables as `{{1}}`; null for a kind that Herald cannot send. */
  readonly content: {
    readonly header: Header;
    readonly body: string;
    readonly footer?: string | undefined;
    readonly buttons: readonly {
      readonly type: ButtonType;
      readonly title: string;
      readonly id?: string | undefined;
      readonly url?: string | undefined;
      /** Whether the link leads through Herald, and its variable is the token of a tap. */
      readonly tracked?: true | undefined;
      readonly phone_number?: string | undefined;
    }[];
  } | null;
  /** Sample values by variable. */
  readonly variables: Readonly<Record<string, string>>;
}

/** What the provider says of a sender. */
export interface SenderLimits {
  /** To how many people it may write first in any 24 hours; undefined when the provider does not say. */
  readonly messaging_limit?: number | 'unlimited' | undefined;
  /** How people rate the sender, in the provider's words. */
  readonly quality_rating?: string | undefined;
}

/** What a message costs by its kind: a template of a category, or one that answers within 24 hours. */
export type PriceCategory = 'marketing' | 'utility' | 'service';

/** List prices of messages, in one currency; decimal numbers as text. */
export interface PriceList {
  /** The day from which they are valid. */
  readonly as_of: string;
  readonly source: string;
  /** ISO 4217 */
  readonly currency: string;
  /** Those that it has prices for, ISO 3166. */
  readonly countries: readonly string[];
  /** @param country ISO 3166 @returns the price of one message, or undefined for a country that the list does not have */
  priceOf(country: string, category: PriceCategory): string | undefined;
}

/** The provider could not be reached, or failed: the same request may succeed later. */
export class ProviderUnreachable extends Error {
  override readonly name = 'ProviderUnreachable';
}

/** The provider refused a request. */
export class ProviderRefusal extends Error {
  readonly error: ProviderError;

  constructor(error: ProviderError, message: string) {
    super(message);
    this.error = error;
  }
}

/** Everything that Herald needs from a messaging provider. Only the adapter that implements it names the provider. */
export interface Provider {
  send(credentials: Credentials, outbound: OutboundMessage): Promise<Outcome>;

  /**
   * Lists every message from one number to another since the UTC day of `since` (milliseconds since the epoch).
   * @returns undefined from a provider that has no such list
   * @throws Error when the request failed
   */
  find(
    credentials: Credentials,
    between: Pick<OutboundMessage, 'to' | 'from'> & { readonly since: number },
  ): Promise<ProviderMessage[] | undefined>;

  /**
   * One page of what a sender sent, to anybody.
   * @param from E.164
   * @returns undefined from a provider that has no such list
   * @throws Error when the request failed
   */
  sentPage(credentials: Credentials, from: string, range: ListRange): Promise<ProviderPage<SentMessage> | undefined>;

  /** One page of what people wrote to a sender. @see sentPage */
  receivedPage(
    credentials: Credentials,
    to: string,
    range: ListRange,
  ): Promise<ProviderPage<ListedInbound> | undefined>;

  /**
   * What has become of a message.
   * @returns undefined for a message that the provider does not know, or whose status says nothing that Herald keeps
   * @throws Error when the request failed
   */
  statusOf(credentials: Credentials, provider_sid: string): Promise<StatusReport | undefined>;

  /**
   * Whom a message was sent to, as E.164.
   * @returns undefined for a message that the provider does not know, or that went to no number
   * @throws Error when the request failed
   */
  recipientOf(credentials: Credentials, provider_sid: string): Promise<string | undefined>;

  /**
   * What the provider says of a sender. @param from E.164
   * @returns undefined when it says nothing: it was not reached, does not know the sender or has no such service
   */
  limits(credentials: Credentials, from: string): Promise<SenderLimits | undefined>;

  /** What messages cost; undefined from a provider whose prices are not known. */
  prices(): PriceList | undefined;

  /** The payload that `send` sends. */
  payload(message: RenderedContent): Payload;

  /**
   * Makes sure that the account has a template for a content; one that existed before the content is not made anew. @returns its id and the state of its review
   * @throws ProviderRefusal when the provider refuses it, another error when the request failed
   */
  ensureTemplate(
    credentials: Credentials,
    content: Content,
    use: TemplateUse,
    registry: TemplateRegistry,
  ): Promise<{ readonly template_id: string; readonly review: Review }>;

  /** The template by which a content can be sent without another being made of it; undefined when there is none. Makes none. */
  knownTemplate(
    credentials: Credentials,
    content: Content,
    use: TemplateUse,
    registry: Pick<TemplateRegistry, 'find'>,
  ): Promise<string | undefined>;

  /**
   * Lists the account's templates, some hundred at a time. @param page where it goes on, from the page before
   * @throws ProviderRefusal when the provider refuses the account, another error when the request failed
   */
  listTemplates(
    credentials: Credentials,
    page: string | undefined,
  ): Promise<{ readonly templates: readonly ProviderTemplate[]; readonly next: string | undefined }>;

  /** A template as it is now; undefined when the account has none of this id. @throws as `listTemplates` */
  readTemplate(credentials: Credentials, template_id: string): Promise<ProviderTemplate | undefined>;

  /**
   * Makes a template of a content, under a name of the caller's; a campaign with this content will use it.
   * @returns its id. @throws as `listTemplates`
   */
  createTemplate(
    credentials: Credentials,
    template: { readonly name: string; readonly content: Content; readonly category: 'marketing' | 'utility' },
    registry: TemplateRegistry,
  ): Promise<string>;

  /** Submits a template for review. @throws as `listTemplates` */
  submitTemplate(
    credentials: Credentials,
    template: { readonly template_id: string; readonly name: string; readonly category: 'marketing' | 'utility' },
  ): Promise<void>;

  /** Deletes a template, at the provider and at WhatsApp; one that is gone already is no error. @throws as `listTemplates` */
  deleteTemplate(credentials: Credentials, template_id: string): Promise<void>;

  /** The account that credentials belong to, as templates are filed by it. */
  accountOf(credentials: Credentials): string;

  /** Whether a request comes from the provider: checks its signature with the account's secret. */
  verifyWebhook(credentials: Credentials, request: WebhookRequest): boolean;

  /**
   * Reads a webhook's body.
   * @param body parsed by the schema of the webhook's contract
   * @returns undefined when the status says nothing that Herald keeps
   */
  readStatus(body: unknown): StatusReport | undefined;

  readInbound(body: unknown): InboundMessage;

  readCall(body: unknown): InboundCall;

  /** The ids of the templates of which a webhook brings news. */
  readChangedTemplates(body: unknown): string[];

  /** The response to an inbound message, which asks the provider to do nothing more. */
  acknowledgement(): string;

  /** The response to a call. @param number where the provider forwards the call; undefined to reject it */
  callAnswer(number: string | undefined): string;

  /** The class of an error code that is stored with a message. */
  classify(code: string): ErrorClass;

  /**
   * What such a code means; undefined for one that the adapter does not know.
   * @param sent whether it refused an approved template, of which some codes mean another thing than of other messages
   */
  explain(code: string, sent?: 'template'): Explanation | undefined;
}

/** Some methods of each provider's adapter, by the provider's name; undefined means the default provider. */
export type Providers<Face extends keyof Provider> = (name: string | undefined) => Pick<Provider, Face>;
