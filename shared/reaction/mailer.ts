export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Sends mail. */
export interface Mailer {
  /** @returns whether it was taken: false for an address, or a text, that is refused for good. @throws Error when it may be taken later */
  send(mail: Mail): Promise<boolean>;
}
