/** A row of `twilio_contents`; `variables` and `types` are JSON, the approval's columns null until it is submitted. */
export interface ContentRow {
  readonly sid: string;
  readonly account_sid: string;
  readonly created_at: number;
  readonly friendly_name: string | null;
  readonly language: string;
  readonly variables: string;
  readonly types: string;
  readonly approval_name: string | null;
  readonly approval_category: string | null;
  readonly decided_at: number | null;
  readonly rejection: string | null;
}
