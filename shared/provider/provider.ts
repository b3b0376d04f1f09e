import type { Credentials } from '../tenancy/credentials.ts';
import type { Payload } from '../message/payload.ts';

/** A message as the provider is asked to send it. */
export interface Outbound {
  /** E.164 */
  readonly to: string;
  readonly from: string;
  readonly payload: Payload;
  /** Holds the message's token, so that news is matched without a lookup. Without it nothing more is heard. */
  readonly status_callback?: string;
}

/**
 * What became of a request. `refused` and `not_sent` mean provably nothing was created; `ambiguous` means it may have
 * been: a timeout, a reset, a 5xx.
 */
export type Outcome =
  | { readonly kind: 'accepted'; readonly provider_sid: string }
  | { readonly kind: 'refused'; readonly code: number }
  | { readonly kind: 'not_sent' }
  | { readonly kind: 'ambiguous'; readonly reason: string };

/** A message that the provider has. */
export interface Sighting {
  readonly provider_sid: string;
  /** Milliseconds since the epoch, to the second. */
  readonly created_at: number;
  /** In the provider's words, and what went wrong if something did. */
  readonly status: string;
  readonly error_code?: string | undefined;
}

export interface MessageProvider {
  send(credentials: Credentials, outbound: Outbound): Promise<Outcome>;

  /**
   * Every message from one number to another of the day of `since` (milliseconds since the epoch, UTC) or later.
   * @throws Error when the provider could not be asked
   */
  find(
    credentials: Credentials,
    between: Pick<Outbound, 'to' | 'from'> & { readonly since: number },
  ): Promise<Sighting[]>;
}

/** A template as the provider's content service takes it. */
export interface Template {
  /** Unique for the content: lower-case letters, digits, underscores. */
  readonly name: string;
  readonly language: string;
  /** Sample values by variable, which the provider's reviewers see. */
  readonly variables: Readonly<Record<string, string>>;
  readonly types: Readonly<Record<string, unknown>>;
}

export type Approval =
  | { readonly state: 'approved' }
  | { readonly state: 'pending' }
  | { readonly state: 'rejected'; readonly reason: string };

/** Content and its approval. @throws ProviderRefusal when the provider says no, and another error when it could not be asked */
export interface TemplateProvider {
  create(credentials: Credentials, template: Template): Promise<{ readonly content_sid: string }>;
  /** Submits the template for approval unless that was done. */
  approval(
    credentials: Credentials,
    template: Pick<Template, 'name'> & { readonly content_sid: string },
  ): Promise<Approval>;
}

export class ProviderRefusal extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}
