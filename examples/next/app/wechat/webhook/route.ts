import { createWebPushHandler } from '@mingpian/wechat/web-handler';
import { pushes } from '../../../../settings.ts';

const webhook = createWebPushHandler(pushes);

export { webhook as GET, webhook as POST };
