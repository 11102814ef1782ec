import { Hono } from 'hono';
import type { Worlds } from '../worlds.ts';

/** The control API of all worlds of a process. */
export function controlRoutes(worlds: Worlds): Hono {
  const app = new Hono();
  app.get('/ready', (context) => context.json({ ready: worlds.all().length > 0 }));
  return app;
}
