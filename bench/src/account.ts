/** The account that everything here is measured with. */
export const account = {
  appId: 'wx0123456789abcdef',
  appSecret: '0123456789abcdef0123456789abcdef',
  originalId: 'gh_0123456789ab',
  token: 'Tq3vZr8LmW2xKp9dYb5cNf7gHj4sAe6u',
  encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
} as const;

export const openid = 'oNmh1t6Ca9Yd3rVhbLkpQe7w_Xs0';

/** What every webhook answers. */
export const replyText = '收到，谢谢！We got your message & will answer soon.';

/** Where every webhook listens: the path of the gateway's, because it is the one that cannot choose. */
export const pushPath = '/wechat/service/webhook';
