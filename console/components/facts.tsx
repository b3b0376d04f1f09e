import type { ComponentChildren } from 'preact';

/** Names and values; what is not known is a dash. */
export function Facts({ facts }: { readonly facts: readonly (readonly [name: string, value: ComponentChildren])[] }) {
  return (
    <dl class="card facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt class="meta">{name}</dt>
          <dd>{value === null || value === '' || value === undefined ? '–' : value}</dd>
        </div>
      ))}
    </dl>
  );
}
