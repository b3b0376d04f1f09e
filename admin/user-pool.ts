import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  CognitoIdentityProviderServiceException,
} from '@aws-sdk/client-cognito-identity-provider';

import { outputsIfDeployed } from './stack-outputs.ts';

/** What became of an invitation: a mail, another mail, or none, since this person signs in already. */
export type Invited = 'mailed' | 'mailed_again' | 'known';

export interface UserPool {
  /** Where people sign in, if the stage has a console. */
  readonly consoleUrl: string | undefined;
  /** Makes a user of this address, to whom Cognito mails a password for seven days; again, where the first was not used. */
  invite(email: string): Promise<Invited>;
}

/** What an operator can do about a refusal. */
const REMEDIES: Readonly<Record<string, string>> = {
  LimitExceededException:
    'Cognito mails no more today: by itself it sends 50 a day. Invite the rest tomorrow, or set up SES for the pool.',
  TooManyRequestsException: 'Cognito is busy. Run the command again.',
  CodeDeliveryFailureException: 'Cognito could not mail this address. Check it, and run the command again.',
  UserNotFoundException: 'The user was removed meanwhile. Run the command again.',
  ResourceNotFoundException: 'The user pool is gone: deploy the stack again.',
};

/** The user pool of an id. @param access SDK client options */
export function cognitoPool(UserPoolId: string, consoleUrl?: string, access: object = {}): UserPool {
  const client = new CognitoIdentityProviderClient(access);

  async function create(email: string, resend = false): Promise<void> {
    await client.send(
      new AdminCreateUserCommand({
        UserPoolId,
        Username: email,
        // Nobody signs in without the password that is mailed to this address.
        UserAttributes: [
          { Name: 'email', Value: email },
          { Name: 'email_verified', Value: 'true' },
        ],
        DesiredDeliveryMediums: ['EMAIL'],
        ...(resend && { MessageAction: 'RESEND' }),
      }),
    );
  }

  return {
    consoleUrl,
    async invite(email) {
      try {
        await create(email);
        return 'mailed';
      } catch (error) {
        if (!(error instanceof Error) || error.name !== 'UsernameExistsException') throw explained(error);
      }
      try {
        const { UserStatus } = await client.send(new AdminGetUserCommand({ UserPoolId, Username: email }));
        if (UserStatus !== 'FORCE_CHANGE_PASSWORD') return 'known';
        await create(email, true);
        return 'mailed_again';
      } catch (error) {
        throw explained(error);
      }
    },
  };
}

function explained(error: unknown): unknown {
  if (!(error instanceof CognitoIdentityProviderServiceException)) return error;
  const remedy = REMEDIES[error.name] ?? 'The member was added; run the command again when this is mended.';
  return new Error(`Cognito refused: ${error.message} (${error.name}). ${remedy}`, { cause: error });
}

/** The pool of a deployed stage, by the environment's AWS credentials. @throws Error when it has none */
export async function deployedPool(stage: string): Promise<UserPool> {
  const id = (await outputsIfDeployed(`herald-${stage}-sign-in`)).get('UserPoolId');
  if (id === undefined) throw new Error(NO_POOL(stage));
  return cognitoPool(id, (await outputsIfDeployed(`herald-${stage}-console`)).get('ConsoleUrl'));
}

const NO_POOL = (stage: string) =>
  `The stage ${stage} has no user pool. Set cognito in lib/stage-settings.ts and deploy; or, where people sign in at your own identity provider, add them with POST /v1/members.`;
