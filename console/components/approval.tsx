import { useAction } from '../services/action.ts';
import type { Campaign, Preflight, Schemas } from '../services/api.ts';
import { count, people } from '../services/format.ts';
import { link } from '../services/link.ts';
import { me } from '../services/session.ts';
import { Button } from './button.tsx';
import { Fault } from './fault.tsx';
import { Notice } from './notice.tsx';
import { Time } from './time.tsx';

/** How many are named; who else may approve knows so when they come. */
const MAX_NAMED = 5;
const anyOf = new Intl.ListFormat(undefined, { type: 'disjunction' });

export interface ApprovalProps {
  readonly campaign: Campaign;
  readonly preflight: Preflight;
  readonly approvers: Schemas['Approvers'] | undefined;
  /** Approves the version that is shown; without it, the way to where that is done. */
  readonly approve?: () => Promise<unknown>;
}

/** Whether somebody else must look at it before it goes, who may, and the button for those. */
export function Approval({ campaign: { id, approval }, preflight, approvers, approve }: ApprovalProps) {
  const approving = useAction(async () => approve?.());
  const { approval_above: above = null, data = [] } = approvers ?? {};
  if (above === null) return null;
  const reach = preflight.reach.total;
  if (!preflight.blocks.some(({ code }) => code === 'unapproved'))
    return <p class="meta">{approval ? approvedWords(approval) : freeWords(above)}</p>;
  const isMine = data.some((one) => one.id === me.value?.id);
  return (
    <>
      <Notice
        tone="warn"
        action={
          isMine &&
          (approve ? (
            <Button kind="main" busy={approving.isBusy} onClick={approving.run}>
              Approve for {people(reach)}
            </Button>
          ) : (
            <a href={link(`/campaigns/${id}/edit/check`)}>Look at it and approve it</a>
          ))
        }
      >
        <strong>It waits for an approval.</strong> It reaches {people(reach)}; above {count(above)} somebody else must
        look at it first. {approval && approvedWords(approval)}{' '}
        {isMine ? READ_IT : askWords(data.map(({ name }) => name))}
      </Notice>
      <Fault>{approving.fault}</Fault>
    </>
  );
}

const READ_IT = 'Read its message and its people: what you approve is this version of it.';

const approvedWords = ({ name, reach, at }: NonNullable<Campaign['approval']>) => (
  <>
    {name} approved it for {people(reach)}, <Time at={at} />.
  </>
);

const freeWords = (above: number) => `No approval is needed for up to ${people(above)}.`;

function askWords(names: readonly string[]): string {
  if (names.length === 0) return 'Nobody can: a member who may send and wrote none of it must have signed in.';
  const some = names.slice(0, MAX_NAMED);
  const named = names.length > MAX_NAMED ? [...some, 'another sender'] : some;
  return `Ask ${anyOf.format(named)}: give them the address of this page.`;
}
