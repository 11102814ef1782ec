/** What a client that registers itself may not say, beside what the engine refuses. */
import type { AllClientMetadata } from 'oidc-provider';
import { secureAddress } from '../config/addresses.ts';
import { clientAddress } from '../config/client-guard.ts';
import { ConfigError } from '../config/error.ts';
import { pkceProperty } from './clients.ts';

/** Its addresses follow the rules of `clients:` in the file. @throws what `refusal` makes of a reason */
export function checkRegistration(metadata: AllClientMetadata, refusal: (reason: string) => Error): void {
  if (metadata[pkceProperty] !== undefined) throw refusal(`${pkceProperty} is not for a client to choose`);
  const type = metadata.application_type === 'native' ? 'native' : 'web';
  try {
    for (const list of ['redirect_uris', 'post_logout_redirect_uris'] as const) {
      for (const uri of metadata[list] ?? []) clientAddress(list, uri, type);
    }
    if (metadata.backchannel_logout_uri) secureAddress('backchannel_logout_uri', metadata.backchannel_logout_uri);
  } catch (error) {
    throw error instanceof ConfigError ? refusal(error.message) : error;
  }
}
