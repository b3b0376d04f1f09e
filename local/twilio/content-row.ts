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
  /** When it is known; null while its links and media are looked at. */
  readonly decided_at: number | null;
  readonly rejection: string | null;
  /** What WhatsApp made of it after its decision. */
  readonly later_status: LaterStatus | null;
}

export type LaterStatus = 'approved' | 'rejected' | 'paused' | 'disabled';
export type ApprovalStatus = 'unsubmitted' | 'received' | 'pending' | LaterStatus;

export function approvalStatus(
  { approval_name, decided_at, rejection, later_status }: ContentRow,
  now: number,
): ApprovalStatus {
  if (approval_name === null) return 'unsubmitted';
  if (decided_at === null) return 'received';
  if (later_status) return later_status;
  if (now < decided_at) return 'pending';
  return rejection === null ? 'approved' : 'rejected';
}

/** The approval as the API shows it. */
export function approvalOf(content: ContentRow, status: ApprovalStatus): object {
  return {
    name: content.approval_name ?? '',
    category: content.approval_category ?? '',
    content_type: content.approval_name === null ? '' : Object.keys(JSON.parse(content.types) as object)[0],
    status,
    rejection_reason: status === 'rejected' ? (content.rejection ?? '') : '',
    allow_category_change: true,
  };
}
