import type { ComponentChildren } from 'preact';

import type { Campaign } from '../services/api.ts';
import { count, MIN_FOR_RATE, percent } from '../services/format.ts';
import { link } from '../services/link.ts';
import { tappedOf } from '../services/progress.ts';
import { Chip } from './chip.tsx';
import { HowFar } from './how-far.tsx';
import { Table } from './table.tsx';
import { Time } from './time.tsx';

export interface CampaignTableProps {
  readonly caption: string;
  readonly campaigns: readonly Campaign[];
  /** What can be done with a campaign, at the end of its row. */
  readonly actions?: (campaign: Campaign) => ComponentChildren;
}

export function CampaignTable({ caption, campaigns, actions }: CampaignTableProps) {
  return (
    <Table
      caption={caption}
      isCaptionHidden
      rows={campaigns}
      keyOf={({ id }) => id}
      columns={[
        { name: 'Campaign', cell: (campaign) => <a href={hrefOf(campaign)}>{campaign.name}</a> },
        { name: 'Status', cell: statusOf },
        { name: 'Sent', cell: ({ totals }) => figure(totals?.accepted), isFigure: true, isExtra: true },
        {
          name: 'Read',
          cell: ({ totals }) => withShare(totals?.read, totals?.delivered),
          isFigure: true,
          isExtra: true,
        },
        {
          name: 'Tapped',
          cell: (campaign) => withShare(tappedOf(campaign), campaign.totals?.delivered),
          isFigure: true,
        },
        { name: 'When', cell: (campaign) => <Time at={whenOf(campaign)} />, isExtra: true },
        ...(actions ? [{ name: 'Actions', cell: actions, isExtra: true }] : []),
      ]}
    />
  );
}

function hrefOf({ id, status }: Campaign): string {
  return link(status === 'draft' ? `/campaigns/${id}/edit/message` : `/campaigns/${id}`);
}

function whenOf({ started_at, scheduled_at, created_at }: Campaign): string {
  return started_at ?? scheduled_at ?? created_at;
}

function statusOf(campaign: Campaign): ComponentChildren {
  const { status } = campaign;
  return (
    <>
      <Chip status={status} />
      {(status === 'sending' || status === 'paused') && <HowFar campaign={campaign} />}
    </>
  );
}

const figure = (value: number | undefined) => (value === undefined ? '–' : count(value));

function withShare(value: number | undefined, of: number | undefined): ComponentChildren {
  if (value === undefined || !of || of < MIN_FOR_RATE) return figure(value);
  return (
    <>
      {count(value)} <span class="meta extra">{percent(value / of)}</span>
    </>
  );
}
