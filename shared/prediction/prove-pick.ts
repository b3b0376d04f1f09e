import { rateOf } from '../analytics/experiment/two-proportions.ts';
import { KINDS, type Kind } from './course.ts';
import { pickTrialOf } from './pick-cell.ts';
import { pickKind, type PickModel, type PickProof, type PickSeen } from './pick-model.ts';
import { sumOf, type CellCount } from './tally.ts';
import { compareDrawn, type Drawn } from './weighted-rates.ts';

/** How often a useless pick is called better or worse, in one proof. */
const ERROR = 0.05;

/** What a proof found, before what follows of it. */
export type PickFound = Omit<PickProof, 'at' | 'outcome' | 'by'> & { readonly isBetter: boolean };

interface Halves {
  /** Whose rates make the overall winner, and who is judged. */
  readonly winner: readonly (0 | 1)[];
  readonly judged: readonly (0 | 1)[];
}

/** The winner is that of the half which was learnt from, too: both are fixed before the other half is looked at. */
export const TEST_HALF: Halves = { winner: [0], judged: [1] };
/** The winner is that of the very people who are judged: whatever chance adds to it speaks against the pick. */
export const CHANCE_SHARE: Halves = { winner: [0, 1], judged: [0, 1] };

/**
 * Among people for whom another arm than the overall winner is picked: those who got the pick against those who got the winner,
 * both by chance. Held against chance instead of the winner, a pick that merely leans to the better arm would look good.
 */
export function provePick(
  model: Pick<PickModel, 'weights'>,
  seen: readonly PickSeen[],
  { winner, judged }: Halves,
): PickFound {
  const [picked, won]: [Drawn[], Drawn[]] = [[], []];
  let [people, weight, others] = [0, 0, 0];
  for (const { propensities, tally } of seen) {
    const trials = [...tally].map(([cell, counts]) => ({ ...pickTrialOf(cell), ...counts }));
    const kinds = KINDS.filter((kind) => propensities[kind] !== undefined);
    const best = bestOf(
      trials.filter(({ half }) => winner.includes(half)),
      kinds,
    );
    for (const { profile, kind, half, trials: count, successes } of trials) {
      const propensity = propensities[kind];
      if (!judged.includes(half) || propensity === undefined) continue;
      people += count;
      weight += count / propensity;
      const pick = pickKind(model, profile, kinds, best);
      if (pick === best) continue;
      others += count / propensity;
      if (kind === pick) picked.push({ propensity, trials: count, successes });
      if (kind === best) won.push({ propensity, trials: count, successes });
    }
  }
  const compared = compareDrawn(won, picked, ERROR);
  return {
    campaigns: seen.map(({ id }) => id),
    people,
    share: weight === 0 ? 0 : others / weight,
    picked: sideOf(sumOf(picked)),
    winner: sideOf(sumOf(won)),
    isBetter: compared !== undefined && compared.difference > 0 && compared.p <= ERROR,
    ...(compared && {
      difference: compared.difference,
      interval: [...compared.interval] as [number, number],
      chance: compared.p,
    }),
  };
}

function bestOf(trials: readonly (CellCount & { readonly kind: Kind })[], kinds: readonly Kind[]): Kind | undefined {
  const rate = (of: Kind) => rateOf(sumOf(trials.filter(({ kind }) => kind === of)));
  return kinds.toSorted((a, b) => rate(b) - rate(a))[0];
}

function sideOf({ trials, successes }: CellCount): PickProof['picked'] {
  return { people: trials, did: successes };
}
