import { link } from '../services/link.ts';

export const STEPS = [
  { path: 'message', name: 'Message' },
  { path: 'people', name: 'People' },
  { path: 'when', name: 'When' },
  { path: 'check', name: 'Check' },
] as const;
export type Step = (typeof STEPS)[number]['path'];

export function StepLinks({ id, step }: { readonly id: string; readonly step: Step }) {
  return (
    <nav aria-label="Steps">
      <ol class="steps">
        {STEPS.map(({ path, name }, place) => (
          <li key={path}>
            <a href={link(`/campaigns/${id}/edit/${path}`)} aria-current={path === step ? 'step' : undefined}>
              {place + 1}&nbsp;{name}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}
