import { Tabs } from './tabs.tsx';

export interface CampaignTabsProps {
  readonly id: string;
  /** Where the title is not its name. */
  readonly name?: string | undefined;
}

/** The pages of one campaign. */
export function CampaignTabs({ id, name }: CampaignTabsProps) {
  const path = `/campaigns/${id}`;
  return (
    <>
      {name && <p class="of">{name}</p>}
      <Tabs
        label="Campaign"
        tabs={[
          [path, 'Overview'],
          [`${path}/people`, 'People'],
          [`${path}/replies`, 'Replies'],
          [`${path}/history`, 'History'],
        ]}
      />
    </>
  );
}
