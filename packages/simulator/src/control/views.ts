import { z } from 'zod';
import { frameUrl } from '../phone/frame-origins.ts';
import { titleOf } from '../phone/frame-page.ts';
import { webViewOf } from '../phone/web-view.ts';
import { operation } from './operation.ts';
import { page } from './schemas.ts';

const person = '/worlds/{world}/people/{person}';
const view = page
  .extend({
    title: z.string(),
    from: z.string(),
    client: z.string(),
    frame: z.string().nullable().meta({ description: 'Where a frame shows this page; null where there is no page' }),
    back: z.boolean(),
    forward: z.boolean(),
    step: z.number().meta({ description: 'Another number is another page, even under the same address' }),
    followed: z.boolean().meta({ description: 'The frame went there by itself' }),
    pressed: z.string().nullable().meta({ description: 'The words on the link or button that led here' }),
  })
  .nullable();

/** What the phone page needs beside the verbs: what a web view shows now, and the buttons of its bar. */
export const viewOperations = [
  operation({
    method: 'get',
    path: `${person}/view`,
    summary: 'What the web view shows; null while none is open',
    answer: view,
    handle: ({ world, params }) => {
      const looker = world.personNamed(params.person ?? '');
      const shown = webViewOf(world, looker).current;
      if (!shown) return null;
      const { outcome, html, from, client, jar, earlier, later, step, followed, pressed } = shown;
      // Under a sheet lies the page that asked for it.
      const drawn = html !== '' && outcome.sheet === undefined;
      return {
        ...outcome,
        title: titleOf(html),
        from,
        client,
        frame: drawn ? frameUrl(world, looker.name, jar, new URL(outcome.url)) : null,
        back: earlier,
        forward: later,
        step,
        followed,
        pressed,
      };
    },
  }),
  operation({
    method: 'post',
    path: `${person}/tap`,
    summary: 'Follows a link of the page that is open, or loads the page again',
    body: z.strictObject({ url: z.string() }),
    answer: page,
    handle: ({ world, params, body }) => webViewOf(world, world.personNamed(params.person ?? '')).tap(body.url),
  }),
  operation({
    method: 'post',
    path: `${person}/press`,
    summary: 'Presses the link or button of the page that has these words on it',
    body: z.strictObject({ text: z.string().min(1) }),
    answer: page,
    handle: ({ world, params, body }) => webViewOf(world, world.personNamed(params.person ?? '')).press(body.text),
  }),
  operation({
    method: 'post',
    path: `${person}/forward`,
    summary: 'Forward in the web view',
    answer: page,
    handle: ({ world, params }) => webViewOf(world, world.personNamed(params.person ?? '')).forward(),
  }),
  operation({
    method: 'post',
    path: `${person}/close`,
    summary: 'Closes the web view',
    handle: ({ world, params }) => webViewOf(world, world.personNamed(params.person ?? '')).close(),
  }),
];
