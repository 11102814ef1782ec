/** How a client may look on our pages: the colour of the main button, by day and by night, and a logo in the place of its letter. */
import { createHash } from 'node:crypto';
import type { ClientConfig } from '../config/shape.ts';

export interface Theme {
  readonly colour?: string | undefined;
  /** Address of the picture, on our own origin. */
  readonly logo?: string | undefined;
}

/** Where clients are found. */
export interface ClientLooks {
  find(clientId: string): Promise<ClientConfig | undefined>;
}

/** The look of a client; none for whoever has none, or is gone. */
export async function themeOf(clientId: string | null, clients: ClientLooks): Promise<Theme> {
  const client = clientId === null ? undefined : await clients.find(clientId);
  return client === undefined ? {} : themeOfClient(client);
}

export function themeOfClient({ clientId, colour, logo }: Pick<ClientConfig, 'clientId' | 'colour' | 'logo'>): Theme {
  return { colour, logo: logo === undefined ? undefined : logoPath(clientId, logo) };
}

/** The address changes with the picture, so that browsers may keep it. */
export function logoPath(clientId: string, logo: string): string {
  return `/logos/${clientId}/${createHash('sha256').update(logo).digest('hex').slice(0, 16)}`;
}

/** A piece of style sheet with the client's colour; nothing where it has none. */
export function themed(colour: string | undefined): string {
  return colour === undefined
    ? ''
    : `.main, .main:hover { background: ${colour}; border-color: ${colour}; color: #fff }`;
}
