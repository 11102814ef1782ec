import { z } from 'zod';
import { isExpired, qrcodeOfTicket, scan } from '../phone/chat.ts';
import { webViewOf } from '../phone/web-view.ts';
import { operation } from './operation.ts';
import { isoTime, page, pushes } from './schemas.ts';
import { wirePushes } from './verbs.ts';

export const qrcodeOperations = [
  operation({
    method: 'get',
    path: '/worlds/{world}/qrcodes',
    summary: 'The QR codes that can be scanned now, those of open qrconnect pages too',
    answer: z.object({
      qrcodes: z.array(
        z.object({
          ticket: z.string(),
          url: z.string(),
          account: z.string(),
          scene: z.union([z.string(), z.number()]),
          expiresAt: z.string().nullable(),
        }),
      ),
    }),
    handle: ({ world }) => ({
      qrcodes: Object.values(world.state.qrcodes)
        .filter((qrcode) => !isExpired(world, qrcode))
        .map(({ ticket, url, account, sceneId, sceneStr, expiresAt }) => ({
          ticket,
          url,
          account,
          scene: sceneStr === '' ? sceneId : sceneStr,
          expiresAt: expiresAt === null ? null : isoTime(expiresAt),
        })),
    }),
  }),
  operation({
    method: 'post',
    path: '/worlds/{world}/people/{person}/scan',
    summary: 'Scans a parametric QR code by its ticket, or any QR code by what it says',
    body: z.union(
      [z.strictObject({ ticket: z.string() }), z.strictObject({ url: z.string() })],
      'one of {"ticket":"…"} and {"url":"…"}',
    ),
    answer: z.union([pushes, page]),
    handle: async ({ world, params, body }) => {
      const person = world.personNamed(params.person ?? '');
      const qrcode =
        'ticket' in body
          ? qrcodeOfTicket(world, body.ticket)
          : Object.values(world.state.qrcodes).find(
              (candidate) => candidate.kind === 'scene' && candidate.url === body.url,
            );
      if (!qrcode) return webViewOf(world, person).open('url' in body ? body.url : '');
      if (qrcode.kind === 'qrconnect') return webViewOf(world, person).open(qrcode.url);
      if (isExpired(world, qrcode)) {
        const why = `the code expired at ${isoTime(qrcode.expiresAt ?? 0)}`;
        return { pushes: [], error: { code: null, text: '二维码已过期', why } };
      }
      return wirePushes(await scan(world, person, qrcode));
    },
  }),
];
