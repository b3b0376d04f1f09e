/** How many proofs a model keeps, the newest. */
const MAX_KEPT = 10;

/** A model's proofs with one more, the newest last. */
export function withProof<Proof>(before: readonly Proof[], proof: Proof): Proof[] {
  return [...before, proof].slice(-MAX_KEPT);
}
