/** The phone as pages that a server draws: every act is a form, every answer a redirect, and no script is needed. */
import { randomBytes } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { moveClock } from '../control/clock.ts';
import { requireLocalName, requireSameOrigin } from '../control/origin.ts';
import { Problem, problemResponse } from '../control/problems.ts';
import type { LiveWorld } from '../live-world.ts';
import { cookieFor } from '../wechat/connect/onlooker.ts';
import type { Person } from '../world/state.ts';
import { NotInWorld } from '../world/world.ts';
import * as chat from './chat.ts';
import { Impossible } from './impossible.ts';
import { Html } from './page/html.ts';
import { layout, type View } from './page/layout.ts';
import { chatScreen, chatsScreen, webScreen, whyOf } from './page/screens.ts';
import { languageOf, words } from './page/words.ts';
import { webViewOf } from './web-view.ts';

const languageCookie = 'sim_lang';
const steps: Record<string, number> = { '5m': 300_000, '2h': 7_200_000, '30d': 2_592_000_000 };

/** The embedded page may be styled and show pictures of this machine; nothing in it runs. */
function policy(nonce: string): string {
  const here = 'http://127.0.0.1:* http://localhost:*';
  return `default-src 'none'; base-uri ${here}; form-action 'self'; frame-ancestors 'none'; connect-src 'self'; script-src 'nonce-${nonce}'; style-src 'unsafe-inline' ${here}; img-src 'self' data: ${here}; font-src data: ${here}`;
}

