import { leave } from '../services/leave.ts';
import { chooseTenant, type Me } from '../services/session.ts';
import { Button } from './button.tsx';

/** For whom a person works now who may work for several. Nothing is chosen beforehand: it decides whom messages go to. */
export function TenantChoice({ tenants }: { readonly tenants: Me['tenants'] }) {
  return (
    <main class="sign-in">
      <h1>For whom do you work now?</h1>
      <p>You can change it later, above “Sign out”.</p>
      <div class="card stack">
        {tenants.map(({ id, name }) => (
          <Button key={id} onClick={() => chooseTenant(id)}>
            {name}
          </Button>
        ))}
      </div>
      <Button kind="quiet" onClick={leave}>
        Sign out
      </Button>
    </main>
  );
}
