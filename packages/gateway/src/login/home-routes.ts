/** The first page, and the files by which WeChat's console proves that this host is ours. */
import type { FastifyInstance } from 'fastify';
import type { Ways } from '../methods/ways.ts';
import { homePage } from '../pages/home.ts';
import { sendPage, sendText } from '../pages/send.ts';
import type { Parts } from '../parts.ts';
import type { Cookies } from './cookies.ts';
import { signInPath } from './paths.ts';
import { otherLanguage, readVisit } from './visit.ts';

export function homeRoutes(app: FastifyInstance, { accounts, config }: Parts, jar: Cookies, ways: Ways): void {
  app.get('/', async (request, reply) => {
    const visit = readVisit(request, jar);
    const able = accounts.all.filter((account) => ways.possible(account).length > 0);
    const page = homePage({
      language: visit.language,
      accounts: able.map(({ name, title }) => ({ title, signIn: signInPath(name) })),
      otherLanguage: otherLanguage(visit),
    });
    return sendPage(reply, page);
  });

  for (const file of config.verifyFiles) {
    const token = file.slice('MP_verify_'.length, -'.txt'.length);
    app.get(`/${file}`, async (_request, reply) => sendText(reply, token));
  }
}
