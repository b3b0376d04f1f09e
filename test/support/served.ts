import type { Installation } from '../../admin/create-tenant.ts';
import type { OperatorAccess } from '../../local/aws/stack.ts';
import type { Issuer } from './issuer.ts';

/** What a test needs to know of a running Herald, in this process or in another. */
export interface Served {
  readonly url: string;
  /** Of Twilio's stand-in. */
  readonly providerUrl: string;
  readonly installation: Installation & { readonly access: OperatorAccess };
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** The one that the files without a Herald of their own share. None of them injects faults. */
    readonly herald: Served;
    /** Whose tokens it takes. */
    readonly issuer: Issuer;
  }
}
