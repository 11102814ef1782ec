// Asks one address with the SDK's own transport and prints what came: a process of its own, since trust and proxies are read from
// the environment once.
import { WeChatError } from '@mingpian/wechat/errors';
import { defaultTransport } from '@mingpian/wechat/transport';

const url = process.argv[2] ?? '';
const outcome = await defaultTransport()({ operation: '/cgi-bin/token', method: 'GET', url }).then(
  ({ status }) => `status ${status}`,
  (error: unknown) => (error instanceof WeChatError ? error.code : 'another error'),
);
process.stdout.write(outcome);
process.exit();
