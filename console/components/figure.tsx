import type { ComponentChildren } from 'preact';

export interface FigureProps {
  readonly value: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A number and its words; a count of people opens exactly them. */
export function Figure({ value, children }: FigureProps) {
  return (
    <div class="figure-card">
      <strong class="figures">{value}</strong>
      <span>{children}</span>
    </div>
  );
}
