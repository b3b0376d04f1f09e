/** An account of Twilio that the stand-in knows. */
export interface Account {
  readonly accountSid: string;
  readonly authToken: string;
  /** Keys that sign in for it, beside the account's own token. */
  readonly apiKeys?: readonly { readonly sid: string; readonly secret: string }[];
  /** E.164. Without a list, a number belongs to the account that first sends from it. */
  readonly senders?: readonly string[];
  /** The senders of each Messaging Service, by its sid. Without it the account has services without senders. */
  readonly services?: Readonly<Record<string, readonly string[]>>;
  /** The numbers that a trial account has verified. */
  readonly verified?: readonly string[];
}

/** Who signs in, by the value of the Authorization header. */
export function signIns(accounts: readonly Account[]): ReadonlyMap<string, string> {
  return new Map(
    accounts.flatMap(({ accountSid, authToken, apiKeys = [] }) =>
      [{ sid: accountSid, secret: authToken }, ...apiKeys].map(({ sid, secret }) => [basic(sid, secret), accountSid]),
    ),
  );
}

function basic(name: string, password: string): string {
  return `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
}
