/** With whom people sign in with an account. */
export interface Provider {
  readonly issuer: string;
  readonly clientId: string;
  /** What is asked for, separated by spaces. */
  readonly scope: string;
  /** Which of the tokens Herald is called with. */
  readonly bearer: 'access_token' | 'id_token';
  /** What else is said when a sign-in is asked for. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** What this place of serving offers beside an API key. */
export interface Config {
  /** Whether `GET /` tells the demo's key to this browser. */
  readonly demo: boolean;
  readonly oidc?: Provider;
}

export async function readConfig(): Promise<Config> {
  const response = await fetch('/console/config.json');
  return (await response.json()) as Config;
}

/** @throws Error where people do not sign in with an account */
export async function readProvider(): Promise<Provider> {
  const { oidc } = await readConfig();
  if (!oidc) throw new Error('Nobody signs in with an account here: use an API key.');
  return oidc;
}

/** The key of the demo, as a local start tells it to whoever sits at the machine. */
export async function demoKey(): Promise<string> {
  const { api_key } = (await (await fetch('/')).json()) as { api_key?: string };
  if (!api_key) throw new Error('This Herald does not tell the key of its demo here.');
  return api_key;
}