export function phoneRoutes(world: LiveWorld): Hono {
  const app = new Hono();
  const key = randomBytes(16).toString('base64url');
  /** Where closing the web view leads back to, by person. */
  const opener = new Map<string, string>();

  const home = (person: Person) => `/phone/${encodeURIComponent(person.name)}`;
  const personOf = (context: Context) => world.personNamed(context.req.param('person') ?? '');
  const shown = (context: Context, draw: (view: View) => string | Html, screen: 'web' | 'other' = 'other') => {
    const url = new URL(context.req.url);
    const chosen = url.searchParams.get('lang');
    if (chosen !== null) {
      const language = languageOf(chosen, null);
      context.header('set-cookie', `${languageCookie}=${language}; Path=/phone; SameSite=Lax; HttpOnly`);
      return context.redirect(url.pathname);
    }
    const kept = /(?:^|;\s*)sim_lang=(\w+)/.exec(context.req.header('cookie') ?? '')?.[1];
    const language = languageOf(kept, context.req.header('accept-language') ?? null);
    const nonce = randomBytes(12).toString('base64url');
    const person = personOf(context);
    const view: View = { world, person, words: words[language], language, key, nonce, path: url.pathname };
    const page = layout(view, new Html(String(draw(view))), whyOf(view, screen));
    context.header('set-cookie', cookieFor(person));
    context.header('content-security-policy', policy(nonce));
    context.header('cache-control', 'no-store');
    context.header('referrer-policy', 'same-origin');
    return context.html(page);
  };
  /** Does what a form asks for and leads to the page that shows it. What WeChat forbids leads back to the chats. */
  const done = async (
    context: Context,
    perform: (person: Person, form: URLSearchParams) => Promise<string> | string,
  ) => {
    const person = personOf(context);
    try {
      return context.redirect(await perform(person, new URLSearchParams(await context.req.text())), 303);
    } catch (error) {
      if (error instanceof Impossible) return context.redirect(home(person), 303);
      throw error;
    }
  };
  const chatOf = (person: Person, account: string) => `${home(person)}/chat/${encodeURIComponent(account)}`;
  const within = (person: Person, to: string) => (to.startsWith(`${home(person)}/`) ? to : home(person));
  const open = async (person: Person, url: string, from: 'chat' | 'menu' | 'external', account: string) => {
    opener.set(person.name, account === '' ? home(person) : chatOf(person, account));
    await webViewOf(world, person).open(url, { from });
    return `${home(person)}/web`;
  };

  app.onError((error, context) => {
    if (error instanceof NotInWorld) return problemResponse(new Problem(404, error.message));
    if (error instanceof Problem) return problemResponse(error);
    void context;
    throw error;
  });
  app.use('*', async (context, next) => {
    // Looking changes nothing. Links and forms of the embedded page come from a frame without an origin, and the redirect
    // behind them too; the key shows that this page made them.
    const looks = context.req.method === 'GET' || context.req.query('key') === key;
    if (looks) requireLocalName(context.req.raw);
    else requireSameOrigin(context.req.raw);
    await next();
  });
  const first = (context: Context) => {
    const [person] = world.state.people;
    return person ? context.redirect(home(person)) : context.text('This world has no people.', 404);
  };
  app.get('/', first);
  app.get('/:person', (context) => shown(context, chatsScreen));
  app.get('/:person/chat/:account', (context) => {
    const account = world.accountNamed(context.req.param('account'));
    return shown(context, (view) => chatScreen(view, account));
  });
  app.get('/:person/web', (context) =>
    shown(context, (view) => webScreen(view, opener.get(view.person.name) ?? home(view.person)), 'web'),
  );
  app.get('/:person/tap', (context) => {
    if (context.req.query('key') !== key) throw new Problem(403, 'this link belongs to another phone page');
    const opened = webViewOf(world, personOf(context)).current?.from ?? 'external';
    return done(context, async (person) => {
      await webViewOf(world, person).open(context.req.query('url') ?? '', { from: opened });
      return `${home(person)}/web`;
    });
  });
  app.post('/:person/submit', (context) => {
    if (context.req.query('key') !== key) throw new Problem(403, 'this form belongs to another phone page');
    const { url = '', as } = context.req.query();
    return done(context, async (person, form) => {
      const view = webViewOf(world, person);
      if (as === 'post') await view.submit(url, form.toString());
      else await view.open(`${url.split(/[?#]/)[0]}?${form}`, { from: view.current?.from ?? 'external' });
      return `${home(person)}/web`;
    });
  });

  const field = (form: URLSearchParams, name: string) => form.get(name) ?? '';
  const account = (form: URLSearchParams) => world.accountNamed(field(form, 'account'));
  const web = (person: Person) => `${home(person)}/web`;
  const verbs: Record<string, (person: Person, form: URLSearchParams) => Promise<string>> = {
    follow: async (person, form) => {
      await chat.follow(world, person, account(form));
      return chatOf(person, account(form).name);
    },
    unfollow: async (person, form) => {
      await chat.unfollow(world, person, account(form));
      return home(person);
    },
    say: async (person, form) => {
      await chat.say(world, person, account(form), field(form, 'text'));
      return chatOf(person, account(form).name);
    },
    'tap-menu': async (person, form) => {
      const { name } = account(form);
      const tap = chat.tapMenu(world, person, account(form), field(form, 'path'));
      if (tap.url !== null) return open(person, tap.url, 'menu', name);
      await tap.pushes;
      return chatOf(person, name);
    },
    open: (person, form) =>
      open(person, field(form, 'url'), field(form, 'from') === 'chat' ? 'chat' : 'external', field(form, 'account')),
    allow: async (person) => {
      await webViewOf(world, person).answer('allow');
      return web(person);
    },
    refuse: async (person) => {
      await webViewOf(world, person).answer('refuse');
      return web(person);
    },
    'use-full-service': async (person) => {
      await webViewOf(world, person).useFullService();
      return web(person);
    },
    back: async (person) => {
      await webViewOf(world, person).back();
      return web(person);
    },
    close: async (person, form) => {
      webViewOf(world, person).close();
      return within(person, field(form, 'to'));
    },
    clock: async (person, form) => {
      moveClock(world, { advance: steps[field(form, 'advance')] ?? 0 });
      return within(person, field(form, 'to'));
    },
  };
  for (const [verb, perform] of Object.entries(verbs))
    app.post(`/:person/${verb}`, (context) => done(context, perform));
  return app;
}
