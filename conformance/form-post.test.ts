/** The Form Post plan: answers as a form that the browser sends to the client. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SignInWorld } from '../packages/gateway/test/login/browser.ts';
import { exchange, flow, newBrowser, redirectUri, userinfo, walk } from './relying-party.ts';
import { onBothStores } from './stores.ts';

/** What the form would send, and where to. */
function formOf(page: string): { action: string; fields: Record<string, string> } {
  const action = /<form method="post" action="([^"]*)"/.exec(page)?.[1] ?? '';
  const inputs = [...page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)];
  return { action, fields: Object.fromEntries(inputs.map(([, name, value]) => [name, value])) };
}

onBothStores('response_mode=form_post', (open) => {
  let world: SignInWorld;
  beforeAll(async () => {
    world = await open();
  });
  afterAll(() => world.gateway.close());

  it('oidcc-server: the code comes in a form, with state and iss, and never in an address', async () => {
    const request = flow({ response_mode: 'form_post' });
    const page = await walk(world, newBrowser(world), request.path);
    expect([page.status, page.location]).toEqual([200, '']);
    expect(page.headers.get('cache-control')).toContain('no-store');
    expect(page.headers.get('content-security-policy')).toMatch(/script-src 'sha256-[\w+/=]+'/);
    const { action, fields } = formOf(page.body);
    expect(action).toBe(redirectUri);
    expect(fields).toEqual({ code: expect.any(String), state: request.state, iss: world.gateway.urls.public });
    const reply = await exchange(world, fields.code!, request);
    expect((await userinfo(world, reply.body.access_token!)).status).toBe(200);
  });

  it('oidcc-prompt-none-not-logged-in OPX-06 errors come in a form too', async () => {
    const request = flow({ response_mode: 'form_post', prompt: 'none' });
    const page = await newBrowser(world).get(request.path);
    const { action, fields } = formOf(page.body);
    expect(action).toBe(redirectUri);
    expect(fields).toMatchObject({ error: 'login_required', state: request.state, iss: world.gateway.urls.public });
  });

  it('oidcc-response-type-missing: also this one', async () => {
    const page = await newBrowser(world).get(flow({ response_mode: 'form_post', response_type: undefined }).path);
    expect(formOf(page.body)).toMatchObject({ action: redirectUri, fields: { error: 'invalid_request' } });
  });

  it('oidcc-ensure-registered-redirect-uri OPX-01 a form never goes to an address that is not registered', async () => {
    const evil = { response_mode: 'form_post', redirect_uri: 'https://evil.example/cb' };
    const page = await newBrowser(world).get(flow(evil).path);
    expect(page.status).toBe(400);
    expect(page.body).not.toContain('evil.example');
  });

  it.each(['web_message', 'jwt', 'query.jwt'])('response_mode %s is refused', async (mode) => {
    const visit = await newBrowser(world).get(flow({ response_mode: mode }).path);
    expect(`${visit.location}${visit.body}`).toMatch(/unsupported_response_mode|invalid_request|client_request/);
    expect(visit.location).not.toContain('code=');
  });
});
